import { unpackColumn } from '#lib/core/column';
import type { DatasetPage, StoredPage } from '#lib/core/dataset';
import { columnsOf, packColumns, type ShapedColumn } from './packed-columns.ts';

/**
 * A page as the database keeps it. What its packed columns are made of lies `bytes` long from `at` on in the file of the table's pages.
 * Pages of version 1 have plain columns and nothing there.
 */
export interface PageRecord {
  datasetId: string;
  firstRow: number;
  rowCount: number;
  columns: ShapedColumn[];
  at?: number;
  bytes?: number;
}

/** A page's record, and its bytes, which are good until the next page is asked for. `at`: where they will lie. */
export function packPage(page: DatasetPage, at: number): { record: PageRecord; pieces: Uint8Array<ArrayBuffer>[] } {
  const { shapes, pieces, bytes } = packColumns(page.columns);
  return { record: { ...page, columns: shapes, at, bytes }, pieces };
}

/** A page of its record and its bytes. */
export function storedPage({ at: _at, bytes: _bytes, ...record }: PageRecord, buffer: ArrayBuffer): StoredPage {
  return { ...record, columns: columnsOf(record.columns, record.rowCount, buffer) };
}

/** A page with its cells as strings. */
export function unpackPage(page: StoredPage): DatasetPage {
  return { ...page, columns: page.columns.map(unpackColumn) };
}
