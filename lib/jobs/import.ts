import type { Dataset } from '#lib/core/dataset';
import type { FormatChoice, ImportOutcome, ImportProgress } from '#lib/core/import-outcome';
import { isStorageFull } from '#lib/core/stopping-error';
import { commitDataset, dropOrphanPages, getDataset, isWhole } from '#lib/storage/datasets';
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

/** Where a table is taken in. */
interface Place {
  id: string;
  /** What its pages are stored under: another id, where they are to take the place of pages that are no longer whole. */
  pagesId: string;
  /** The table as it was taken in before. */
  before: Dataset | null;
}

/** Rejects with {@link KnownTable} where the table is here already, all of it. */
async function placeOf(digest: Promise<string>, choice: FormatChoice): Promise<Place> {
  const id = datasetId(await digest, choice);
  const before = (await getDataset(id)) ?? null;
  if (before === null) return { id, pagesId: id, before };
  if (await isWhole(before)) throw new KnownTable(before);
  return { id, pagesId: `${id}-${crypto.randomUUID()}`, before };
}

/** Jobs name their rows by number: a table that reads otherwise now must not take the place of what they were made from. */
function readsOtherwise({ name }: Dataset): ImportOutcome {
  return {
    ok: false,
    trouble: {
      what: `Something of the table ${name} was lost in this browser, and this file reads otherwise than it did when it was taken in.`,
      meaning: 'What is left of the table was not changed. Nothing was sent and nothing was charged.',
      todo: 'To use the file for new jobs: save bundles of the jobs of this table, delete them and the table, then choose the file again.',
      details: null,
    },
  };
}

type Reading = Pick<Dataset, 'columns' | 'rowCount'>;

/** Whether two readings of a file found the same rows and columns. */
export function readsAs(one: Reading, other: Reading): boolean {
  return one.rowCount === other.rowCount && one.columns.join('\0') === other.columns.join('\0');
}

async function read(
  file: File,
  choice: FormatChoice,
  digest: Promise<string>,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportOutcome> {
  const place = placeOf(digest, choice);
  const control = new AbortController();
  place.catch((error: unknown) => control.abort(error));
  const pages = new PageStore(
    place.then(({ pagesId }) => pagesId),
    slabFiles(),
  );
  try {
    const outcome = await readTable(file, choice, pages, onProgress, control.signal);
    if (!outcome.ok) {
      await pages.drop();
      return outcome;
    }
    const { id, pagesId, before } = await place;
    if (before && !readsAs(before, outcome.table)) {
      await pages.drop();
      return readsOtherwise(before);
    }
    const found = before ?? {
      id,
      fileDigest: await digest,
      name: file.name,
      bytes: file.size,
      ...outcome.table,
      importedAt: Date.now(),
    };
    return { ok: true, dataset: await commitDataset(found, file, await pages.end(), pagesId), known: before !== null };
  } catch (error) {
    await pages.drop();
    if (error instanceof KnownTable) return { ok: true, dataset: error.dataset, known: true };
    throw error;
  }
}

/**
 * Takes a table file in: its pages, and its bytes once for all readings. It is read while its digest is still being made; a file that
 * turns out to be here already, read the same way, is not stored again; where something of that was lost, it is put back. An import that did
 * not come to its end leaves nothing that counts. One import at a time, whatever the number of tabs, so that what a closed tab left behind can
 * be told from what is being written.
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
