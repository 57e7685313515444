import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What every stored record has: `seq` counts creations, since several fall into the same millisecond. */
export interface StoredRecord {
  id: string;
  seq: number;
  /** Milliseconds since 1970. */
  createdAt: number;
}

export interface Documents<T extends StoredRecord> {
  get(id: string): T | undefined;
  /** Newest first. */
  list(): T[];
  nextSeq(): number;
  /** Keeps the record and writes it to disk whole or not at all. Writes of one record follow each other. */
  put(record: T): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Opens a folder of JSON documents, one per record, held in memory as well. A document that cannot be read is set aside as `.unreadable`. */
export async function openDocuments<T extends StoredRecord>(folder: string): Promise<Documents<T>> {
  await mkdir(folder, { recursive: true });
  const records = await readAll<T>(folder);
  const writing = new Map<string, Promise<void>>();
  let seq = Math.max(0, ...[...records.values()].map((record) => record.seq));

  const after = (id: string, work: () => Promise<void>): Promise<void> => {
    const next = (writing.get(id) ?? Promise.resolve()).catch(() => undefined).then(work);
    writing.set(id, next);
    return next;
  };

  return {
    get: (id) => records.get(id),
    list: () => [...records.values()].sort((a, b) => b.seq - a.seq),
    nextSeq: () => ++seq,
    put(record) {
      records.set(record.id, record);
      const text = JSON.stringify(record);
      return after(record.id, () => writeWhole(join(folder, `${record.id}.json`), text));
    },
    remove(id) {
      records.delete(id);
      return after(id, () => rm(join(folder, `${id}.json`), { force: true }));
    },
  };
}

/** Writes a file so that a crash leaves the old content or the new, never half of it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function readAll<T extends StoredRecord>(folder: string): Promise<Map<string, T>> {
  const records = new Map<string, T>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json')) continue;
    const path = join(folder, name);
    try {
      const record = JSON.parse(await readFile(path, 'utf8')) as T;
      records.set(record.id, record);
    } catch {
      await rename(path, `${path}.unreadable`);
    }
  }
  return records;
}
