import type { StoredColumn } from './column.ts';

/** What a table file turned out to be, and what became of it on import. A dataset is kept once, named by its digest. */

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [',', '\t', ';', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface TableFormat {
  encoding: Encoding;
  delimiter: Delimiter;
  /** How lines end; `mixed` where more than one ending was met outside quotes. */
  newline: '\r\n' | '\n' | '\r' | 'mixed';
  hasBom: boolean;
}

/**
 * A fault of the file itself, found while reading it. `rows` counts the data rows it touches,
 * `examples` names up to five of them by row number (1 = first row under the header).
 */
export interface TableProblem {
  code:
    | 'short-rows'
    | 'long-rows'
    | 'blank-lines'
    | 'duplicate-headers'
    | 'empty-headers'
    | 'unclosed-quote'
    | 'not-utf8'
    | 'mixed-newlines'
    | 'replaced-characters';
  rows: number;
  examples: number[];
  /** Physical line (1 = first line of the file) where it starts, if one line is to blame. */
  line?: number;
  /** What happened and what it means for these rows, in one or two sentences. */
  message: string;
}

export interface Dataset {
  /** Digest of the file's bytes, and of the format it was read with if that was not the one found. */
  id: string;
  /** Digest of the file's bytes: SHA-256 over the SHA-256 of each 4 MiB slab, hex. */
  fileDigest: string;
  name: string;
  bytes: number;
  format: TableFormat;
  /** Column names as used here: trimmed, empty ones named, repeated ones numbered. Never empty, never repeated. */
  columns: string[];
  rowCount: number;
  problems: TableProblem[];
  /** Guesses a person may change. `id` null: the row number. */
  guess: { id: string | null; texts: string[] };
  importedAt: number;
  /** Where the bytes of its pages are kept; absent: in the pages themselves, as by version 1 of the database. */
  pagesKey?: string;
}

/** Consecutive rows of a dataset as columns; `columns[c][r]` is the text of column c in row `firstRow + r`. */
export interface DatasetPage<Column extends StoredColumn = string[]> {
  datasetId: string;
  firstRow: number;
  rowCount: number;
  columns: Column[];
}

/** A page as it is stored. */
export type StoredPage = DatasetPage<StoredColumn>;

/** A page ends at this many rows or characters, whichever comes first: less than a megabyte, which browsers have at hand again and again. */
export const PAGE_LIMITS = { rows: 2_000, characters: 700_000 } as const;
