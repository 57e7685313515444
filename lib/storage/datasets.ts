import type { Dataset, DatasetPage, StoredPage } from '#lib/core/dataset';
import { LostDataError } from '#lib/core/lost-data';
import { db } from './db.ts';
import { byteReader, bytesOf, dropBytes, pieceOf } from './bytes.ts';
import { oneAhead } from './one-ahead.ts';
import { storedPage, unpackPage, type PageRecord } from './page-record.ts';

/** Key of the table file's own bytes among the blobs. */
function fileBlobKey(fileDigest: string): string {
  return `file:${fileDigest}`;
}

export function listDatasets(): Promise<Dataset[]> {
  return db.datasets.toArray();
}

export function getDataset(id: string): Promise<Dataset | undefined> {
  return db.datasets.get(id);
}

/** The table file as it was dropped. */
export async function datasetFile(dataset: Dataset): Promise<Blob | undefined> {
  return (await db.blobs.get(fileBlobKey(dataset.fileDigest)))?.blob;
}

const pagesOf = (datasetId: string) => db.pages.where('[datasetId+firstRow]').between([datasetId, 0], [datasetId, Infinity]);

/** A table's pages: their records, and the file their bytes are in, which may be stored already. */
export interface StoredPages {
  records: PageRecord[];
  file: Blob;
  fileKey: string | null;
}

/**
 * Stores an imported dataset with its pages and its file, all or nothing, in the place of one by the same id. The table file's bytes are
 * kept once for all readings of it. The bytes of its pages are named by a key of their own, whether they are stored already or not.
 */
export async function commitDataset(found: Dataset, file: Blob, pages: StoredPages): Promise<Dataset> {
  const key = fileBlobKey(found.fileDigest);
  const pagesKey = pages.fileKey ?? crypto.randomUUID();
  const dataset = { ...found, pagesKey };
  await db.transaction('rw', db.datasets, db.pages, db.blobs, async () => {
    const before = await db.datasets.get(found.id);
    if (before?.pagesKey) await dropBytes([before.pagesKey]);
    await dropPages(found.id);
    await db.pages.bulkAdd(pages.records.map((record) => ({ ...record, datasetId: found.id })));
    if (pages.fileKey === null) await db.blobs.add({ key: pagesKey, blob: pages.file });
    if ((await db.blobs.where('key').equals(key).count()) === 0) await db.blobs.add({ key, blob: file });
    await db.datasets.put(dataset);
  });
  return dataset;
}

/** Whether a table is all here: its file, a page for every row, and the bytes of every page. */
export async function isWhole(dataset: Dataset): Promise<boolean> {
  if ((await db.blobs.where('key').equals(fileBlobKey(dataset.fileDigest)).count()) === 0) return false;
  const size = (await fileOfPages(dataset))?.size ?? 0;
  let rows = 0;
  for await (const { firstRow, rowCount, at, bytes = 0 } of pageRecords(dataset.id)) {
    if (firstRow !== rows || (at !== undefined && at + bytes > size)) return false;
    rows += rowCount;
  }
  return rows === dataset.rowCount;
}

async function dropPages(datasetId: string): Promise<void> {
  await pagesOf(datasetId).delete();
}

/** The file of a table's pages; null: the pages have no bytes elsewhere, or they are gone. */
async function fileOfPages(dataset: Pick<Dataset, 'pagesKey'> | undefined): Promise<Blob | null> {
  const key = dataset?.pagesKey;
  return (key !== undefined && (await bytesOf(key))) || null;
}

const NO_BYTES = new ArrayBuffer();

/** Undefined: the page, or the bytes it says it has, are gone. */
async function readPage(dataset: Dataset | undefined, record: PageRecord | undefined): Promise<StoredPage | undefined> {
  if (!record) return undefined;
  const { at, bytes = 0 } = record;
  const key = dataset?.pagesKey;
  const buffer = at === undefined ? NO_BYTES : key && (await pieceOf(key, at, bytes));
  return buffer ? storedPage(record, buffer) : undefined;
}

