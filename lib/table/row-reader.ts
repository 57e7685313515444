import Papa from 'papaparse';
import type { Delimiter, TableFormat } from '#lib/core/dataset';
import { countLineEnds, LINE_ENDS, outerLineEnd, uniformLineEnd, unifyLineEnds, type LineEnd, type LineEndCounts } from './line-ends.ts';

export interface ReadLimits {
  /** Bytes decoded at once: much longer strings are slow to make. */
  chunkBytes: number;
  /** Characters gathered before they are parsed. */
  windowCharacters: number;
  /** A row, and so any cell, that has not ended after this many characters is given up. */
  rowCharacters: number;
}

export const READ_LIMITS: ReadLimits = { chunkBytes: 131_072, windowCharacters: 131_072, rowCharacters: 16_777_216 };

/** Why reading cannot go on; `line` is the physical line on which the quote or the row opens. */
export interface RowFault {
  kind: 'unclosed-quote' | 'too-long';
  line: number;
  quoted: boolean;
}

export interface RowBatch {
  rows: string[][];
  /** Rows with a quote mark inside a quoted cell that is neither doubled nor at its end. */
  malformed: ReadonlySet<string[]>;
  /** All of the text the rows were read from. */
  text: string;
  fault: RowFault | null;
}

interface Parsed {
  data: string[][];
  errors: { code: string; row: number; index: number }[];
  meta: { cursor: number };
}

/** The closed rows of a window: `consumed` characters of it, as `text` whose lines end in `newline` throughout. */
interface ClosedRows {
  text: string;
  newline: LineEnd;
  consumed: number;
  parsed: Parsed;
}

/**
 * Turns text in pieces of any size into rows of cells. PapaParse's `Parser` gets windows that start at a row's start; what is left of
 * an unfinished row goes into the next window. While no row closes the window doubles, so that a file with an unclosed
 * quote costs a small multiple of its length, and ends at `rowCharacters`. Line ends that differ outside quotes: see {@link unifyLineEnds}.
 */
export class RowReader {
  /** Empty lines passed over so far, and the physical line of the first. */
  readonly blankLines = { count: 0, firstLine: 0 };
  /** Characters handed to the parser so far, repeats included. */
  parsedCharacters = 0;

  #delimiter: Delimiter;
  #limits: ReadLimits;
  #buffer = '';
  #wanted: number;
  /** Physical line at which the buffer starts. */
  #line = 1;
  #ends: LineEndCounts = { '\r\n': 0, '\n': 0, '\r': 0 };

  constructor(delimiter: Delimiter, limits: ReadLimits = READ_LIMITS) {
    this.#delimiter = delimiter;
    this.#limits = limits;
    this.#wanted = limits.windowCharacters;
  }

