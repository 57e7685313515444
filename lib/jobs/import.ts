import type { Dataset } from '#lib/core/dataset';
import type { FormatChoice, ImportOutcome, ImportProgress } from '#lib/core/import-outcome';
import { isStorageFull } from '#lib/core/stopping-error';
import { commitDataset, dropOrphanPages, getDataset } from '#lib/storage/datasets';
import { DIGEST_SLAB_BYTES, digestBlob } from '#lib/table/digest';
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

/** The table is here already. */
class KnownTable extends Error {
  constructor(readonly dataset: Dataset) {
    super('The table is known.');
  }
}

/** Digest of a file: of a large one beside whoever reads it. */
function digestOf(file: File): Promise<string> {
  return file.size > DIGEST_SLAB_BYTES ? slabFiles().digest(file) : digestBlob(file);
}

/** Id of a dataset that is not here yet; rejects with {@link KnownTable} where it is. */
async function newDatasetId(digest: Promise<string>, choice: FormatChoice): Promise<string> {
  const id = datasetId(await digest, choice);
  const known = await getDataset(id);
  if (known) throw new KnownTable(known);
  return id;
}

async function read(
  file: File,
  choice: FormatChoice,
  digest: Promise<string>,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportOutcome> {
  const id = newDatasetId(digest, choice);
  const control = new AbortController();
  id.catch((error: unknown) => control.abort(error));
  const pages = new PageStore(id, slabFiles());
  try {
    const outcome = await readTable(file, choice, pages, onProgress, control.signal);
    if (!outcome.ok) {
      await pages.drop();
      return outcome;
    }
    const found = {
      id: await id,
      fileDigest: await digest,
      name: file.name,
      bytes: file.size,
      ...outcome.table,
      importedAt: Date.now(),
    };
    return { ok: true, dataset: await commitDataset(found, file, await pages.end()), known: false };
  } catch (error) {
    await pages.drop();
    if (error instanceof KnownTable) return { ok: true, dataset: error.dataset, known: true };
    throw error;
  }
}

/**
 * Takes a table file in: its pages, and its bytes once for all readings. It is read while its digest is still being made; a file that
 * turns out to be here already, read the same way, is not stored again. An import that did not come to its end leaves nothing that counts. One import at a time,
 * whatever the number of tabs, so that what a closed tab left behind can be told from what is being written.
 */
export async function importTable(
  file: File,
  choice: FormatChoice,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportOutcome> {
  const digest = digestOf(file);
  // Whoever waits for it hears of a failure.
  digest.catch(() => {});
  return navigator.locks.request('rowmill-import', async () => {
    await dropOrphanPages();
    try {
      return await read(file, choice, digest, onProgress);
    } catch (error) {
      if (isStorageFull(error)) return fullStorage(error);
      throw error;
    }
  });
}
