import type { FormatChoice, ImportOutcome, ImportProgress } from '#lib/core/import-outcome';
import { isStorageFull } from '#lib/core/stopping-error';
import { commitDataset, dropOrphanPages, getDataset } from '#lib/storage/datasets';
import { digestBlob } from '#lib/table/digest';
import { readTable } from '#lib/table/read-table';
import { PageStore } from './page-store.ts';
import { slabFiles } from './slab-files.ts';

/** Name of a reading of a file: its digest, and the format insisted on, if any. */
export function datasetId(fileDigest: string, { encoding, delimiter }: FormatChoice): string {
  return [fileDigest.slice(0, 32), encoding, delimiter && `d${delimiter.codePointAt(0)}`].filter(Boolean).join('-');
}

function fullStorage(error: unknown): ImportOutcome {
  return {
    ok: false,
    trouble: {
      what: 'The browser has no room left for this table.',
      meaning: 'The table was not taken in; nothing else was changed.',
      todo: 'Make room: save bundles of finished jobs and delete them, or remove tables you no longer need. Then choose the file again.',
      details: error instanceof Error ? error.message : null,
    },
  };
}

async function read(
  file: File,
  choice: FormatChoice,
  id: string,
  fileDigest: string,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportOutcome> {
  const pages = new PageStore(id, slabFiles());
  try {
    const outcome = await readTable(file, choice, pages, onProgress);
    if (!outcome.ok) {
      await pages.drop();
      return outcome;
    }
    const found = { id, fileDigest, name: file.name, bytes: file.size, ...outcome.table, importedAt: Date.now() };
    return { ok: true, dataset: await commitDataset(found, file, await pages.end()), known: false };
  } catch (error) {
    await pages.drop();
    throw error;
  }
}

/**
 * Takes a table file in: its pages, and its bytes once for all readings. A file that is here already, read the same
 * way, is not stored again. An import that did not come to its end leaves nothing that counts. One import at a time,
 * whatever the number of tabs, so that what a closed tab left behind can be told from what is being written.
 */
export async function importTable(
  file: File,
  choice: FormatChoice,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportOutcome> {
  const fileDigest = await digestBlob(file);
  const id = datasetId(fileDigest, choice);
  return navigator.locks.request('rowmill-import', async () => {
    const known = await getDataset(id);
    if (known) return { ok: true, dataset: known, known: true };
    await dropOrphanPages();
    try {
      return await read(file, choice, id, fileDigest, onProgress);
    } catch (error) {
      if (isStorageFull(error)) return fullStorage(error);
      throw error;
    }
  });
}
