import { readSegment, type ReadSegment } from './read-segment.ts';

interface SegmentReader {
  read: ReadSegment;
  /** Segments it can work on side by side. */
  atOnce: number;
  /** Told that segments are about to come. */
  warmUp(): void;
  /** Waited for once a job's first rows can be drawn: where cores are few, reading on would hold that up. */
  letDraw(): Promise<void>;
}

let reader: SegmentReader = { read: readSegment, atOnce: 1, warmUp: () => {}, letDraw: () => Promise.resolve() };

/** Has segments read elsewhere: the engine's worker hands them to workers of their own. */
export function readSegmentsBy(other: SegmentReader): void {
  reader = other;
}

export function segmentReader(): SegmentReader {
  return reader;
}
