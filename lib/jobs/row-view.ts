import { isJsonObject } from '#lib/core/json';
import type { ResultPack } from '#lib/core/job';
import { RowSearch } from '#lib/core/row-search';
import { stateCode, type RowState } from '#lib/core/row-state';
import { SortKeys, type SortKey } from '#lib/core/sort-keys';
import { readResultPacks } from '#lib/storage/ledgers';
import { eachAnswer, eachRow, type OnShare } from './row-passes.ts';
import { RowSource, shownFields, shownText } from './row-source.ts';

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

/** Telling takes a message to the page and back: more often than this nobody sees. */
const TELL_MS = 100;

/** Tells how far several passes one after another have come, as rows of the table. */
class Passes {
  #left: number;
  #done = 0;
  #toldAt = performance.now();
  readonly #all: number;
  readonly #rowCount: number;
  readonly #onProgress: (rowsDone: number, rowsTotal: number) => void;

  constructor(passes: number, rowCount: number, onProgress: (rowsDone: number, rowsTotal: number) => void) {
    this.#all = passes;
    this.#left = passes;
    this.#rowCount = rowCount;
    this.#onProgress = onProgress;
  }

  /** For the next pass. */
  next(): OnShare {
    this.#done = this.#all - this.#left--;
    return (share) => {
      const now = performance.now();
      if (now - this.#toldAt < TELL_MS) return;
      this.#toldAt = now;
      this.#onProgress(Math.floor(((this.#done + share) / this.#all) * this.#rowCount), this.#rowCount);
    };
  }
}

/** Marks of the rows in the states wanted, 1 each. */
function markStates({ ledger, dataset }: RowSource, states: readonly RowState[] | null): Uint8Array {
  const marks = new Uint8Array(dataset.rowCount);
  if (states === null) return marks.fill(1);
  const wanted = new Set(states.map(stateCode));
  const waiting = stateCode('waiting');
  return marks.map((_, row) => (wanted.has(ledger?.states[row] ?? waiting) ? 1 : 0));
}

/** Leaves only marks of rows that hold the text. */
async function search(source: RowSource, marks: Uint8Array, text: RowSearch, passes: Passes): Promise<Uint8Array> {
  const hits = new Uint8Array(marks.length);
  const { reader } = source;
  await eachRow(
    source,
    (row, page, at) => {
      if (marks[row] && (text.isIn(reader.id(page, at)) || reader.texts(page, at).some((one) => text.isIn(one)))) hits[row] = 1;
    },
    passes.next(),
  );
  await eachAnswer(
    source,
    readResultPacks(source.job.id),
    (row, { values }, index) => {
      const value = values[index]!;
      if (!marks[row] || hits[row] || value === '' || !text.mayBeIn(value)) return;
      if (Object.values(shownFields(value)).some((field) => text.isIn(field))) hits[row] = 1;
    },
    passes.next(),
  );
  return hits;
}

function rowsOf(marks: Uint8Array): Uint32Array {
  const rows = new Uint32Array(marks.reduce((sum, mark) => sum + mark, 0));
  let next = 0;
  for (let row = 0; row < marks.length; row++) if (marks[row]) rows[next++] = row;
  return rows;
}

/** A field of an answer as a key: a number as such, everything else as it is shown. */
function fieldKey(valueJson: string, name: string): SortKey {
  if (valueJson === '') return null;
  const value: unknown = JSON.parse(valueJson);
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return null;
  const field = value[name]!;
  return typeof field === 'number' ? field : shownText(field);
}

/** The keys of the rows marked; only texts and answers take a pass. */
async function sortKeys(source: RowSource, marks: Uint8Array, by: RowSort['by'], onShare: OnShare): Promise<SortKeys> {
  const keys = new SortKeys(marks.length);
  const { ledger, reader } = source;
  const ofLedger = (keyOf: (row: number) => SortKey) => {
    for (let row = 0; row < marks.length; row++) if (marks[row]) keys.set(row, keyOf(row));
  };
  const ofAnswers = (keyOf: (pack: ResultPack, index: number) => SortKey) =>
    eachAnswer(source, readResultPacks(source.job.id), (row, pack, index) => marks[row] && keys.set(row, keyOf(pack, index)), onShare);
  switch (by.kind) {
    case 'state':
      ofLedger((row) => ledger?.states[row] ?? stateCode('waiting'));
      break;
    case 'round':
      ofLedger((row) => ledger?.attempts[row] || null);
      break;
    case 'id':
      await eachRow(source, (row, page, at) => marks[row] && keys.set(row, reader.id(page, at)), onShare);
      break;
    case 'text':
      await eachRow(source, (row, page, at) => marks[row] && keys.set(row, reader.texts(page, at)[0] ?? ''), onShare);
      break;
    case 'model':
      await ofAnswers(({ models, modelOf }, index) => models[modelOf[index] ?? 0] ?? '');
      break;
    case 'field':
      await ofAnswers(({ values }, index) => fieldKey(values[index]!, by.name));
  }
  return keys;
}

/**
 * Rows of a view, as dataset rows in the order wanted; null where that is every row in the table's order. Searching
 * and sorting read table and answers once each, one after another; `onProgress` tells how far that is, as rows.
 */
export async function filterRows(
  jobId: string,
  view: RowView,
  onProgress: (rowsDone: number, rowsTotal: number) => void,
): Promise<Uint32Array | null> {
  const { states, sort } = view;
  const text = new RowSearch(view.search);
  if (states === null && text.isEmpty && !sort) return null;
  const source = await RowSource.open(jobId);
  if (!source) return new Uint32Array(0);
  const passes = new Passes((text.isEmpty ? 0 : 2) + (sort ? 1 : 0), source.dataset.rowCount, onProgress);
  const inState = markStates(source, states);
  const marks = text.isEmpty ? inState : await search(source, inState, text, passes);
  const rows = rowsOf(marks);
  if (!sort) return rows;
  const keys = await sortKeys(source, marks, sort.by, passes.next());
  return keys.sorted(rows, sort.descending);
}