/** Records fetched at once. */
const RECORDS_AT_ONCE = 32;

async function* pageRecords(datasetId: string): AsyncGenerator<PageRecord> {
  const keys = await pagesOf(datasetId).primaryKeys();
  for (let at = 0; at < keys.length; at += RECORDS_AT_ONCE) {
    for (const record of await db.pages.bulkGet(keys.slice(at, at + RECORDS_AT_ONCE))) {
      if (!record) return;
      yield record;
    }
  }
}

/** Pages in row order; while one is worked on, the next are being read. Throws {@link LostDataError} at a page that is not there. */
export async function* readPages(datasetId: string): AsyncGenerator<DatasetPage> {
  for await (const page of readStoredPages(datasetId)) yield unpackPage(page);
}

/**
 * Pages as they are stored, one after another, as far as they are here. Two share their memory in turn: each is good until the second after it
 * is asked for.
 */
async function* storedPages(datasetId: string): AsyncGenerator<StoredPage> {
  const pagesKey = (await db.datasets.get(datasetId))?.pagesKey;
  const bytes = pagesKey === undefined ? undefined : await byteReader(pagesKey);
  let [memory, other] = [NO_BYTES, NO_BYTES];
  try {
    for await (const record of pageRecords(datasetId)) {
      [memory, other] = [other, memory];
      if (record.at !== undefined) {
        const { bytes: length = 0 } = record;
        // Pages are about as large as each other.
        if (memory.byteLength < length) memory = new ArrayBuffer(Math.ceil(length * 1.25));
        if ((await bytes?.take(length, memory))?.length !== length) return;
      }
      yield storedPage(record, memory);
    }
  } finally {
    await bytes?.end();
  }
}

/** The same, as they are stored: quickest for whoever wants bytes. Each page is good until the next is asked for. */
export async function* readStoredPages(datasetId: string): AsyncGenerator<StoredPage> {
  let rows = 0;
  for await (const page of oneAhead(storedPages(datasetId))) {
    if (page.firstRow !== rows) break;
    rows += page.rowCount;
    yield page;
  }
  const dataset = await db.datasets.get(datasetId);
  if (dataset && rows < dataset.rowCount) throw new LostDataError(`Row ${rows + 1} and what follows it in the table ${dataset.name}`);
}

/** The page that holds `row` (from 0), or undefined past the end. */
export async function pageOf(datasetId: string, row: number): Promise<DatasetPage | undefined> {
  const pages = db.pages.where('[datasetId+firstRow]').between([datasetId, 0], [datasetId, row], true, true);
  const [dataset, record] = await Promise.all([getDataset(datasetId), pages.last()]);
  const page = await readPage(dataset, record);
  return page && unpackPage(page);
}

/** The page that begins at a row, as it is stored. */
export async function getStoredPage(dataset: Dataset, firstRow: number): Promise<StoredPage | undefined> {
  return readPage(dataset, await db.pages.get([dataset.id, firstRow]));
}

/** First row of each page of a table, rising. */
export async function pageStarts(datasetId: string): Promise<number[]> {
  const keys = await pagesOf(datasetId).primaryKeys();
  return keys.map(([, firstRow]) => firstRow);
}

/** Removes a table: its pages, and its file unless another reading of the same file needs it. Refused while a job uses it. */
export async function removeDataset(id: string): Promise<'removed' | 'in-use'> {
  return db.transaction('rw', db.datasets, db.pages, db.blobs, db.jobs, db.drafts, async () => {
    if (await db.jobs.filter((job) => job.datasetId === id).count()) return 'in-use';
    const dataset = await db.datasets.get(id);
    await db.datasets.delete(id);
    if (dataset?.pagesKey) await dropBytes([dataset.pagesKey]);
    await pagesOf(id).delete();
    if (dataset && !(await db.datasets.filter((other) => other.fileDigest === dataset.fileDigest).count())) {
      await db.blobs.delete(fileBlobKey(dataset.fileDigest));
    }
    await db.drafts.filter((draft) => draft.datasetId === id).modify({ datasetId: null });
    return 'removed';
  });
}
