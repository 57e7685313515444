import type { PartIndex } from '#lib/core/job';
import type { ResponseLines } from './response-lines.ts';

/** Responses that stand close together in a file and are read in one go. */
export interface Segment {
  file: 1 | 2;
  /** Their bytes in the file. */
  from: number;
  to: number;
  /** In the order of their lines. */
  requests: Uint32Array;
  /** Number of the first of their rows among the part's answers, from 0. */
  first: number;
  rows: number;
}

/** Bytes of responses read at once. */
const SEGMENT_BYTES = 1 << 20;

const rowsOf = ({ starts }: Pick<PartIndex, 'starts'>, request: number) => starts[request + 1]! - starts[request]!;

/**
 * Cuts a part's responses into segments. Every answered request has as many answers as it carried rows, so that the
 * number of each answer is known before any is read.
 */
export function cutSegments({ responses, order }: ResponseLines, index: Pick<PartIndex, 'starts'>, bytes = SEGMENT_BYTES): Segment[] {
  const segments: Segment[] = [];
  let first = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    const request = order[start]!;
    const from = responses.offset[request]!;
    const segment: Segment = { file: responses.file[request] as 1 | 2, from, to: from, requests: order, first, rows: 0 };
    for (; end < order.length; end++) {
      const next = order[end]!;
      if (responses.file[next] !== segment.file || (end > start && segment.to - from >= bytes)) break;
      segment.to = responses.offset[next]! + responses.length[next]!;
      segment.rows += rowsOf(index, next);
    }
    segments.push({ ...segment, requests: order.subarray(start, end) });
    first += segment.rows;
  }
  return segments;
}
