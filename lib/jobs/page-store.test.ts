import { expect, it } from 'vitest';
import { storedPage, unpackPage } from '#lib/storage/page-record';
import { PageStore } from './page-store.ts';

const page = (firstRow: number) => ({ firstRow, rowCount: 1, columns: [[`row ${firstRow}`], ['ü']] });

async function pagesOf(store: PageStore) {
  const { records, file } = await store.end();
  return Promise.all(
    records.map(async (record) => {
      const bytes = await file.slice(record.at, record.at! + record.bytes!).arrayBuffer();
      return unpackPage(storedPage(record, bytes));
    }),
  );
}

it('gathers pages in one file, and says where in it each lies', async () => {
  const store = new PageStore(null);
  const pages = Array.from({ length: 200 }, (_, row) => page(row));
  for (const one of pages) await store.write(one);
  expect(await pagesOf(store)).toEqual(pages.map((one) => ({ ...one, datasetId: '' })));
});

it('keeps nothing of what it had before it was told to begin again', async () => {
  const store = new PageStore(null);
  for (const row of [0, 1, 2]) await store.write(page(row));
  await store.restart();
  await store.write(page(0));
  expect(await pagesOf(store)).toEqual([{ ...page(0), datasetId: '' }]);
});
