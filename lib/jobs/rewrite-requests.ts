import type { PartIndex } from '#lib/core/job';
import type { RequestFrame } from '#lib/core/request-frame';
import { PartFile } from './part-file.ts';

export interface Rewriting {
  /** The constant bytes around requests and before their ids; what stands after an id is taken from the file. */
  frame: Pick<RequestFrame, 'open' | 'separator' | 'close' | 'beforeId'>;
  oldId(i: number): string;
  newId(i: number): string;
}

export interface RewrittenFile {
  file: Blob;
  digest: string;
  index: Omit<PartIndex, 'jobId' | 'k'>;
}

/** Requests are read together up to so many bytes, so that neither memory nor the number of reads grows with the file. */
const WINDOW_BYTES = 4 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Where the requests that fit into one window with `from` end; one request at least. */
function windowEnd(offsets: Uint32Array, from: number, to: number): number {
  let end = from + 1;
  while (end < to && offsets[end + 1]! - offsets[from]! <= WINDOW_BYTES) end++;
  return end;
}

/** Each request of the file from `from` to `to`, without its separator, and its number. */
async function* requestsOf(
  file: Blob,
  { offsets }: PartIndex,
  from: number,
  to: number,
  gap: number,
): AsyncGenerator<[number, Uint8Array<ArrayBuffer>]> {
  for (let first = from; first < to;) {
    const end = windowEnd(offsets, first, to);
    const base = offsets[first]!;
    const window = new Uint8Array(await file.slice(base, offsets[end]).arrayBuffer());
    for (let request = first; request < end; request++) {
      yield [request, window.subarray(offsets[request]! - base, offsets[request + 1]! - base - gap)];
    }
    first = end;
  }
}

/**
 * A file of requests `from` to `to` of another, byte for byte but for their custom ids, which count from 0.
 * Throws where a request does not begin as this app writes it.
 */
export async function rewriteRequests(
  file: Blob,
  index: PartIndex,
  from: number,
  to: number,
  { frame, oldId, newId }: Rewriting,
): Promise<RewrittenFile> {
  const separator = encoder.encode(frame.separator);
  const offsets = new Uint32Array(to - from + 1);
  const made = new PartFile();
  made.write(encoder.encode(frame.open));
  for await (const [request, bytes] of requestsOf(file, index, from, to, separator.length)) {
    // Ids and what stands before them are ASCII: a byte a character.
    const head = frame.beforeId + oldId(request);
    if (decoder.decode(bytes.subarray(0, head.length)) !== head) {
      throw new Error(`Request ${request} of file ${index.k} does not begin with its custom id.`);
    }
    if (request > from) made.write(separator);
    offsets[request - from] = made.bytes;
    made.write(encoder.encode(frame.beforeId + newId(request - from)));
    made.write(bytes.subarray(head.length));
    await made.settled();
  }
  offsets[to - from] = made.bytes + separator.length;
  made.write(encoder.encode(frame.close));
  const [firstSlot, endSlot] = [index.starts[from]!, index.starts[to]!];
  return {
    ...(await made.finish()),
    index: {
      rows: index.rows.slice(firstSlot, endSlot),
      starts: index.starts.slice(from, to + 1).map((start) => start - firstSlot),
      offsets,
      ids: index.ids.slice(firstSlot, endSlot),
    },
  };
}
