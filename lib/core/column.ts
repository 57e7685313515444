import { GrowingBytes } from './growing-bytes.ts';

/**
 * Cells of a column one after another as UTF-8: cell r ends before byte `ends[r]`, and before UTF-16 unit `units[r]` of the whole as
 * text. Where both say the same, as for ASCII, they are one array.
 */
export interface PackedColumn {
  bytes: Uint8Array<ArrayBuffer>;
  ends: Uint32Array<ArrayBuffer>;
  units: Uint32Array<ArrayBuffer>;
}

/** A column as it is stored: plain strings where a cell holds a lone surrogate, which UTF-8 cannot say, and in older databases. */
export type StoredColumn = PackedColumn | string[];

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const SPACE = 0x20;
const ASCII = 0x80;

/** Cells are written together up to so many characters: the text of more would be memory taken anew each time. */
const TOGETHER_CHARACTERS = 32_768;

/** Cells from one on that are written together, as one flat text: it is gone through faster than pieces of the text they were read from. */
function together(cells: readonly string[], first: number): { text: string; end: number } {
  let end = first + 1;
  let characters = cells[first]!.length;
  while (end < cells.length && (characters += cells[end]!.length) <= TOGETHER_CHARACTERS) end++;
  return { text: cells.slice(first, end).join(''), end };
}

/** Writes a column's cells behind what is in `out`, and says where each ends from there; null, and nothing is written, where UTF-8 cannot say one. */
export function packCells(cells: readonly string[], out: GrowingBytes): Pick<PackedColumn, 'ends' | 'units'> | null {
  const ends = new Uint32Array(cells.length);
  const units = new Uint32Array(cells.length);
  const start = out.length;
  let unit = 0;
  for (let n = 0; n < cells.length;) {
    const { text, end } = together(cells, n);
    for (let at = 0; n < end; n++) {
      const { length } = cells[n]!;
      if (!out.addUnits(text, at, at + length)) {
        out.length = start;
        return null;
      }
      at += length;
      units[n] = unit += length;
      ends[n] = out.length - start;
    }
  }
  return { ends: unit === out.length - start ? units : ends, units };
}

/** A column by itself. */
export function packColumn(cells: readonly string[]): StoredColumn {
  const out = new GrowingBytes();
  const places = packCells(cells, out);
  return places ? { bytes: out.bytes.slice(0, out.length), ...places } : [...cells];
}

/** All cells of a column as strings. */
export function unpackColumn(column: StoredColumn): string[] {
  if (Array.isArray(column)) return column;
  const text = decoder.decode(column.bytes);
  const cells: string[] = [];
  let start = 0;
  for (const end of column.units) {
    cells.push(text.slice(start, end));
    start = end;
  }
  return cells;
}

const startOf = (ends: Uint32Array, at: number) => (at === 0 ? 0 : ends[at - 1]!);

/** Where a cell's bytes begin and end in its column. */
export function cellStart({ ends }: PackedColumn, at: number): number {
  return startOf(ends, at);
}

/** One cell; '' past the end. Whoever wants many takes {@link unpackColumn}. */
export function cellText(column: StoredColumn, at: number): string {
  if (Array.isArray(column)) return column[at] ?? '';
  return decoder.decode(column.bytes.subarray(cellStart(column, at), column.ends[at]));
}

/** How many cells a column has. */
export function cellCount(column: StoredColumn): number {
  return Array.isArray(column) ? column.length : column.ends.length;
}

/** UTF-16 units of a cell. */
export function cellLength(column: StoredColumn, at: number): number {
  if (Array.isArray(column)) return (column[at] ?? '').length;
  return column.units[at]! - startOf(column.units, at);
}

/** Whether nothing but white space stands in a cell. */
export function isBlankCell(column: StoredColumn, at: number): boolean {
  if (!Array.isArray(column)) {
    const { bytes, ends } = column;
    const end = ends[at]!;
    let from = cellStart(column, at);
    while (from < end && bytes[from]! <= SPACE) from++;
    if (from < end && bytes[from]! < ASCII) return false;
  }
  return cellText(column, at).trim() === '';
}
