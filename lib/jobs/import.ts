import type { Dataset } from '#lib/core/dataset';
import type { FormatChoice, ImportOutcome, ImportProgress } from '#lib/core/import-outcome';
import { isStorageFull } from '#lib/core/stopping-error';
import { commitDataset, getDataset, isWhole, listDatasets } from '#lib/storage/datasets';
import { DIGEST_SLAB_BYTES, digestBlob } from '#lib/table/digest';
import { readTable, TELL_MS } from '#lib/table/read-table';
import type { PageSink, ReadOutcome } from '#lib/table/table-page';
import { PageStore } from './page-store.ts';
import { PassingDigest } from './passing-digest.ts';
import { filesWork } from './files-work.ts';

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

/**
 * Digest of a file before it is read, where that costs little, or is likely to make reading it needless: a table of as many bytes is here.
 * Null also where it cannot be read, which reading it will say.
 */
async function digestAhead(file: File, onProgress: (progress: ImportProgress) => void): Promise<string | null> {
  const isLarge = file.size > DIGEST_SLAB_BYTES;
  if (isLarge && !(await listDatasets()).some(({ bytes }) => bytes === file.size)) return null;
  let toldAt = Date.now();
  const tell = (bytesDone: number) => {
    if (Date.now() - toldAt < TELL_MS) return;
    toldAt = Date.now();
    onProgress({ bytesDone, bytesTotal: file.size, rows: null });
  };
  return digestBlob(file, isLarge ? tell : undefined).catch(() => null);
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

/** Reads a file into pages; with a digest, also makes that of the bytes read. */
function readInto(
  pages: PageStore,
  digest: PassingDigest | null,
  file: File,
  choice: FormatChoice,
  onProgress: (progress: ImportProgress) => void,
): Promise<ReadOutcome> {
  const sink: PageSink = {
    write: (page) => pages.write(page),
    async restart() {
      digest?.restart();
      await pages.restart();
    },
  };
  if (digest) sink.takeBytes = (piece) => digest.add(piece);
  return readTable(file, choice, sink, onProgress);
}

async function read(file: File, choice: FormatChoice, onProgress: (progress: ImportProgress) => void): Promise<ImportOutcome> {
  const ahead = await digestAhead(file, onProgress);
  const here = ahead === null ? undefined : await getDataset(datasetId(ahead, choice));
  if (here && (await isWhole(here))) return { ok: true, dataset: here, known: true };
  const pages = new PageStore(filesWork());
  const passing = ahead === null ? new PassingDigest(filesWork()) : null;
  try {
    const outcome = await readInto(pages, passing, file, choice, onProgress);
    if (!outcome.ok) {
      await Promise.all([pages.drop(), passing?.drop()]);
      return outcome;
    }
    const fileDigest = ahead ?? (await passing!.finish());
    const id = datasetId(fileDigest, choice);
    const before = await getDataset(id);
    if (before && !readsAs(before, outcome.table)) {
      await pages.drop();
      return readsOtherwise(before);
    }
    const found = before ?? { id, fileDigest, name: file.name, bytes: file.size, ...outcome.table, importedAt: Date.now() };
    return { ok: true, dataset: await commitDataset(found, file, await pages.end()), known: before !== undefined };
  } catch (error) {
    await Promise.all([pages.drop(), passing?.drop()]);
    throw error;
  }
}

/**
 * Takes a table file in: its pages, and its bytes once for all readings of it. A file that is here already, read the same way, is not stored
 * again; where something of that was lost, it is put back. An import that did not come to its end leaves nothing. One import at a
 * time, whatever the number of tabs: the second of one file then finds it here.
 */
export async function importTable(
  file: File,
  choice: FormatChoice,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportOutcome> {
  return navigator.locks.request('rowmill-import', async () => {
    try {
      return await read(file, choice, onProgress);
    } catch (error) {
      if (isStorageFull(error)) return fullStorage(error);
      throw error;
    }
  });
}
