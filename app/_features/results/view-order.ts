/** Which rows of a table a view has, in its order; null: all of them, in the table's order. Never copied: it may be millions. */
export interface RowOrder {
  rows: Uint32Array | null;
  rowCount: number;
}

/** Place of a dataset row in a view; -1 where it is not among its rows. */
export function placeOf({ rows, rowCount }: RowOrder, row: number): number {
  if (rows) return rows.indexOf(row);
  return Number.isInteger(row) && row >= 0 && row < rowCount ? row : -1;
}

/** The dataset row at a place of the view; null past its ends. */
export function rowAt({ rows, rowCount }: RowOrder, place: number): number | null {
  if (place < 0 || place >= (rows ? rows.length : rowCount)) return null;
  return rows ? (rows[place] ?? null) : place;
}

const MOVES: Record<string, (place: number, page: number, last: number) => number> = {
  ArrowDown: (place) => place + 1,
  ArrowUp: (place) => place - 1,
  PageDown: (place, page) => place + page,
  PageUp: (place, page) => place - page,
  Home: () => 0,
  End: (_, __, last) => last,
};

/** Where a key moves the chosen row to; null where the key moves nothing. */
export function moveByKey(key: string, place: number, rowsInSight: number, length: number): number | null {
  const move = MOVES[key];
  if (!move || length === 0) return null;
  return Math.min(length - 1, Math.max(0, move(place, Math.max(1, rowsInSight - 1), length - 1)));
}
