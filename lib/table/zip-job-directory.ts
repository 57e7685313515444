import { makeZip } from 'client-zip';

/** A file of the job directory: its path inside the directory and its bytes: as they are, as they come, or as text to be written in UTF-8. */
export type ZipEntry = { path: string; modified: Date | number } & (
  | { blob: Blob }
  | { pieces: AsyncIterable<Uint8Array<ArrayBuffer>> }
  | { text: string }
);

/** A file that cannot go in: its path would leave the job's folder when unpacked, or comes twice and would be lost there. */
class ZipPathError extends Error {
  constructor(path: string, fault: string) {
    super(`“${path}” cannot go into the zip: ${fault}.`);
    this.name = 'ZipPathError';
  }
}

/** client-zip writes Zip64 for large sizes and offsets only; a count beyond 16 bits would be wrong in its directory. */
const MAX_FILES = 65_534;
/** A zip's dates start here. */
const EARLIEST = new Date(1980, 0, 1).getTime();

/**
 * A zip of a job directory, everything under `{jobId}/`, as a stream: entries are asked for one at a time, as the reader takes bytes,
 * and stored without compression, in Zip64 where sizes need it. The stream fails with {@link ZipPathError} at an unsafe or repeated path
 * or one file too many, and with whatever the entries throw; cancelling it ends the entries.
 */
export function zipJobDirectory(jobId: string, entries: AsyncIterable<ZipEntry>): ReadableStream<Uint8Array> {
  return zipFolders(inFolder(jobId, entries));
}

/** As {@link zipJobDirectory}, for entries whose paths begin with their folder: several job directories in one zip. */
export function zipFolders(entries: AsyncIterable<ZipEntry>): ReadableStream<Uint8Array> {
  return makeZip(zipInputs(entries), { buffersAreUTF8: true });
}

/** Entries of a folder, their paths made to begin with it. */
export async function* inFolder(folder: string, entries: AsyncIterable<ZipEntry>): AsyncGenerator<ZipEntry> {
  for await (const entry of entries) yield { ...entry, path: `${folder}/${entry.path}` };
}

async function* zipInputs(entries: AsyncIterable<ZipEntry>) {
  const seen = new Set<string>();
  for await (const entry of entries) {
    const name = entry.path;
    const fault = faultOf(name, seen);
    if (fault) throw new ZipPathError(entry.path, fault);
    seen.add(name);
    const lastModified = new Date(Math.max(Number(entry.modified), EARLIEST));
    try {
      yield { name, lastModified, input: inputOf(entry) };
    } catch {
      // Cancelling reaches a generator as a throw at its yield; returning ends the entries too.
      return;
    }
  }
}

function inputOf(entry: ZipEntry) {
  if ('blob' in entry) return entry.blob;
  return 'pieces' in entry ? entry.pieces : entry.text;
}

function faultOf(name: string, seen: ReadonlySet<string>): string | null {
  if (seen.has(name)) return 'there is another file of that path';
  if (seen.size >= MAX_FILES) return `it would be more than ${MAX_FILES.toLocaleString('en-US')} files`;
  return isSafe(name) ? null : 'it is not a plain path inside the job’s folder';
}

function isSafe(path: string): boolean {
  if (/[\\:]|\p{Cc}/u.test(path)) return false;
  return path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}
