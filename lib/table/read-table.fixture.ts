import type { Encoding } from '#lib/core/dataset';
import type { FormatChoice } from '#lib/core/import-outcome';
import { readTable } from './read-table.ts';
import { READ_LIMITS, type ReadLimits } from './row-reader.ts';
import type { PageSink, ReadOutcome, TablePage, TableRead } from './table-page.ts';

export class Pages implements PageSink {
  pages: TablePage[] = [];
  restarts = 0;

  write(page: TablePage) {
    this.pages.push(page);
  }

  restart() {
    this.pages = [];
    this.restarts++;
  }

  rows(): string[][] {
    return this.pages.flatMap((page) => Array.from({ length: page.rowCount }, (_, r) => page.columns.map((column) => column[r] ?? '?')));
  }
}

export function encode(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'windows-1252') return Uint8Array.from(text, (c) => c.charCodeAt(0));
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), encoding === 'utf-16le');
  return bytes;
}

/** `step`: bytes decoded at a time. */
interface Options {
  choice?: FormatChoice;
  encoding?: Encoding;
  name?: string;
  step?: number;
  limits?: Partial<ReadLimits>;
}

export async function read(text: string | Uint8Array<ArrayBuffer>, options: Options = {}) {
  const bytes = typeof text === 'string' ? encode(text, options.encoding ?? 'utf-8') : text;
  const file = new File([bytes], options.name ?? 'table.csv');
  const step = options.step ? { chunkBytes: options.step } : {};
  const sink = new Pages();
  const outcome = await readTable(file, options.choice ?? {}, sink, () => {}, { ...READ_LIMITS, ...step, ...options.limits });
  return { outcome, sink };
}

export async function readRows(text: string | Uint8Array<ArrayBuffer>, options: Options = {}) {
  const { outcome, sink } = await read(text, options);
  return { table: tableOf(outcome), rows: sink.rows(), sink };
}

function tableOf(outcome: ReadOutcome): TableRead {
  if (!outcome.ok) throw new Error(`${outcome.trouble.what} ${outcome.trouble.todo}`);
  return outcome.table;
}

export async function troubleOf(text: string | Uint8Array<ArrayBuffer>, options: Options = {}): Promise<string> {
  const { outcome } = await read(text, options);
  if (outcome.ok) throw new Error('read without trouble');
  return `${outcome.trouble.what} ${outcome.trouble.meaning} ${outcome.trouble.todo}`;
}

export function problem(table: TableRead, code: string) {
  return table.problems.find((found) => found.code === code);
}
