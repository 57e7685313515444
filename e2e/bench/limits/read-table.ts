import Papa from 'papaparse';
import { decodeSlab, readSlab } from './slabs.ts';
import { clear, put } from './store.ts';
import { Stopwatch } from './stopwatch.ts';

const WINDOW_CHARACTERS = 131_072;
const PAGE_ROWS = 5_000;

const TIMES = ['read', 'decode', 'parse', 'storePages', 'storeFile'] as const;
export type TableTimes = Record<(typeof TIMES)[number], number>;

class Pages {
  #columns: string[][] = [];
  #firstRow = 0;
  readonly #watch: Stopwatch<(typeof TIMES)[number]>;

  constructor(watch: Stopwatch<(typeof TIMES)[number]>) {
    this.#watch = watch;
  }

  async add(rows: string[][]): Promise<void> {
    for (const row of rows) {
      row.forEach((cell, c) => (this.#columns[c] ??= []).push(cell));
      if (this.#columns[0]!.length === PAGE_ROWS) await this.store();
    }
  }

  async store(): Promise<void> {
    const rowCount = this.#columns[0]?.length ?? 0;
    if (rowCount === 0) return;
    const page = { firstRow: this.#firstRow, rowCount, columns: this.#columns };
    await this.#watch.wait('storePages', () => put('pages', page.firstRow, page));
    this.#firstRow += rowCount;
    this.#columns = [];
  }
}

/** Each primitive that reading a table into pages cannot do without, alone, over the whole file. Pages stay for what comes after. */
export async function readTable(file: File): Promise<TableTimes> {
  await clear('pages', 'table');
  const watch = new Stopwatch(TIMES);
  const reader = file.stream().getReader();
  const decoder = new TextDecoder();
  const pages = new Pages(watch);
  let text = '';
  let isHeader = true;
  for (let isDone = false; !isDone;) {
    const chunks: Uint8Array[] = [];
    isDone = await watch.wait('read', () => readSlab(reader, chunks));
    text += watch.time('decode', () => decodeSlab(decoder, chunks));
    const { rows, rest } = watch.time('parse', () => parseWindows(text, isDone));
    text = rest;
    await pages.add(isHeader ? rows.slice(1) : rows);
    isHeader = false;
  }
  await pages.store();
  await watch.wait('storeFile', () => put('table', 0, file));
  return watch.seconds;
}

/** Rows closed in the text, window by window, and what is left of it. */
function parseWindows(text: string, isLast: boolean): { rows: string[][]; rest: string } {
  const rows: string[][] = [];
  let at = 0;
  for (let wanted = WINDOW_CHARACTERS; at < text.length;) {
    const end = Math.min(text.length, at + wanted);
    const isEnd = isLast && end === text.length;
    const parsed = new Papa.Parser({ delimiter: ',', newline: '\n' }).parse(text.slice(at, end), 0, !isEnd) as Papa.ParseResult<string[]>;
    for (const row of parsed.data) if (row.length > 1) rows.push(row);
    at = isEnd ? end : at + parsed.meta.cursor;
    if (end === text.length) break;
    wanted = parsed.data.length > 0 ? WINDOW_CHARACTERS : wanted * 2;
  }
  return { rows, rest: text.slice(at) };
}
