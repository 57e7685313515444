import { cellLength, cellText, isBlankCell, unpackColumn, type StoredColumn } from '#lib/core/column';
import type { Dataset, StoredPage } from '#lib/core/dataset';
import { IdSet } from '#lib/core/id-set';
import { sampleRows } from '#lib/core/permutation';
import type { Question, Sending } from '#lib/core/recipe';
import { SKIP_REASONS, type SkipReason } from '#lib/core/row-state';
import { rowWriter } from '#lib/core/row-bytes';
import { readStoredPages } from '#lib/storage/datasets';
import type { TokenLimit } from './token-limit.ts';

/** Which rows go out, why the others do not, and under which ids. */
export interface Selection {
  /** SKIP_REASONS index + 1 per dataset row; 0: goes out. */
  reasons: Uint8Array;
  /** Ids that are not the cell's own text: numbered repeats. */
  renamed: Map<number, string>;
  /** Rows whose id repeats an earlier one's, whatever is done with them; the first 20 rows and ids as examples. */
  duplicates: { rows: number; ids: string[]; examples: number[] };
  /** Characters of the texts that go out, and of the longest row's. */
  characters: number;
  longest: number;
}

/** What a row alone may come to. */
export interface RowLimit {
  contentCharacters: number;
  tokens: TokenLimit | null;
}

/** Reads id and texts of a row by the recipe's columns. */
export class RowReader {
  readonly #id: number;
  readonly #texts: number[];

  /** Throws a RangeError naming the column, where the table has no such column. */
  constructor(
    dataset: Dataset,
    readonly columns: Question['columns'],
  ) {
    const place = (name: string) => {
      const index = dataset.columns.indexOf(name);
      if (index < 0) throw new RangeError(`The table has no column named "${name}".`);
      return index;
    };
    this.#id = columns.id === null ? -1 : place(columns.id);
    this.#texts = columns.texts.map(place);
  }

  id(page: StoredPage, at: number): string {
    return this.#id < 0 ? String(page.firstRow + at + 1) : cellText(page.columns[this.#id]!, at);
  }

  /** The ids of a page's rows. */
  ids(page: StoredPage): string[] {
    const column = this.idColumn(page);
    return column ? unpackColumn(column) : Array.from({ length: page.rowCount }, (_, at) => this.id(page, at));
  }

  /** Null: the ids are the row numbers. */
  idColumn(page: StoredPage): StoredColumn | null {
    return this.#id < 0 ? null : page.columns[this.#id]!;
  }

  texts(page: StoredPage, at: number): string[] {
    return this.textColumns(page).map((column) => cellText(column, at));
  }

  /** The columns of the texts, in the recipe's order. */
  textColumns(page: StoredPage): StoredColumn[] {
    return this.#texts.map((column) => page.columns[column]!);
  }
}

type TextColumns = readonly StoredColumn[];

function charactersOf(texts: TextColumns, at: number): number {
  let characters = 0;
  for (const column of texts) characters += cellLength(column, at);
  return characters;
}

function isBlank(texts: TextColumns, at: number): boolean {
  for (const column of texts) if (!isBlankCell(column, at)) return false;
  return true;
}

/** JSON makes a character six at the most: only then is it worth counting what a row comes to in a request. */
function isLongerThan(limitCharacters: number, texts: TextColumns, at: number, characters: number): boolean {
  if (characters * 6 < limitCharacters) return false;
  return texts.reduce((sum, column) => sum + JSON.stringify(cellText(column, at)).length, 0) > limitCharacters;
}

/** JSON inside JSON makes a character seven at the most; names and braces come on top. */
const WRITTEN_FACTOR = 7;
const WRITTEN_FRAME = 50;
const ROW_NUMBER_DIGITS = 10;

/** Tells rows that have too many tokens for a request of their own. Null: nearly always, lengths prove that there is room. */
function tokenJudge({ tokens }: RowLimit, reader: RowReader) {
  const names = reader.columns.texts;
  const write = rowWriter(names);
  const frame = names.reduce((sum, name) => sum + WRITTEN_FRAME + WRITTEN_FACTOR * name.length, WRITTEN_FRAME);
  return (page: StoredPage, at: number, characters: number): Promise<boolean> | null => {
    const ids = reader.idColumn(page);
    const idCharacters = ids ? cellLength(ids, at) : ROW_NUMBER_DIGITS;
    if (!tokens || tokens.isSafe(1, WRITTEN_FACTOR * (characters + idCharacters) + frame)) return null;
    const written = write(reader.id(page, at), reader.texts(page, at));
    if (tokens.isSafe(1, written.length)) return null;
    return tokens.room().then((room) => room.isTooLong(written));
  };
}

const reasonCode = (reason: SkipReason) => SKIP_REASONS.indexOf(reason) + 1;
const EXAMPLES = 20;

