import type { Dataset, DatasetPage } from '#lib/core/dataset';
import { sampleRows } from '#lib/core/permutation';
import type { Question, Sending } from '#lib/core/recipe';
import { SKIP_REASONS, type SkipReason } from '#lib/core/row-state';
import { rowWriter } from '#lib/core/row-bytes';
import { readPages } from '#lib/storage/datasets';
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
  constructor(dataset: Dataset, columns: Question['columns']) {
    const place = (name: string) => {
      const index = dataset.columns.indexOf(name);
      if (index < 0) throw new RangeError(`The table has no column named "${name}".`);
      return index;
    };
    this.#id = columns.id === null ? -1 : place(columns.id);
    this.#texts = columns.texts.map(place);
  }

  id(page: DatasetPage, at: number): string {
    return this.#id < 0 ? String(page.firstRow + at + 1) : (page.columns[this.#id]![at] ?? '');
  }

  texts(page: DatasetPage, at: number): string[] {
    return this.#texts.map((column) => page.columns[column]![at] ?? '');
  }
}

/** JSON makes a character six at the most: only then is it worth counting what a row comes to in a request. */
function isLongerThan(limitCharacters: number, texts: string[], characters: number): boolean {
  if (characters * 6 < limitCharacters) return false;
  return texts.reduce((sum, text) => sum + JSON.stringify(text).length, 0) > limitCharacters;
}

/** JSON inside JSON makes a character seven at the most; names and braces come on top. */
const WRITTEN_FACTOR = 7;
const WRITTEN_FRAME = 50;

/** Tells rows that have too many tokens for a request of their own. Null: nearly always, lengths prove that there is room. */
function tokenJudge({ tokens }: RowLimit, textColumns: readonly string[]) {
  const write = rowWriter(textColumns);
  const frame = textColumns.reduce((sum, name) => sum + WRITTEN_FRAME + WRITTEN_FACTOR * name.length, WRITTEN_FRAME);
  return (id: string, texts: string[], characters: number): Promise<boolean> | null => {
    if (!tokens || tokens.isSafe(1, WRITTEN_FACTOR * (characters + id.length) + frame)) return null;
    const written = write(id, texts);
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

/** `id#2`, or the first free number after it. */
function numbered(id: string, seen: Set<string>): string {
  let n = 2;
  while (seen.has(`${id}#${n}`)) n++;
  return `${id}#${n}`;
}

const charactersOf = (texts: string[]) => texts.reduce((sum, text) => sum + text.length, 0);

/**
 * One pass over the table. Of the rows selected, those without id or text are left out and so is any too long for a
 * request of its own; a repeated id is left out or numbered, as the recipe says.
 */
export async function selectRows(
  dataset: Dataset,
  question: Question,
  sending: Sending,
  limit: RowLimit,
  onPage: (rowsDone: number) => void,
): Promise<Selection> {
  const reader = new RowReader(dataset, question.columns);
  const reasons = notSelected(dataset.rowCount, sending.rows);
  const seen = new Set<string>();
  const selection: Selection = { reasons, renamed: new Map(), duplicates: { rows: 0, ids: [], examples: [] }, characters: 0, longest: 0 };
  const hasTooManyTokens = tokenJudge(limit, question.columns.texts);
  for await (const page of readPages(dataset.id)) {
    for (let at = 0; at < page.rowCount; at++) {
      const row = page.firstRow + at;
      if (reasons[row]) continue;
      const id = reader.id(page, at);
      const texts = reader.texts(page, at);
      const counted = hasTooManyTokens(id, texts, charactersOf(texts));
      const reason = judge(row, id, texts, counted !== null && (await counted));
      if (reason) reasons[row] = reasonCode(reason);
    }
    onPage(page.firstRow + page.rowCount);
  }
  return selection;

  function judge(row: number, id: string, texts: string[], hasTooManyTokens: boolean): SkipReason | null {
    if (id.trim() === '') return 'empty-id';
    const characters = charactersOf(texts);
    if (texts.every((text) => text.trim() === '')) return 'empty-text';
    if (hasTooManyTokens || isLongerThan(limit.contentCharacters, texts, characters)) return 'too-long';
    if (seen.has(id) && repeats(row, id)) return 'duplicate-id';
    seen.add(selection.renamed.get(row) ?? id);
    selection.characters += characters;
    selection.longest = Math.max(selection.longest, characters);
    return null;
  }

  /** Notes a repeated id; true where the row is left out for it. */
  function repeats(row: number, id: string): boolean {
    const { duplicates } = selection;
    duplicates.rows++;
    if (duplicates.examples.length < EXAMPLES) {
      duplicates.examples.push(row + 1);
      duplicates.ids.push(id);
    }
    if (sending.duplicateIds === 'skip') return true;
    selection.renamed.set(row, numbered(id, seen));
    return false;
  }
}

/** The rows that go out, in source order. */
export function rowsOut(reasons: Uint8Array): Uint32Array {
  const rows = new Uint32Array(reasons.reduce((sum, reason) => sum + (reason ? 0 : 1), 0));
  let next = 0;
  for (let row = 0; row < reasons.length; row++) if (!reasons[row]) rows[next++] = row;
  return rows;
}
