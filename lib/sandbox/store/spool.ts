import { randomBytes } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Documents, openDocuments, type StoredRecord, writeWhole } from './documents.ts';

/** A stored file; its bytes lie beside its document under the same id. */
export interface FileRecord extends StoredRecord {
  filename: string;
  bytes: number;
  purpose: string;
  /** Milliseconds since 1970. */
  expiresAt: number | null;
}

/** Everything the sandbox keeps on disk. Knows no wire protocol. */
export interface Spool {
  /** Names this spool; stable over restarts, another for another folder. */
  instance: string;
  files: Documents<FileRecord>;
  contentPath(fileId: string): string;
  /** Where a batch keeps what is no stored file: its output until it becomes one. */
  workPath(name: string): string;
  /** Names of all that lies there. */
  workNames(): Promise<string[]>;
  openUpload(): { path: string; stream: WriteStream };
  /** Makes a finished file on disk a stored file. Doing it again for the same id changes nothing. */
  adopt(path: string, file: Pick<FileRecord, 'id' | 'filename' | 'purpose' | 'expiresAt'>): Promise<FileRecord>;
  removeFile(id: string): Promise<void>;
  /** A folder of documents of one protocol's batches. */
  collection<T extends StoredRecord>(name: string): Promise<Documents<T>>;
}

/** A random id with a prefix, as providers give them: `file-…`, `batch_…`. */
export function newId(prefix: string): string {
  return prefix + randomBytes(12).toString('hex');
}

export async function openSpool(folder: string): Promise<Spool> {
  const place = (name: string): string => join(folder, name);
  await rm(place('uploads'), { recursive: true, force: true });
  for (const name of ['uploads', 'content', 'work']) await mkdir(place(name), { recursive: true });
  const instance = await readInstance(place('instance'));
  const files = await openDocuments<FileRecord>(place('files'));
  const contentPath = (id: string): string => join(folder, 'content', id);

  return {
    instance,
    files,
    contentPath,
    workPath: (name) => join(folder, 'work', name),
    workNames: () => readdir(place('work')),
    openUpload() {
      const path = join(folder, 'uploads', newId(''));
      return { path, stream: createWriteStream(path) };
    },
    async adopt(path, file) {
      const known = files.get(file.id);
      if (known) return known;
      const target = contentPath(file.id);
      await rename(path, target).catch(async (error: unknown) => {
        // Moved already, before a crash kept the document from being written.
        await stat(target).catch(() => Promise.reject(error));
      });
      const { size } = await stat(target);
      const record = { ...file, bytes: size, seq: files.nextSeq(), createdAt: Date.now() };
      await files.put(record);
      return record;
    },
    async removeFile(id) {
      await files.remove(id);
      await rm(contentPath(id), { force: true });
    },
    collection: (name) => openDocuments(place(name)),
  };
}

async function readInstance(path: string): Promise<string> {
  const known = await readFile(path, 'utf8').catch(() => '');
  if (known.trim() !== '') return known.trim();
  const instance = newId('sandbox-');
  await writeWhole(path, `${instance}\n`);
  return instance;
}
