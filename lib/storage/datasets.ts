import { unpackColumn } from '#lib/core/column';
import type { Dataset, DatasetPage, StoredPage } from '#lib/core/dataset';
import { LostDataError } from '#lib/core/lost-data';
import { db } from './db.ts';

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

/** A page with its cells as strings. */
export function unpackPage(page: StoredPage): DatasetPage {
  return { ...page, columns: page.columns.map(unpackColumn) };
}

/** Stores pages, all or none; a dataset's pages count only once {@link commitDataset} has been called. */
export async function putPages(pages: StoredPage[]): Promise<void> {
  await db.pages.bulkPut(pages);
}

/** Makes an imported dataset visible, with its file. The file's bytes are kept once for all readings of it. */
export async function commitDataset(dataset: Dataset, file: Blob): Promise<void> {
  const key = fileBlobKey(dataset.fileDigest);
  await db.transaction('rw', db.datasets, db.blobs, async () => {
    if ((await db.blobs.where('key').equals(key).count()) === 0) await db.blobs.add({ key, blob: file });
    await db.datasets.put(dataset);
  });
}

/** Drops pages of a reading that did not come to its end. */
export async function dropPages(datasetId: string): Promise<void> {
  await db.pages.where('[datasetId+firstRow]').between([datasetId, 0], [datasetId, Infinity]).delete();
}

/** Drops pages that no dataset owns: what imports left whose tab was closed. */
export async function dropOrphanPages(): Promise<void> {
  for (let after: string | null = null; ;) {
    const next: StoredPage | undefined = await db.pages
      .where('[datasetId+firstRow]')
      .above(after === null ? ['', -1] : [after, Infinity])
      .first();
    if (!next) return;
    after = next.datasetId;
    if (!(await db.datasets.get(after))) await dropPages(after);
  }
}

/** Pages on their way while one is worked on. */
const PAGES_AHEAD = 2;

/** Pages in row order; while one is worked on, the next are being read. Throws {@link LostDataError} at a page that is not there. */
export async function* readPages(datasetId: string): AsyncGenerator<DatasetPage> {
  for await (const page of readStoredPages(datasetId)) yield unpackPage(page);
}

/** The same, as they are stored: quickest for whoever wants bytes. */
export async function* readStoredPages(datasetId: string): AsyncGenerator<StoredPage> {
  const starts = await db.pages.where('[datasetId+firstRow]').between([datasetId, 0], [datasetId, Infinity]).primaryKeys();
  const coming: Promise<StoredPage | undefined>[] = [];
  let rows = 0;
  for (let at = 0; ; at++) {
    for (let ahead = at + coming.length; ahead < starts.length && coming.length <= PAGES_AHEAD; ahead++) {
      const page = db.pages.get(starts[ahead]!);
      // Whoever reads no further does not hear of it; whoever does, hears it when waiting for it.
      page.catch(() => {});
      coming.push(page);
    }
    const page = await coming.shift();
    if (page?.firstRow !== rows) break;
    rows += page.rowCount;
    yield page;
  }
  const dataset = await db.datasets.get(datasetId);
  if (dataset && rows < dataset.rowCount) throw new LostDataError(`Row ${rows + 1} and what follows it in the table ${dataset.name}`);
}

/** The page that holds `row` (from 0), or undefined past the end. */
export async function pageOf(datasetId: string, row: number): Promise<DatasetPage | undefined> {
  const page = await db.pages.where('[datasetId+firstRow]').between([datasetId, 0], [datasetId, row], true, true).last();
  return page && unpackPage(page);
}

/** Removes a table: its pages, and its file unless another reading of the same file needs it. Refused while a job uses it. */
export async function removeDataset(id: string): Promise<'removed' | 'in-use'> {
  return db.transaction('rw', db.datasets, db.pages, db.blobs, db.jobs, db.drafts, async () => {
    if (await db.jobs.filter((job) => job.datasetId === id).count()) return 'in-use';
    const dataset = await db.datasets.get(id);
    await db.datasets.delete(id);
    await db.pages.where('[datasetId+firstRow]').between([id, 0], [id, Infinity]).delete();
    if (dataset && !(await db.datasets.filter((other) => other.fileDigest === dataset.fileDigest).count())) {
      await db.blobs.delete(fileBlobKey(dataset.fileDigest));
    }
    await db.drafts.filter((draft) => draft.datasetId === id).modify({ datasetId: null });
    return 'removed';
  });
}
