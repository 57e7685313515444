import { packCells, type StoredColumn } from '#lib/core/column';
import { GrowingBytes } from '#lib/core/growing-bytes';

/** How many bytes of text a packed column has, and whether it keeps places in units of their own. */
export interface ColumnShape {
  bytes: number;
  hasUnits: boolean;
}

/** A column as its record keeps it: its texts lie elsewhere, or are plain where UTF-8 cannot say them. */
export type ShapedColumn = ColumnShape | string[];

/** Columns' bytes come in a multiple of this, so that places lie where whole numbers may be read. */
const ALIGNED_BYTES = Uint32Array.BYTES_PER_ELEMENT;

/** Used again each time: new memory costs more than what is done with it. */
const text = new GrowingBytes();
const asBytes = ({ buffer, byteOffset, byteLength }: Uint32Array<ArrayBuffer>) => new Uint8Array(buffer, byteOffset, byteLength);

/** Columns of as many cells each, and their bytes, good until the next are packed: the places of all in their order, then the texts. */
export function packColumns(columns: readonly (readonly string[])[]): {
  shapes: ShapedColumn[];
  pieces: Uint8Array<ArrayBuffer>[];
  bytes: number;
} {
  text.clear();
  const places: Uint8Array<ArrayBuffer>[] = [];
  const shapes = columns.map((cells) => {
    const start = text.length;
    const packed = packCells(cells, text);
    if (!packed) return [...cells];
    const { ends, units } = packed;
    const hasUnits = ends !== units;
    places.push(...(hasUnits ? [ends, units] : [ends]).map(asBytes));
    return { bytes: text.length - start, hasUnits };
  });
  const padding = new Uint8Array((ALIGNED_BYTES - (text.length % ALIGNED_BYTES)) % ALIGNED_BYTES);
  const pieces = [...places, text.bytes.subarray(0, text.length), padding];
  return { shapes, pieces, bytes: pieces.reduce((sum, piece) => sum + piece.length, 0) };
}

/** Columns of their shapes and their bytes. */
export function columnsOf(shapes: readonly ShapedColumn[], rowCount: number, buffer: ArrayBuffer): StoredColumn[] {
  let place = 0;
  const places = () => {
    const taken = new Uint32Array(buffer, place, rowCount);
    place += taken.byteLength;
    return taken;
  };
  const shaped = shapes.map((column) => {
    if (Array.isArray(column)) return column;
    const ends = places();
    return { length: column.bytes, ends, units: column.hasUnits ? places() : ends };
  });
  // All places are known: the texts begin behind the last of them.
  return shaped.map((column): StoredColumn => {
    if (Array.isArray(column)) return column;
    const cells = new Uint8Array(buffer, place, column.length);
    place += column.length;
    return { bytes: cells, ends: column.ends, units: column.units };
  });
}
