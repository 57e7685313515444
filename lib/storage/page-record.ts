import { packCells, unpackColumn, type StoredColumn } from '#lib/core/column';
import type { DatasetPage, StoredPage } from '#lib/core/dataset';
import { GrowingBytes } from '#lib/core/growing-bytes';

/** How many bytes of text a packed column has, and whether it keeps places in units of their own. */
interface ColumnShape {
  bytes: number;
  hasUnits: boolean;
}

/**
 * A page as the database keeps it. What its packed columns are made of lies `bytes` long from `at` on in the file of the table's pages:
 * the places of all columns, in their order, then the texts. Pages of version 1 have plain columns and nothing there.
 */
export interface PageRecord {
  datasetId: string;
  firstRow: number;
  rowCount: number;
  columns: (ColumnShape | string[])[];
  at?: number;
  bytes?: number;
}

/** A page's bytes come in a multiple of this, so that places lie where whole numbers may be read. */
const ALIGNED_BYTES = Uint32Array.BYTES_PER_ELEMENT;

/** Used again for each page: new memory costs more than what is done with it. */
const text = new GrowingBytes();
const asBytes = ({ buffer, byteOffset, byteLength }: Uint32Array<ArrayBuffer>) => new Uint8Array(buffer, byteOffset, byteLength);

/** A page's record, and its bytes, which are good until the next page is asked for. `at`: where they will lie. */
export function packPage(page: DatasetPage, at: number): { record: PageRecord; pieces: Uint8Array<ArrayBuffer>[] } {
  text.clear();
  const places: Uint8Array<ArrayBuffer>[] = [];
  const columns = page.columns.map((cells) => {
    const start = text.length;
    const packed = packCells(cells, text);
    if (!packed) return cells;
    const { ends, units } = packed;
    const hasUnits = ends !== units;
    places.push(...(hasUnits ? [ends, units] : [ends]).map(asBytes));
    return { bytes: text.length - start, hasUnits };
  });
  const padding = new Uint8Array((ALIGNED_BYTES - (text.length % ALIGNED_BYTES)) % ALIGNED_BYTES);
  const pieces = [...places, text.bytes.subarray(0, text.length), padding];
  return { record: { ...page, columns, at, bytes: pieces.reduce((sum, piece) => sum + piece.length, 0) }, pieces };
}

/** A page of its record and its bytes. */
export function storedPage({ at: _at, bytes: _bytes, ...record }: PageRecord, buffer: ArrayBuffer): StoredPage {
  const { rowCount } = record;
  let place = 0;
  const places = () => {
    const taken = new Uint32Array(buffer, place, rowCount);
    place += taken.byteLength;
    return taken;
  };
  const shaped = record.columns.map((column) => {
    if (Array.isArray(column)) return column;
    const ends = places();
    return { length: column.bytes, ends, units: column.hasUnits ? places() : ends };
  });
  // All places are known: the texts begin behind the last of them.
  const columns = shaped.map((column): StoredColumn => {
    if (Array.isArray(column)) return column;
    const cells = new Uint8Array(buffer, place, column.length);
    place += column.length;
    return { bytes: cells, ends: column.ends, units: column.units };
  });
  return { ...record, columns };
}

/** A page with its cells as strings. */
export function unpackPage(page: StoredPage): DatasetPage {
  return { ...page, columns: page.columns.map(unpackColumn) };
}
