import type { ArtifactPage } from '#lib/jobs/artifact-page';
import type { Agreement } from '#lib/jobs/beside';
import type { PlannedRound, RoundEstimate } from '#lib/jobs/estimate-round';
import type { Grown } from '#lib/jobs/grow';
import type { RowDetail } from '#lib/jobs/row-detail';
import type { TableRow } from '#lib/jobs/results';
import type { RowView } from '#lib/jobs/row-view';

export type { Agreement } from '#lib/jobs/beside';
export type { PlannedRound, RoundEstimate } from '#lib/jobs/estimate-round';
export type { RowDetail, RowRound } from '#lib/jobs/row-detail';
export type { TableRow as ResultRow } from '#lib/jobs/results';
export type { RowSort, RowView } from '#lib/jobs/row-view';

/** Reads of a job's rows. Windows come from packs by offset; nothing is held but indexes. */
export interface ResultsApi {
  /** Rows of a view in its order, as dataset row numbers; null stands for all of them in the table's order. */
  filter(jobId: string, view: RowView, onProgress: (rowsDone: number, rowsTotal: number) => void): Promise<Uint32Array | null>;
  /** `rows`: dataset row numbers. `besideJobId`: with what that job has for each. */
  window(jobId: string, rows: number[], besideJobId: string | null): Promise<TableRow[]>;
  detail(jobId: string, row: number, besideJobId: string | null): Promise<RowDetail>;
  /** How often two jobs agree, field by field; a pass over all rows. Null where the other job is not here. */
  agreement(jobId: string, otherJobId: string): Promise<Agreement | null>;
  /** Rows that are done, by the number of their round. */
  doneByRound(jobId: string): Promise<number[]>;
  /** What the round that is prepared comes to, or one that is only planned; null: no row would be sent. */
  estimate(jobId: string, planned: PlannedRound | null): Promise<RoundEstimate | null>;
  /** Gives a finished job a table that has grown: two passes over it. */
  grow(jobId: string, datasetId: string): Promise<Grown>;
  /** A window of a file for the viewer: `lines` from byte `offset`, each cut to 20,000 characters. */
  artifactPage(jobId: string, path: string, offset: number, lines: number): Promise<ArtifactPage>;
}
