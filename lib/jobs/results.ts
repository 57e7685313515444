import type { RowMarks } from '#lib/core/row-marks';
import { stateCode, type RowState } from '#lib/core/row-state';
import { getLedger } from '#lib/storage/ledgers';
import { Beside, type BesideAnswer } from './beside.ts';
import { shownFields, RowSource, type JobRow } from './row-source.ts';

/** Characters of a text shown in a table cell. */
const CELL_CHARACTERS = 400;

/** What a view is sorted by: a column every job has, or an extracted field. */
export interface RowSort {
  by: { kind: 'id' | 'text' | 'state' | 'round' | 'model' } | { kind: 'field'; name: string };
  descending: boolean;
}

/** Which rows are looked at, and in what order. */
export interface RowView {
  /** Null: all states. */
  states: RowState[] | null;
  /** Looked for in id, texts and answers, whatever the case. */
  search: string;
  /** Null: the table's own order. */
  sort: RowSort | null;
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
  /** Null: it was asked what the newest round asks, or has no answer yet. */
  marks: RowMarks | null;
  /** What the other job has for this row, where one is looked at beside; null: the row is not in it. */
  beside?: BesideAnswer | null;
}

const cut = (text: string) => (text.length > CELL_CHARACTERS ? `${text.slice(0, CELL_CHARACTERS)}…` : text);

const cutFields = (fields: Record<string, string>) => Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, cut(text)]));

export function tableRow({ marks }: RowSource, found: JobRow): TableRow {
  const { row, id, texts, state, reason, attempt, note } = found;
  const isAnswered = state !== 'skipped' && state !== 'waiting' && state !== 'sent';
  return {
    row,
    id,
    text: cut(texts[0] ?? ''),
    state,
    reason,
    attempt,
    fields: cutFields(shownFields(found.value)),
    note,
    marks: isAnswered ? (marks.get(attempt) ?? null) : null,
  };
}

function matches(found: JobRow, needle: string): boolean {
  const has = (text: string) => text.toLowerCase().includes(needle);
  return has(found.id) || found.texts.some(has) || (found.value !== '' && Object.values(shownFields(found.value)).some(has));
}

function sortKey(row: JobRow, { by }: RowSort): string {
  switch (by.kind) {
    case 'id':
      return row.id;
    case 'text':
      return row.texts[0] ?? '';
    case 'state':
      return String(stateCode(row.state)).padStart(2, '0');
    case 'round':
      return row.attempt === 0 ? '' : String(row.attempt);
    case 'model':
      return row.model;
    case 'field':
      return shownFields(row.value)[by.name] ?? '';
  }
}

/** Empty keys last either way; numbers as numbers where all are; ties in the table's order. */
function sorted(rows: { row: number; key: string }[], descending: boolean): number[] {
  const filled = rows.filter(({ key }) => key !== '');
  const isNumeric = filled.every(({ key }) => Number.isFinite(Number(key)));
  const compare = (a: string, b: string) => (isNumeric ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);
  filled.sort((a, b) => (descending ? compare(b.key, a.key) : compare(a.key, b.key)));
  return [...filled, ...rows.filter(({ key }) => key === '')].map(({ row }) => row);
}

/**
 * Rows of a view, as dataset rows in the order wanted; null where that is every row in the table's order. Searching
 * and sorting read all rows once; `onProgress` tells how many of them are done.
 */
export async function filterRows(
  jobId: string,
  { states, search, sort }: RowView,
  onProgress: (rowsDone: number, rowsTotal: number) => void,
): Promise<Uint32Array | null> {
  const needle = search.trim().toLowerCase();
  if (states === null && needle === '' && !sort) return null;
  const source = await RowSource.open(jobId);
  if (!source) return new Uint32Array(0);
  const codes = states && new Set(states.map(stateCode));
  const isReading = needle !== '' || sort !== null;
  const found: { row: number; key: string }[] = [];
  const { rowCount } = source.dataset;
  for (let row = 0; row < rowCount; row++) {
    if (isReading && row % 5000 === 0) onProgress(row, rowCount);
    if (codes && !codes.has(source.ledger?.states[row] ?? stateCode('waiting'))) continue;
    const read = isReading ? await source.read(row) : null;
    if (read && needle !== '' && !matches(read, needle)) continue;
    found.push({ row, key: read && sort ? sortKey(read, sort) : '' });
  }
  return Uint32Array.from(sort ? sorted(found, sort.descending) : found.map(({ row }) => row));
}

/** Rows by their numbers; `besideJobId` adds what that job has for each. */
export async function windowOfRows(jobId: string, rows: number[], besideJobId: string | null): Promise<TableRow[]> {
  const source = await RowSource.open(jobId);
  if (!source) return [];
  const beside = besideJobId === null ? null : await Beside.open(source, besideJobId);
  const found = await source.readAll(rows);
  const answers = await Promise.all(found.map((row) => beside?.answer(row)));
  return found.map((row, at) => {
    const answer = answers[at];
    return { ...tableRow(source, row), ...(beside && { beside: answer ? { ...answer, fields: cutFields(answer.fields) } : null }) };
  });
}

/** Rows that are done, by the number of the round that answered them: `[0, 58, 2]` has 58 of round 1 and 2 of round 2. */
export async function doneByRound(jobId: string): Promise<number[]> {
  const ledger = await getLedger(jobId);
  const done: number[] = [];
  const ok = stateCode('ok');
  ledger?.states.forEach((state, row) => {
    const round = ledger.attempts[row]!;
    if (state === ok) done[round] = (done[round] ?? 0) + 1;
  });
  return Array.from(done, (rows) => rows ?? 0);
}
