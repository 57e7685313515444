import type { TableMeasure } from './estimate/table-measure.ts';
import type { SkipReason } from './row-state.ts';

/** What a recipe would send from a dataset, found by reading every row once; nothing is stored or sent. */
export interface CheckResult {
  rowsInTable: number;
  /** Rows that would go out. */
  rows: number;
  skipped: Record<SkipReason, { rows: number; examples: number[] }>;
  /** Rows whose id repeats an earlier one's: listed whatever is done with them. `examples` are row numbers. */
  duplicateIds: { rows: number; ids: string[]; examples: number[] };
  requests: number;
  batches: number;
  bytes: number;
  /** The largest request, in bytes. */
  largestRequest: number;
  /** The first line as it would be written, character for character; null where no row is left. */
  firstRequest: string | null;
  /** What an estimate of tokens and price is made from. */
  measure: TableMeasure;
  warnings: string[];
}