function notSelected(rowCount: number, rows: Sending['rows']): Uint8Array {
  const reasons = new Uint8Array(rowCount);
  if (rows.kind === 'all') return reasons;
  reasons.fill(reasonCode('not-selected'));
  if (rows.kind === 'first') return reasons.fill(0, 0, rows.rows);
  for (const row of sampleRows(rowCount, rows.rows, rows.seed)) reasons[row] = 0;
  return reasons;
}

/**
 * Judges the rows of a table page by page, in their order: what a row comes to depends on it and those before it. Of the rows
 * selected, those without id or text are left out and so is any too long for a request of its own; a repeated id is left out or
 * numbered, as the recipe says.
 */
export class Selector {
  readonly selection: Selection;
  readonly reader: RowReader;
  /** Rows from here on are not selected. */
  readonly end: number;
  #judged = 0;
  readonly #sending: Sending;
  readonly #limit: RowLimit;
  readonly #hasTooManyTokens: ReturnType<typeof tokenJudge>;
  /** Ids so far, unless they are row numbers, which never repeat. */
  readonly #seen: IdSet;
  /** By repeated id, the number its next repeat would get: tried from 2 each time, a million of one id would take forever. */
  readonly #numbers = new Map<string, number>();

  constructor(
    readonly dataset: Dataset,
    { columns }: Question,
    sending: Sending,
    limit: RowLimit,
  ) {
    this.reader = new RowReader(dataset, columns);
    const reasons = notSelected(dataset.rowCount, sending.rows);
    this.end = reasons.lastIndexOf(0) + 1;
    this.selection = { reasons, renamed: new Map(), duplicates: { rows: 0, ids: [], examples: [] }, characters: 0, longest: 0 };
    this.#seen = new IdSet(columns.id === null ? 0 : this.end);
    this.#sending = sending;
    this.#limit = limit;
    this.#hasTooManyTokens = tokenJudge(limit, this.reader);
  }

  /** Judges the rows of the next page; nothing happens where they have been judged already. */
  async judge(page: StoredPage): Promise<void> {
    if (page.firstRow < this.#judged) return;
    this.#judged = page.firstRow + page.rowCount;
    const { reasons } = this.selection;
    const ids = this.reader.idColumn(page);
    const texts = this.reader.textColumns(page);
    for (let at = 0; at < page.rowCount; at++) {
      const row = page.firstRow + at;
      if (reasons[row]) continue;
      const characters = charactersOf(texts, at);
      const counted = this.#hasTooManyTokens(page, at, characters);
      const isTooLong = (counted !== null && (await counted)) || isLongerThan(this.#limit.contentCharacters, texts, at, characters);
      const reason = this.#reasonFor(row, ids, texts, at, isTooLong);
      if (reason) reasons[row] = reasonCode(reason);
      else this.#take(characters);
    }
  }

  #reasonFor(row: number, ids: StoredColumn | null, texts: TextColumns, at: number, isTooLong: boolean): SkipReason | null {
    if (ids && isBlankCell(ids, at)) return 'empty-id';
    if (isBlank(texts, at)) return 'empty-text';
    if (isTooLong) return 'too-long';
    if (!ids || this.#seen.addCell(ids, at)) return null;
    return this.#repeats(row, cellText(ids, at)) ? 'duplicate-id' : null;
  }

  #take(characters: number): void {
    const { selection } = this;
    selection.characters += characters;
    selection.longest = Math.max(selection.longest, characters);
  }

  /** Notes a repeated id; true where the row is left out for it. */
  #repeats(row: number, id: string): boolean {
    const { duplicates, renamed } = this.selection;
    duplicates.rows++;
    if (duplicates.examples.length < EXAMPLES) {
      duplicates.examples.push(row + 1);
      duplicates.ids.push(id);
    }
    if (this.#sending.duplicateIds === 'skip') return true;
    renamed.set(row, this.#numbered(id));
    return false;
  }

  /** `id#2`, or the first free number after it. */
  #numbered(id: string): string {
    let n = this.#numbers.get(id) ?? 2;
    while (!this.#seen.add(`${id}#${n}`)) n++;
    this.#numbers.set(id, n + 1);
    return `${id}#${n}`;
  }
}

/** One pass over the table for nothing but its selection. `onRows` gets the rows judged so far. */
export async function judgeAll(selector: Selector, onRows: (rowsDone: number) => void | Promise<void> = () => {}): Promise<Selection> {
  for await (const page of readStoredPages(selector.dataset.id)) {
    if (page.firstRow >= selector.end) break;
    await selector.judge(page);
    await onRows(Math.min(selector.end, page.firstRow + page.rowCount));
  }
  return selector.selection;
}

/** The rows that go out, in source order. */
export function rowsOut(reasons: Uint8Array): Uint32Array {
  const rows = new Uint32Array(reasons.reduce((sum, reason) => sum + (reason ? 0 : 1), 0));
  let next = 0;
  for (let row = 0; row < reasons.length; row++) if (!reasons[row]) rows[next++] = row;
  return rows;
}
