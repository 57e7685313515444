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

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** A unit of UTF-16 takes at most three bytes of UTF-8. */
const UNIT_BYTES = 3;
const SPACE = 0x20;
const ASCII = 0x80;

let scratch = new Uint8Array(65_536);

function encoded(text: string): Uint8Array<ArrayBuffer> {
  if (text.length * UNIT_BYTES > scratch.length) scratch = new Uint8Array(text.length * UNIT_BYTES);
  return scratch.slice(0, encoder.encodeInto(text, scratch).written);
}

/** UTF-16 units that a byte of UTF-8 begins: none inside a character, two for the first of four. */
const unitsOfByte = (byte: number) => (byte < ASCII ? 1 : (byte & 0xc0) === ASCII ? 0 : byte >= 0xf0 ? 2 : 1);

/** Where in `bytes` each of the places `units` of the text is. */
function byteEnds(bytes: Uint8Array, units: Uint32Array): Uint32Array<ArrayBuffer> {
  const ends = new Uint32Array(units.length);
  let at = 0;
  let unit = 0;
  for (let n = 0; n < units.length; n++) {
    const end = units[n]!;
    while (unit < end) unit += unitsOfByte(bytes[at++]!);
    while (at < bytes.length && (bytes[at]! & 0xc0) === ASCII) at++;
    ends[n] = at;
  }
  return ends;
}

/** A column in the form in which it is quickest to store and to read again. */
export function packColumn(cells: readonly string[]): StoredColumn {
  const text = cells.join('');
  const bytes = encoded(text);
  const isAscii = bytes.length === text.length;
  if (!isAscii && !(text.isWellFormed() && cells.every(isWholeAtEnds))) return [...cells];
  const units = new Uint32Array(cells.length);
  let end = 0;
  for (let n = 0; n < cells.length; n++) units[n] = end += cells[n]!.length;
  return { bytes, ends: isAscii ? units : byteEnds(bytes, units), units };
}

/** Two halves of a character in neighbouring cells look whole only where the cells are joined. */
function isWholeAtEnds(cell: string): boolean {
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  return !(first >= 0xdc00 && first <= 0xdfff) && !(last >= 0xd800 && last <= 0xdbff);
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
