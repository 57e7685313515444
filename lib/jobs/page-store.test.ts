import { expect, it, vi } from 'vitest';
import type { StoredPage } from '#lib/core/dataset';
import { dropPages, putPages } from '#lib/storage/datasets';
import { PageStore } from './page-store.ts';

vi.mock('#lib/storage/datasets', () => ({
  putPages: vi.fn<(pages: StoredPage[]) => Promise<void>>(),
  dropPages: vi.fn<(datasetId: string) => Promise<void>>(),
}));

const page = (firstRow: number) => ({ firstRow, rowCount: 1, columns: [['a']] });

function later(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<void>((done, failed) => ([resolve, reject] = [done, failed]));
  return { promise, resolve, reject };
}

/** First rows of the pages of each call. */
const stored = () => vi.mocked(putPages).mock.calls.map(([pages]) => pages.map(({ firstRow }) => firstRow));

it('stores several pages at once while reading goes on, and waits before it stores the next', async () => {
  vi.mocked(putPages).mockReset();
  const first = later();
  vi.mocked(putPages).mockReturnValueOnce(first.promise).mockResolvedValue();
  const pages = new PageStore('d');
  for (let row = 0; row < 7; row++) await pages.write(page(row));
  expect(stored()).toEqual([[0, 1, 2, 3]]);
  let isTaken = false;
  const eighth = pages.write(page(7)).then(() => {
    isTaken = true;
  });
  await new Promise((resolve) => setTimeout(resolve));
  expect(isTaken).toBe(false);
  first.resolve();
  await eighth;
  await pages.write(page(8));
  await pages.end();
  expect(stored()).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8]]);
});

it('says that storing failed at the next pages, or at the end', async () => {
  const failing = () => vi.mocked(putPages).mockReset().mockRejectedValueOnce(new Error('full')).mockResolvedValue();
  failing();
  const early = new PageStore('d');
  for (let row = 0; row < 7; row++) await early.write(page(row));
  await expect(early.write(page(7))).rejects.toThrow('full');
  failing();
  const late = new PageStore('d');
  await late.write(page(0));
  await expect(late.end()).rejects.toThrow('full');
});

it('drops what was written only once nothing more is being stored', async () => {
  const storing = later();
  vi.mocked(putPages).mockReset().mockReturnValue(storing.promise);
  vi.mocked(dropPages).mockReset();
  const pages = new PageStore('d');
  for (let row = 0; row < 5; row++) await pages.write(page(row));
  const restarted = pages.restart();
  await new Promise((resolve) => setTimeout(resolve));
  expect(dropPages).not.toHaveBeenCalled();
  storing.reject(new Error('too late'));
  await restarted;
  expect(dropPages).toHaveBeenCalledWith('d');
  vi.mocked(putPages).mockReset().mockResolvedValue();
  await pages.write(page(0));
  await pages.end();
  expect(stored()).toEqual([[0]]);
});
