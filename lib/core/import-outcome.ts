import type { Dataset, Delimiter, Encoding } from './dataset.ts';
import type { Trouble } from './job.ts';

/** What a person may insist on; absent: found from the file. */
export interface FormatChoice {
  encoding?: Encoding;
  delimiter?: Delimiter;
}

export interface ImportProgress {
  bytesDone: number;
  bytesTotal: number;
  /** Null: the file is not being read yet, only compared with the tables that are here. */
  rows: number | null;
}

/** `known` tells that the same file, read the same way, was here already and was not stored twice. */
export type ImportOutcome = { ok: true; dataset: Dataset; known: boolean } | { ok: false; trouble: Trouble };
