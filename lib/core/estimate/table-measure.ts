import type { SampledRow } from './row-tokens.ts';

/** The rows that go out, measured for an estimate: a sample of them counted, all of them by their characters. */
export interface TableMeasure {
  rows: number;
  sample: SampledRow[];
  /** UTF-16 units of the texts of all rows together, and of the longest. */
  totalCharacters: number;
  longestRowCharacters: number;
}
