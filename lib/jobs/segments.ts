import type { PartIndex } from '#lib/core/job';
import type { FoundLine } from './response-lines.ts';

/** Responses that stand close together in a file and are read in one go. */
export interface Segment {
  file: 1 | 2;
  /** Their bytes in the file. */
  from: number;
  to: number;
  /** In the order of their lines; `offsets` and `lengths` are those of the lines, from `from` on. */
  requests: Uint32Array;
  offsets: Uint32Array;
  lengths: Uint32Array;
  /** Number of the first of their rows among the part's answers, from 0. */
  first: number;
}

/** Bytes of responses read at once. */
const SEGMENT_BYTES = 1 << 19;

/**
 * Cuts a part's responses into segments as their lines are found. Every answered request has as many answers as it carried
 * rows, so that the number of each answer is known before any is read.
 */
export class SegmentCutter {
  readonly #starts: PartIndex['starts'];
  readonly #most: number;
  #lines: FoundLine[] = [];
  #first = 0;

  constructor({ starts }: Pick<PartIndex, 'starts'>, most = SEGMENT_BYTES) {
    this.#starts = starts;
    this.#most = most;
  }

  /** Takes the next line, and gives the segment that ended before it, if one did. */
  take(line: FoundLine): Segment | null {
    const [begin] = this.#lines;
    const last = this.#lines.at(-1);
    const isNew = begin && last && (line.file !== begin.file || last.offset + last.length - begin.offset >= this.#most);
    const segment = isNew ? this.rest() : null;
    this.#lines.push(line);
    return segment;
  }

  /** What was taken since the last segment. */
  rest(): Segment | null {
    const lines = this.#lines;
    const [begin] = lines;
    if (!begin) return null;
    const { file, offset: from } = begin;
    const last = lines.at(-1)!;
    const segment = {
      file,
      from,
      to: last.offset + last.length,
      requests: Uint32Array.from(lines, ({ request }) => request),
      offsets: Uint32Array.from(lines, ({ offset }) => offset - from),
      lengths: Uint32Array.from(lines, ({ length }) => length),
      first: this.#first,
    };
    for (const { request } of lines) this.#first += this.#starts[request + 1]! - this.#starts[request]!;
    this.#lines = [];
    return segment;
  }
}
