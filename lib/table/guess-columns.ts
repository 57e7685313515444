import type { TablePage } from './table-page.ts';

const ID_WORDS = new Set(['id', 'key', 'uuid', 'guid', 'identifier']);
const TEXT_WORDS = new Set(
  'text texts body review reviews comment comments content contents message description abstract transcript feedback answer response note notes narrative post tweet quote article document paragraph sentence'.split(
    ' ',
  ),
);
/** How much longer another column's texts must be to beat one that is named like a text. */
const NAME_WEIGHT = 3;
const NUMBER = /^[-+]?[\d.,\s]+%?$/;

/**
 * Guesses which column names the rows and which holds the texts, from the column names and a page of rows. `id` is a column named like an
 * id whose values are all there and all different, else null: the row number. `texts` is the column with the longest texts on average, one
 * named like a text counting threefold; numbers only where there is nothing else. Always one name, for a person to change.
 */
export function guessColumns(columns: readonly string[], page: TablePage): { id: string | null; texts: string[] } {
  const cells = (column: number) => page.columns[column] ?? [];
  const candidates = columns.length > 1 ? columns.map((_, i) => i).filter((i) => idRank(columns[i] ?? '') > 0 && identifies(cells(i))) : [];
  const id = candidates.sort((a, b) => idRank(columns[b] ?? '') - idRank(columns[a] ?? ''))[0] ?? null;
  const scores = columns.map((name, i) => (i === id ? -1 : textScore(name, cells(i))));
  const best = scores.indexOf(Math.max(...scores));
  return { id: id === null ? null : (columns[id] ?? null), texts: columns.slice(best, best + 1) };
}

/** 2: the name is an id word; 1: it begins or ends with one (`review_id`, `reviewId`, `ID number`); 0: neither. */
function idRank(name: string): number {
  const words = wordsOf(name);
  if (words.length === 1) return ID_WORDS.has(words[0] ?? '') ? 2 : 0;
  return ID_WORDS.has(words[0] ?? '') || ID_WORDS.has(words.at(-1) ?? '') ? 1 : 0;
}

function identifies(cells: readonly string[]): boolean {
  return cells.length > 0 && !cells.includes('') && new Set(cells).size === cells.length;
}

function textScore(name: string, cells: readonly string[]): number {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (filled.every((cell) => NUMBER.test(cell))) return 0;
  const average = filled.reduce((sum, cell) => sum + cell.length, 0) / filled.length;
  return average * (wordsOf(name).some((word) => TEXT_WORDS.has(word)) ? NAME_WEIGHT : 1);
}

function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}
