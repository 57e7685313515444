import { customIdAhead } from '#lib/core/custom-id-ahead';
import type { Part, ResponseIndex } from '#lib/core/job';
import type { ProviderCodec } from '#lib/providers/provider';
import { byteLines } from './blob-lines.ts';

/** A file with responses; `file` as in ResponseIndex. Its bytes may still be coming. */
export interface ResponseFile {
  file: 1 | 2;
  pieces: AsyncIterable<Uint8Array>;
}

/** Where each response of a part lies. */
export interface ResponseLines {
  responses: ResponseIndex;
  /** Requests that were answered, in the order of their lines, file by file. */
  order: Uint32Array;
  lines: number;
  /** Lines that name no request of the part. */
  stray: number;
  /** Lines that answer a request a second time; the first counts. */
  repeated: number;
}

/** The line that counts as a request's response. */
export interface FoundLine {
  request: number;
  file: 1 | 2;
  offset: number;
  length: number;
}

export type CustomIdOf = (line: Uint8Array) => string | null;

/** Tells a line's custom id by parsing the whole line. */
export function customIdReader({ decode }: Pick<ProviderCodec, 'decode'>): CustomIdOf {
  const decoder = new TextDecoder();
  return (line) => decode(decoder.decode(line)).customId;
}

/** Tells a line's custom id by its first bytes where it stands there, as it does in nearly all. */
export function quickCustomIdReader(codec: Pick<ProviderCodec, 'decode'>): CustomIdOf {
  const inFull = customIdReader(codec);
  return (line) => customIdAhead(line) ?? inFull(line);
}

/**
 * One pass over the files: whose each line is and where it lies. `find`: the request a custom id names; -1 none. `onFound` is told
 * of each response on the way.
 */
export async function findResponses(
  { jobId, k, requests }: Pick<Part, 'jobId' | 'k' | 'requests'>,
  files: Iterable<ResponseFile> | AsyncIterable<ResponseFile>,
  find: (customId: string | null) => number,
  customIdOf: CustomIdOf,
  onFound: (line: FoundLine) => void = () => {},
): Promise<ResponseLines> {
  const responses: ResponseIndex = {
    jobId,
    k,
    file: new Uint8Array(requests),
    offset: new Float64Array(requests),
    length: new Uint32Array(requests),
  };
  const order = new Uint32Array(requests);
  const found = { lines: 0, stray: 0, repeated: 0 };
  let answered = 0;
  for await (const { file, pieces } of files) {
    for await (const lines of byteLines(pieces)) {
      for (const { bytes, offset } of lines) {
        found.lines++;
        const request = find(customIdOf(bytes));
        if (request < 0) found.stray++;
        else if (responses.file[request]) found.repeated++;
        else {
          responses.file[request] = file;
          responses.offset[request] = offset;
          responses.length[request] = bytes.length;
          order[answered++] = request;
          onFound({ request, file, offset, length: bytes.length });
        }
      }
    }
  }
  return { responses, order: order.slice(0, answered), ...found };
}
