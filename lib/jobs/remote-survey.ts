import { Numbers } from '#lib/core/numbers';
import type { ProviderName } from '#lib/core/recipe';
import { codecOf } from '#lib/providers/registry';
import { digestBlob } from '#lib/table/digest';
import { blobLines } from './blob-lines.ts';
import { InputFileError } from './rebuild-elements.ts';
import { fileRequests, type FileRequest } from './rebuild-requests.ts';

/** What one pass over a batch's requests tells. */
export interface RequestsSurvey {
  file: Blob;
  digest: string;
  first: FileRequest;
  requests: number;
  rows: number;
  /** Rows of its largest request. */
  perRequest: number;
}

/** Throws an {@link InputFileError} where it holds no requests of that provider. */
export async function surveyRequests(file: Blob, provider: ProviderName): Promise<RequestsSurvey> {
  let first: FileRequest | null = null;
  let [requests, rows, perRequest] = [0, 0, 0];
  for await (const request of fileRequests(file, provider)) {
    first ??= request;
    requests++;
    rows += request.rows.length;
    perRequest = Math.max(perRequest, request.rows.length);
  }
  if (!first) throw new InputFileError('Its file of requests is empty.');
  return { file, digest: await digestBlob(file), first, requests, rows, perRequest };
}

/** What the results of a batch tell of its requests, where those are not to be had: custom ids, and the ids of rows that were answered. */
export interface ResultsSurvey {
  customIds: string[];
  /** First id of each request among `ids`, and one past the last. */
  starts: Uint32Array;
  ids: string[];
  perRequest: number;
  /** Requests no row of which is known: they failed, or were answered without ids. */
  silent: number;
  model: string | null;
}

/** Requests in the order their custom ids name, which is the order sent. */
const inOrder = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true });

export async function surveyResults(files: readonly Blob[], provider: ProviderName): Promise<ResultsSurvey> {
  const { decode } = codecOf(provider);
  const answered = new Map<string, string[]>();
  let model: string | null = null;
  for (const file of files) {
    for await (const { text } of blobLines(file)) {
      const { customId, rows, model: named } = decode(text);
      if (customId === null || (answered.get(customId)?.length ?? 0) > 0) continue;
      answered.set(customId, [...new Set(rows.flatMap(({ inputId }) => inputId ?? []))]);
      model ??= named;
    }
  }
  const customIds = [...answered.keys()].toSorted(inOrder);
  const ids: string[] = [];
  const starts = new Numbers();
  starts.push(0);
  for (const customId of customIds) {
    for (const id of answered.get(customId)!) ids.push(id);
    starts.push(ids.length);
  }
  const sizes = [...answered.values()].map(({ length }) => length);
  const most = sizes.reduce((largest, size) => Math.max(largest, size), 1);
  return { customIds, starts: starts.copy(), ids, perRequest: most, silent: sizes.filter((size) => size === 0).length, model };
}