  /** Takes a piece of text; the rows it closes, or null while more text is wanted. */
  push(piece: string): RowBatch | null {
    this.#buffer += piece;
    if (this.#buffer.length < this.#wanted) return null;
    const halfEnd = this.#buffer.endsWith('\r') ? 1 : 0;
    return this.#readWindow(this.#buffer.slice(0, this.#buffer.length - halfEnd), false);
  }

  /** The rows left when there is no more text. */
  end(): RowBatch {
    const endsLine = /[\r\n]$/.test(this.#buffer);
    if (this.#buffer === '' || endsLine) return this.#readWindow(this.#buffer, true);
    const newline = LINE_ENDS.find((end) => this.#ends[end] > 0) ?? uniformEnd(this.#buffer);
    const batch = this.#readWindow(this.#buffer + newline, true);
    if (!batch.fault) this.#ends[newline]--;
    return batch;
  }

  /** How lines outside quotes ended so far, and how many ended otherwise than most. */
  get lineEnds(): { newline: TableFormat['newline']; counts: LineEndCounts; unusual: number } {
    const met = LINE_ENDS.filter((end) => this.#ends[end] > 0);
    const most = Math.max(...LINE_ENDS.map((end) => this.#ends[end]));
    const all = LINE_ENDS.reduce((sum, end) => sum + this.#ends[end], 0);
    return { newline: met.length > 1 ? 'mixed' : (met[0] ?? '\n'), counts: { ...this.#ends }, unusual: all - most };
  }

  #readWindow(window: string, last: boolean): RowBatch {
    const closed = this.#closedRows(window);
    const { parsed, text, newline, consumed } = closed;
    const rest = window.slice(consumed);
    const batch: RowBatch = { rows: parsed.data, malformed: malformedRows(parsed), text, fault: null };
    if (consumed > 0) {
      batch.rows = this.#withoutBlankLines(closed);
      this.#line += text.includes('"') ? countLineEnds(window.slice(0, consumed)) : parsed.data.length;
    }
    if (last ? rest !== '' : consumed === 0 && window.length >= this.#limits.rowCharacters) batch.fault = this.#fault(rest, newline, last);
    this.#buffer = this.#buffer.slice(consumed);
    this.#wanted = this.#nextWindow(rest.length);
    return batch;
  }

  #nextWindow(left: number): number {
    const { windowCharacters, rowCharacters } = this.#limits;
    return Math.max(windowCharacters, Math.min(2 * left, Math.max(rowCharacters, left)));
  }

  #closedRows(window: string): ClosedRows {
    const uniform = uniformLineEnd(window);
    const end = uniform === 'mixed' ? outerLineEnd(window, this.#delimiter) : uniform;
    if (end === 'mixed') {
      const { text, consumed, counts } = unifyLineEnds(window, this.#delimiter);
      for (const kind of LINE_ENDS) this.#ends[kind] += counts[kind];
      return { text, newline: '\n', consumed, parsed: this.#parse(text, '\n', true) };
    }
    const newline = end ?? '\n';
    const parsed = this.#parse(window, newline, true);
    this.#ends[newline] += parsed.data.length;
    const consumed = parsed.data.length === 0 ? 0 : parsed.meta.cursor;
    return { text: consumed === window.length ? window : window.slice(0, consumed), newline, consumed, parsed };
  }

  #parse(text: string, newline: LineEnd, ignoreLastRow: boolean): Parsed {
    this.parsedCharacters += text.length;
    return new Papa.Parser({ delimiter: this.#delimiter, newline }).parse(text, 0, ignoreLastRow) as Parsed;
  }

  /** An empty line parses like a row whose one cell is `""`; only the text tells them apart. */
  #withoutBlankLines({ parsed, text, newline }: ClosedRows): string[][] {
    const rows = parsed.data;
    const first = rows.findIndex(isOneEmptyCell);
    if (first === -1) return rows;
    const starts = text.includes('"') ? rowStarts(text, this.#delimiter, newline) : null;
    const isBlank = (row: string[], i: number) => isOneEmptyCell(row) && (!starts || text.startsWith(newline, starts[i]));
    const blank = rows.findIndex(isBlank);
    if (blank === -1) return rows;
    if (this.blankLines.count === 0) {
      this.blankLines.firstLine = this.#line + (starts ? countLineEnds(text.slice(0, starts[blank])) : blank);
    }
    const kept = rows.filter((row, i) => !isBlank(row, i));
    this.blankLines.count += rows.length - kept.length;
    return kept;
  }

  #fault(rest: string, newline: LineEnd, last: boolean): RowFault {
    const open = this.#parse(rest, newline, false).errors.find((error) => error.code === 'MissingQuotes');
    const line = this.#line + (open ? countLineEnds(rest.slice(0, open.index)) : 0);
    return { kind: last ? 'unclosed-quote' : 'too-long', line, quoted: open !== undefined };
  }
}

function uniformEnd(text: string): LineEnd {
  const end = uniformLineEnd(text);
  return end === 'mixed' || end === null ? '\n' : end;
}

function isOneEmptyCell(row: string[]): boolean {
  return row.length === 1 && row[0] === '';
}

function malformedRows({ data, errors }: Parsed): ReadonlySet<string[]> {
  return new Set(errors.map((error) => data[error.row]).filter((row) => row !== undefined));
}

/** Where each row of a text of closed rows starts. */
function rowStarts(text: string, delimiter: Delimiter, newline: LineEnd): number[] {
  const starts = [0];
  const step = (row: { meta: { cursor?: number } }) => void starts.push(row.meta.cursor ?? 0);
  new Papa.Parser({ delimiter, newline, step, fastMode: false }).parse(text, 0, true);
  return starts;
}
