import { BlobBytes, type ByteReader } from './blob-bytes.ts';

/**
 * Large files of job directories, in the origin's private file system: their bytes go to the disk from the worker that has them, which
 * costs a fraction of a Blob in IndexedDB. A file is named by its key, written once, and counts only once a record of `artifacts` names it.
 */

const FOLDER = 'files';
const PREFIX = 'opfs:';
/** A file nobody names is what a closed tab left, unless it is about to be named. One that is open cannot be removed. */
const OLD_MS = 10 * 60_000;

/** Whether a key of bytes names a file here, rather than a record of `blobs`. */
export function isFileKey(blobKey: string): boolean {
  return blobKey.startsWith(PREFIX);
}

const nameOf = (key: string) => key.slice(PREFIX.length);

const isMissing = (error: unknown) => error instanceof DOMException && error.name === 'NotFoundError';

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

/** What only workers have, and not in every browser. */
const hasSyncAccess = () => typeof FileSystemFileHandle !== 'undefined' && 'createSyncAccessHandle' in FileSystemFileHandle.prototype;

/** Whether this browser has such files; some have none in private windows. */
export async function hasFiles(): Promise<boolean> {
  if (!hasSyncAccess()) return false;
  return folder().then(
    () => true,
    () => false,
  );
}

/** The window's types do not name it. */
export interface SyncAccess {
  /** As it was opened, where the browser knows that a file can be open to more than one. */
  mode?: 'readwrite' | 'read-only';
  read(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  flush(): void;
  close(): void;
}

interface SyncHandle {
  createSyncAccessHandle?(options?: { mode: 'read-only' }): Promise<SyncAccess>;
}

async function syncHandle(key: string, options?: { create: true }): Promise<SyncHandle> {
  return (await (await folder()).getFileHandle(nameOf(key), options)) as unknown as SyncHandle;
}

/** A file being written, by one worker. */
export class FileWriter {
  #at = 0;

  private constructor(
    readonly key: string,
    readonly access: SyncAccess,
  ) {}

  static async create(): Promise<FileWriter> {
    const key = PREFIX + crypto.randomUUID();
    const handle = await syncHandle(key, { create: true });
    return new FileWriter(key, await handle.createSyncAccessHandle!());
  }

  /** Appends bytes. Throws where the browser has no room. */
  write(bytes: Uint8Array<ArrayBuffer>): void {
    const written = this.access.write(bytes, { at: this.#at });
    if (written !== bytes.length) throw new DOMException('Not all bytes could be written.', 'QuotaExceededError');
    this.#at += written;
  }

  /** Resolves with everything written so far on the disk. */
  flush(): void {
    this.access.flush();
  }

  close(): void {
    this.access.flush();
    this.access.close();
  }

  async drop(): Promise<void> {
    this.access.close();
    await dropFiles([this.key]);
  }
}

/** Files found lately, since finding one takes longer than reading a piece of it. They never change. */
const found = new Map<string, File>();
const FOUND_KEPT = 100;
/** The folder they were found in, for the next. */
let foundIn: Promise<FileSystemDirectoryHandle> | null = null;

/** Where a folder found before has no such file, another may have taken its place since. */
async function find(key: string): Promise<File> {
  const isKnown = foundIn !== null;
  try {
    const files = await (foundIn ??= folder());
    const handle = await files.getFileHandle(nameOf(key));
    return await handle.getFile();
  } catch (error) {
    foundIn = null;
    if (!isKnown) throw error;
    return find(key);
  }
}

/** A whole file; undefined where it is gone. */
export async function keptFile(key: string): Promise<File | undefined> {
  const known = found.get(key);
  if (known) return known;
  try {
    const file = await find(key);
    if (found.size >= FOUND_KEPT) found.delete(found.keys().next().value!);
    found.set(key, file);
    return file;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A file's bytes from the disk itself: a Blob's come through two more processes. While it is open, the file cannot be removed. */
class DiskBytes implements ByteReader {
  #at = 0;

  constructor(readonly access: SyncAccess) {}

  async take(length: number, memory = new ArrayBuffer(length)): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(memory, 0, length);
    const taken = this.access.read(bytes, { at: this.#at });
    this.#at += taken;
    return bytes.subarray(0, taken);
  }

  async end(): Promise<void> {
    this.access.close();
  }
}

/** A file to read from the disk itself. Null where others could not read it meanwhile, in windows, and where it is gone. */
export async function openToRead(key: string): Promise<SyncAccess | null> {
  if (!hasSyncAccess()) return null;
  try {
    const handle = await syncHandle(key);
    const access = await handle.createSyncAccessHandle?.({ mode: 'read-only' });
    if (access?.mode === 'read-only') return access;
    access?.close();
  } catch {
    // What keeps it from being opened is met by whoever reads it as a Blob.
  }
  return null;
}

/** A whole file's bytes one after another; undefined where it is gone. */
export async function fileBytes(key: string): Promise<ByteReader | undefined> {
  const access = await openToRead(key);
  if (access) return new DiskBytes(access);
  const file = await keptFile(key);
  return file && new BlobBytes(file);
}

/** Removes the files among these keys of bytes; call it once no record names them any more. One that cannot go now goes with the orphans. */
export async function dropFiles(blobKeys: readonly string[]): Promise<void> {
  const keys = blobKeys.filter(isFileKey);
  if (keys.length === 0) return;
  for (const key of keys) found.delete(key);
  const files = await folder();
  await Promise.allSettled(keys.map((key) => files.removeEntry(nameOf(key))));
}

/** Keys of the files nobody has written to for ten minutes. */
export async function oldFiles(): Promise<string[]> {
  if (!(await hasFiles())) return [];
  const keys: string[] = [];
  for await (const [name, handle] of (await folder()).entries()) {
    if (handle.kind !== 'file') continue;
    const { lastModified } = await (handle as FileSystemFileHandle).getFile();
    if (Date.now() - lastModified > OLD_MS) keys.push(PREFIX + name);
  }
  return keys;
}
