import type { Part, PartIndex } from '#lib/core/job';
import { codecOf } from '#lib/providers/registry';
import { artifactBlob, getPartIndex, getResponseIndex, listAttempts, listParts } from '#lib/storage/jobs';
import { attemptRecipe, idTag } from './build.ts';
import { outputPaths } from './collect.ts';
import { tableRow, type TableRow } from './results.ts';
import { RowSource } from './row-source.ts';

/** One round of one row: the very request that carried it and the very response. */
export interface RowRound {
  attempt: number;
  k: number;
  batchId: string | null;
  customId: string;
  request: string;
  /** Null: none came. */
  response: string | null;
  model: string | null;
  usage: { inputTokens: number; outputTokens: number } | null;
  /** Rows in the request, this one included. */
  sharedBy: number;
}

export interface RowDetail extends TableRow {
  source: { column: string; text: string }[];
  /** The whole answer as indented JSON; null: none. */
  value: string | null;
  rounds: RowRound[];
}

/** Bytes `from` to `to` of a file of the job directory, as text; null where the file is not there. */
async function textOf(jobId: string, path: string, from: number, to: number): Promise<string | null> {
  const blob = await artifactBlob(jobId, path);
  return blob ? blob.slice(from, to).text() : null;
}

function requestOf({ starts }: PartIndex, slot: number): number {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= slot) low = middle;
    else high = middle - 1;
  }
  return low;
}

async function responseText(part: Part, request: number): Promise<string | null> {
  const responses = await getResponseIndex(part.jobId, part.k);
  const file = responses?.file[request];
  if (!responses || !file || !part.batchId) return null;
  const paths = outputPaths(part.batchId);
  const from = responses.offset[request]!;
  return textOf(part.jobId, file === 1 ? paths.output : paths.errors, from, from + responses.length[request]!);
}

async function roundOf(source: RowSource, part: Part, row: number): Promise<RowRound | null> {
  const index = await getPartIndex(part.jobId, part.k);
  const slot = index ? index.rows.indexOf(row) : -1;
  if (!index || slot < 0) return null;
  const attempt = (await listAttempts(part.jobId)).find(({ number }) => number === part.attempt)!;
  const { provider } = attemptRecipe(source.job, attempt).question.provider;
  const codec = codecOf(provider);
  const request = requestOf(index, slot);
  const separator = 1;
  const response = await responseText(part, request);
  const decoded = response === null ? null : codec.decode(response);
  return {
    attempt: part.attempt,
    k: part.k,
    batchId: part.batchId,
    customId: codec.customId(part.jobId, part.k, request, idTag(attempt)),
    request: (await textOf(part.jobId, part.path, index.offsets[request]!, index.offsets[request + 1]! - separator)) ?? '',
    response,
    model: decoded?.model ?? null,
    usage: decoded?.usage ?? null,
    sharedBy: index.starts[request + 1]! - index.starts[request]!,
  };
}

/** Everything about one row: its cells, its answer, and each round that carried it, newest first. */
export async function rowDetail(jobId: string, row: number): Promise<RowDetail> {
  const source = await RowSource.open(jobId);
  if (!source) throw new Error('The job or its table is no longer in this browser.');
  const found = await source.read(row);
  const rounds: RowRound[] = [];
  for (const part of (await listParts(jobId)).toReversed()) {
    const round = await roundOf(source, part, row);
    if (round) rounds.push(round);
  }
  return {
    ...tableRow(found),
    text: found.texts[0] ?? '',
    source: source.dataset.columns.map((column, c) => ({ column, text: found.cells[c] ?? '' })),
    value: found.value === '' ? null : JSON.stringify(JSON.parse(found.value), null, 2),
    rounds,
  };
}
