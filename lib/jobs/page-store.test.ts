import { expect, it, vi } from 'vitest';
import { dropPages, putPages } from '#lib/storage/datasets';
import { storedPage, unpackPage, type PageRecord } from '#lib/storage/page-record';
import { PageStore } from './page-store.ts';

vi.mock('#lib/storage/datasets', () => ({
  putPages: vi.fn<(pages: PageRecord[]) => Promise<void>>(),
  dropPages: vi.fn<(datasetId: string) => Promise<void>>(),
}));

/** As many records as are stored in one go. */
const AT_ONCE = 64;
const page = (firstRow: number) => ({ firstRow, rowCount: 1, columns: [[`row ${firstRow}`]] });
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

function later<T = void>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let [resolve, reject]: [(value: T) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((done, failed) => ([resolve, reject] = [done, failed]));
  return { promise, resolve, reject };
}

const calls = () => vi.mocked(putPages).mock.calls.map(([pages]) => pages);
/** First rows of the pages of each call. */
const stored = () => calls().map((pages) => pages.map(({ firstRow }) => firstRow));

it('stores many records at once while reading goes on, and waits before it stores the next', async () => {
  vi.mocked(putPages).mockReset();
  const first = later();
  vi.mocked(putPages).mockReturnValueOnce(first.promise).mockResolvedValue();
  const pages = new PageStore(Promise.resolve('d'), null);
  for (let row = 0; row < 2 * AT_ONCE - 1; row++) await pages.write(page(row));
  expect(stored()).toEqual([rows(0, AT_ONCE)]);
  let isTaken = false;
  const next = pages.write(page(2 * AT_ONCE - 1)).then(() => {
    isTaken = true;
  });
  await new Promise((resolve) => setTimeout(resolve));
  expect(isTaken).toBe(false);
  first.resolve();
  await next;
  await pages.write(page(2 * AT_ONCE));
  const { file } = await pages.end();
  expect(stored()).toEqual([rows(0, AT_ONCE), rows(AT_ONCE, 2 * AT_ONCE), [2 * AT_ONCE]]);
  for (const record of calls().flat()) {
    const bytes = await file.slice(record.at, record.at! + record.bytes!).arrayBuffer();
    expect(unpackPage(storedPage(record, bytes))).toEqual({ ...page(record.firstRow), datasetId: 'd' });
  }
});

it('says that storing failed at the next pages, or at the end', async () => {
  const failing = () => vi.mocked(putPages).mockReset().mockRejectedValueOnce(new Error('full')).mockResolvedValue();
  failing();
  const early = new PageStore(Promise.resolve('d'), null);
  for (let row = 0; row < 2 * AT_ONCE - 1; row++) await early.write(page(row));
  await expect(early.write(page(2 * AT_ONCE))).rejects.toThrow('full');
  failing();
  const late = new PageStore(Promise.resolve('d'), null);
  await late.write(page(0));
  await expect(late.end()).rejects.toThrow('full');
});

it('drops what was written only once nothing more is being stored', async () => {
  const storing = later();
  vi.mocked(putPages).mockReset().mockReturnValue(storing.promise);
  vi.mocked(dropPages).mockReset();
  const pages = new PageStore(Promise.resolve('d'), null);
  for (let row = 0; row < AT_ONCE + 1; row++) await pages.write(page(row));
  const restarted = pages.restart();
  await new Promise((resolve) => setTimeout(resolve));
  expect(dropPages).not.toHaveBeenCalled();
  storing.reject(new Error('too late'));
  await restarted;
  expect(dropPages).toHaveBeenCalledWith('d');
  vi.mocked(putPages).mockReset().mockResolvedValue();
  await pages.write(page(0));
  const { file } = await pages.end();
  expect(stored()).toEqual([[0]]);
  expect(calls()[0]![0]).toMatchObject({ at: 0, bytes: file.size });
});

it('gathers records until the table has its id; those that hold texts themselves wait for it', async () => {
  vi.mocked(putPages).mockReset().mockResolvedValue();
  const id = later<string>();
  const pages = new PageStore(id.promise, null);
  for (let row = 0; row < 3 * AT_ONCE; row++) await pages.write(page(row));
  expect(stored()).toEqual([]);
  let isTaken = false;
  const large = pages.write({ firstRow: 3 * AT_ONCE, rowCount: 1, columns: [['\ud800']] }).then(() => {
    isTaken = true;
  });
  await new Promise((resolve) => setTimeout(resolve));
  expect(isTaken).toBe(false);
  id.resolve('late');
  await large;
  expect(stored()).toEqual([rows(0, 3 * AT_ONCE + 1)]);
  expect(
    new Set(
      calls()
        .flat()
        .map(({ datasetId }) => datasetId),
    ),
  ).toEqual(new Set(['late']));
});

it('stores and drops nothing of a table that gets no id', async () => {
  vi.mocked(putPages).mockReset();
  vi.mocked(dropPages).mockReset();
  const pages = new PageStore(Promise.reject(new Error('known already')), null);
  for (let row = 0; row < 2 * AT_ONCE; row++) await pages.write(page(row));
  await expect(pages.end()).rejects.toThrow('known already');
  await pages.drop();
  expect([putPages, dropPages].map((call) => vi.mocked(call).mock.calls)).toEqual([[], []]);
});
