import { RawDatabase } from '#lib/storage/raw';
import { inFolder, type ZipEntry } from '#lib/table/zip-job-directory';

/** Files of one job, its records as they are stored, and the names of files whose bytes are missing. */
async function* jobEntries(raw: RawDatabase, jobId: string): AsyncGenerator<ZipEntry> {
  const modified = Date.now();
  const missing: string[] = [];
  for await (const { path, createdAt, blob } of raw.files(jobId)) {
    if (blob) yield { path, modified: createdAt, blob };
    else missing.push(path);
  }
  yield { path: 'records.json', modified, text: `${JSON.stringify(await raw.records(jobId), null, 2)}\n` };
  if (missing.length > 0) yield { path: 'missing.txt', modified, text: `${missing.join('\n')}\n` };
}

/**
 * What can be read of one job, or of all where none is named, each under its id, without understanding its records: for databases of
 * another version and records that are damaged. Nothing is written to the database.
 */
export async function* rescueEntries(jobId: string | null): AsyncGenerator<ZipEntry> {
  const raw = await RawDatabase.open();
  try {
    for (const id of jobId === null ? await raw.jobIds() : [jobId]) yield* inFolder(folderName(id), jobEntries(raw, id));
  } finally {
    raw.close();
  }
}

/** A damaged record's id may be anything. */
function folderName(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/gu, '_') || 'job';
}
