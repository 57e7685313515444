import { PAGE_LIMITS } from '#lib/core/dataset';
import type { TablePage } from './table-page.ts';

/**
 * Gathers rows into pages of at most `PAGE_LIMITS`; a single row may be larger. Each cell counts one character more than it has,
 * or a table of empty cells would have no limit.
 */
export class PageBuilder {
  #width: number;
  #limits: { rows: number; characters: number };
  #columns: string[][];
  #characters = 0;
  #firstRow = 0;

  constructor(width: number, limits: { rows: number; characters: number } = PAGE_LIMITS) {
    this.#width = width;
    this.#limits = limits;
    this.#columns = this.#emptyColumns();
  }

  /** Rows added so far, those of earlier pages included. */
  get rowCount(): number {
    return this.#firstRow + this.#size;
  }

  /** Adds a row of exactly `width` cells; gives back the page before it where that was full. */
  add(row: readonly string[]): TablePage | null {
    let characters = row.length;
    for (const cell of row) characters += cell.length;
    const full = this.#size >= this.#limits.rows || (this.#size > 0 && this.#characters + characters > this.#limits.characters);
    const page = full ? this.take() : null;
    this.#characters += characters;
    for (let c = 0; c < this.#width; c++) this.#columns[c]?.push(row[c] ?? '');
    return page;
  }

  /** The page so far, or null where it has no rows. */
  take(): TablePage | null {
    const rowCount = this.#size;
    if (rowCount === 0) return null;
    const page = { firstRow: this.#firstRow, rowCount, columns: this.#columns };
    this.#firstRow += rowCount;
    this.#columns = this.#emptyColumns();
    this.#characters = 0;
    return page;
  }

  get #size(): number {
    return this.#columns[0]?.length ?? 0;
  }

  #emptyColumns(): string[][] {
    return Array.from({ length: this.#width }, () => []);
  }
}
