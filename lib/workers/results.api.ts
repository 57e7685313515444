import type { RowDetail } from '#lib/jobs/row-detail';
import type { RowFilter, TableRow } from '#lib/jobs/results';

export type { RowDetail, RowRound } from '#lib/jobs/row-detail';
export type { TableRow as ResultRow } from '#lib/jobs/results';

/** Reads of a job's rows. Windows come from packs by offset; nothing is held but indexes. */
export interface ResultsApi {
  /** Rows that match, as dataset row numbers; null stands for all of them. */
  filter(jobId: string, filter: RowFilter): Promise<Uint32Array | null>;
  /** `rows`: dataset row numbers. */
  window(jobId: string, rows: number[]): Promise<TableRow[]>;
  detail(jobId: string, row: number): Promise<RowDetail>;
  /** A window of an artifact's text for the viewer: `lines` from byte `offset`, each cut to 20,000 characters. */
  artifactPage(jobId: string, path: string, offset: number, lines: number): Promise<{ lines: string[]; nextOffset: number; bytes: number }>;
}
