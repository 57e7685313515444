import type { DatasetPage, TableFormat, TableProblem } from '#lib/core/dataset';
import type { Trouble } from '#lib/core/job';

/** Consecutive rows as columns, before they belong to a dataset. */
export type TablePage = Omit<DatasetPage, 'datasetId'>;

/**
 * Where pages go. `write` gets them in order of rows; reading waits for its promise. `takeBytes` gets all bytes of the file in their order,
 * in pieces that have been read. `restart` says that everything so far must be thrown away, since the file is being read again from its
 * start in another encoding.
 */
export interface PageSink {
  write(page: TablePage): void | Promise<void>;
  takeBytes?(piece: Uint8Array<ArrayBuffer>): void | Promise<void>;
  restart(): void | Promise<void>;
}

/** What a dataset needs to know of its file, apart from the file's digest and name. */
export interface TableRead {
  format: TableFormat;
  columns: string[];
  rowCount: number;
  problems: TableProblem[];
  guess: { id: string | null; texts: string[] };
}

/** With `ok: false` the pages already written are of no use and must be thrown away. */
export type ReadOutcome = { ok: true; table: TableRead } | { ok: false; trouble: Trouble };
