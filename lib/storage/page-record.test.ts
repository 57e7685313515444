import { expect, it } from 'vitest';
import { packColumn } from '#lib/core/column';
import type { DatasetPage } from '#lib/core/dataset';
import { packPage, storedPage, unpackPage, type PageRecord } from './page-record.ts';

const page = (firstRow: number, ...columns: string[][]) => ({ datasetId: 'd', firstRow, rowCount: columns[0]!.length, columns });

const PAGES: DatasetPage[] = [
  page(0, ['a', '', 'bc']),
  page(3, ['a', 'b', 'c'], ['é', '😀', '日本'], ['', '', 'x']),
  page(6, ['a', 'b'], ['\ud800', 'x'], ['é', '']),
  page(8, ['abc', 'd'], ['e', 'f']),
  page(10, ['']),
];

it('pages come back out of one file as they were', async () => {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const records: PageRecord[] = [];
  let at = 0;
  for (const one of PAGES) {
    const packed = packPage(one, at);
    records.push(packed.record);
    // The memory is used again for the next page.
    pieces.push(...packed.pieces.map((piece) => piece.slice()));
    at += packed.record.bytes!;
  }
  const file = new Blob(pieces);
  expect(file.size).toBe(at);
  for (const [n, one] of PAGES.entries()) {
    const { at, bytes } = records[n]!;
    const read = storedPage(records[n]!, await file.slice(at, at! + bytes!).arrayBuffer());
    expect(read).toEqual({ ...one, columns: one.columns.map(packColumn) });
    expect(unpackPage(read)).toEqual(one);
  }
});

it('a page of version 1 is read as it is', () => {
  const old = page(0, ['a', 'b']);
  expect(unpackPage(storedPage(old, new ArrayBuffer()))).toEqual(old);
});
