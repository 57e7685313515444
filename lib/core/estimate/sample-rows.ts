import { sampleRows } from '../permutation.ts';

/** Enough for a mean within a few percent for most tables, counted in a fraction of a second. */
const SAMPLE_ROWS = 300;

/** Rows to measure of `n`, in source order: the same for the same seed, all where there are few. */
export function sampleForEstimate(n: number, seed: number, most: number = SAMPLE_ROWS): Uint32Array<ArrayBuffer> {
  return sampleRows(n, most, seed);
}
