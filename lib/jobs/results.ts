import { stateCode } from '#lib/core/row-state';
import { fieldsOf, RowSource, type JobRow } from './row-source.ts';

/** Characters of a text shown in a table cell. */
const CELL_CHARACTERS = 400;

export interface RowFilter {
  /** Null: all states. */
  states: JobRow['state'][] | null;
  /** Looked for in id, texts and answers, whatever the case. */
  search: string;
}

/** One line of the results table. */
export interface TableRow {
  /** Row of the dataset, from 0; shown as row + 1. */
  row: number;
  id: string;
  /** The first text column's text. */
  text: string;
  state: JobRow['state'];
  reason: JobRow['reason'];
  attempt: number;
  /** Extracted fields as shown; absent: no such field in the answer. */
  fields: Record<string, string>;
  note: string;
}

const cut = (text: string) => (text.length > CELL_CHARACTERS ? `${text.slice(0, CELL_CHARACTERS)}…` : text);

export function tableRow(found: JobRow): TableRow {
  const { row, id, texts, state, reason, attempt, note } = found;
  const fields = Object.fromEntries(Object.entries(fieldsOf(found.value)).map(([name, text]) => [name, cut(text)]));
  return { row, id, text: cut(texts[0] ?? ''), state, reason, attempt, fields, note };
}

function matches(found: JobRow, needle: string): boolean {
  const has = (text: string) => text.toLowerCase().includes(needle);
  return has(found.id) || found.texts.some(has) || (found.value !== '' && Object.values(fieldsOf(found.value)).some(has));
}

/** Rows in the states wanted whose id, texts or answer hold the text; null where every row does. */
export async function filterRows(jobId: string, { states, search }: RowFilter): Promise<Uint32Array | null> {
  const needle = search.trim().toLowerCase();
  if (states === null && needle === '') return null;
  const source = await RowSource.open(jobId);
  if (!source) return new Uint32Array(0);
  const codes = states && new Set(states.map(stateCode));
  const found: number[] = [];
  for (let row = 0; row < source.dataset.rowCount; row++) {
    if (codes && !codes.has(source.ledger?.states[row] ?? stateCode('waiting'))) continue;
    if (needle === '' || matches(await source.read(row), needle)) found.push(row);
  }
  return Uint32Array.from(found);
}

export async function windowOfRows(jobId: string, rows: number[]): Promise<TableRow[]> {
  const source = await RowSource.open(jobId);
  if (!source) return [];
  const window: TableRow[] = [];
  for (const row of rows) window.push(tableRow(await source.read(row)));
  return window;
}
