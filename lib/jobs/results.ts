import type { RowMarks } from '#lib/core/row-marks';
import { stateCode } from '#lib/core/row-state';
import { getLedger } from '#lib/storage/ledgers';
import { Beside, differingFields, type BesideAnswer } from './beside.ts';
import { shownFields, RowSource, type JobRow } from './row-source.ts';

/** Characters of a text shown in a table cell: more than the widest column has room for; others would be laid out for nobody. */
const CELL_CHARACTERS = 240;

/** What the results table shows of another job's answer. */
export interface BesideCells extends Omit<BesideAnswer, 'value'> {
  /** Fields for which it is another one. */
  differing: string[];
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
  beside?: BesideCells | null;
}

const cut = (text: string) => (text.length > CELL_CHARACTERS ? `${text.slice(0, CELL_CHARACTERS)}…` : text);

const cutFields = (fields: Record<string, string>) => Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, cut(text)]));

export function tableRow({ marks }: RowSource, found: JobRow): Omit<TableRow, 'beside'> {
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

function besideCells(mine: JobRow, answer: BesideAnswer): BesideCells {
  const { row, state, reason, fields } = answer;
  return { row, state, reason, fields: cutFields(fields), differing: differingFields(mine, answer) };
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
    return { ...tableRow(source, row), ...(beside && { beside: answer ? besideCells(row, answer) : null }) };
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
