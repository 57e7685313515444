import type { RowState, SkipReason } from '#lib/core/row-state';

/** One line of the results table. */
export interface ResultRow {
  /** Row of the dataset, from 0; shown as row + 1. */
  row: number;
  id: string;
  /** The first text column's text, cut to 400 characters. */
  text: string;
  state: RowState;
  reason: SkipReason | null;
  attempt: number;
  /** Extracted fields as shown: strings as they are, everything else as JSON text. Absent: no such field. */
  fields: Record<string, string>;
  note: string;
}

/** One round of one row, for the side panel. */
export interface RowRound {
  attempt: number;
  k: number;
  batchId: string | null;
  customId: string;
  /** The request line, character for character. */
  request: string;
  /** The response line, character for character; null: none came. */
  response: string | null;
  model: string | null;
  usage: { inputTokens: number; outputTokens: number } | null;
  /** Number of rows that shared the request. */
  sharedBy: number;
}

export interface RowDetail extends ResultRow {
  source: { column: string; text: string }[];
  /** The whole answer, pretty-printed; null: none. */
  value: string | null;
  rounds: RowRound[];
}

export interface ResultFilter {
  states: RowState[] | null;
  /** Case-insensitive text, looked for in id, texts and extracted values. */
  search: string;
}

/** Reads of a job's rows. Windows come from packs by offset; nothing is held but indexes. */
export interface ResultsApi {
  /** Rows that match, as dataset row numbers; null stands for all of them. */
  filter(jobId: string, filter: ResultFilter): Promise<Uint32Array | null>;
  /** `rows`: dataset row numbers. */
  window(jobId: string, rows: number[]): Promise<ResultRow[]>;
  detail(jobId: string, row: number): Promise<RowDetail>;
  /** A window of an artifact's text for the viewer: `lines` from byte `offset`, each cut to 20,000 characters. */
  artifactPage(jobId: string, path: string, offset: number, lines: number): Promise<{ lines: string[]; nextOffset: number; bytes: number }>;
}
