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
/** A unit of UTF-16 takes at most three bytes of UTF-8. */
const UNIT_BYTES = 3;
const SPACE = 0x20;
const ASCII = 0x80;

/** Writes well-formed text from `from` to `to` as UTF-8, into `bytes` from `at` on; returns where it ends. */
function writeUtf8(text: string, from: number, to: number, bytes: Uint8Array, at: number): number {
  let next = at;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[next++] = unit;
    } else if (unit < 0x800) {
      bytes[next++] = 0xc0 | (unit >> 6);
      bytes[next++] = 0x80 | (unit & 0x3f);
    } else if ((unit & 0xf800) === 0xd800) {
      const point = 0x10000 + ((unit & 0x3ff) << 10) + (text.charCodeAt(++i) & 0x3ff);
      bytes[next++] = 0xf0 | (point >> 18);
      bytes[next++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[next++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[next++] = 0x80 | (point & 0x3f);
    } else {
      bytes[next++] = 0xe0 | (unit >> 12);
      bytes[next++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[next++] = 0x80 | (unit & 0x3f);
    }
  }
  return next;
}

/**
 * Writes a column's cells behind what is in `out`, and says where each ends from there; null, and nothing is written, where UTF-8 cannot say
 * one. Over all cells as one flat text this loop takes half the time of the browser's encoder, whose every call costs as much as 200 letters.
 */
export function packCells(cells: readonly string[], out: GrowingBytes): Pick<PackedColumn, 'ends' | 'units'> | null {
  if (!cells.every((cell) => cell.isWellFormed())) return null;
  const ends = new Uint32Array(cells.length);
  const units = new Uint32Array(cells.length);
  const text = cells.join('');
  const bytes = out.reserve(text.length * UNIT_BYTES);
  const start = out.length;
  let unit = 0;
  for (let n = 0; n < cells.length; n++) {
    const end = unit + cells[n]!.length;
    out.length = writeUtf8(text, unit, end, bytes, out.length);
    ends[n] = out.length - start;
    units[n] = unit = end;
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
