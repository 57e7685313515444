import { Dexie, type Table } from 'dexie';
import { isFileKey, keptFile } from './files.ts';

/** Tables of small records that tell of a job, each under the property that names it. */
const RECORDS = { jobs: 'id', attempts: 'jobId', parts: 'jobId', events: 'jobId' } as const;

interface FileRecord {
  jobId: string;
  path: string;
  blobKey: string;
  createdAt: number;
}

/** A database as it is, whatever its version: what of it can be read without understanding its records. Nothing is written. */
export class RawDatabase {
  readonly #db: Dexie;

  private constructor(db: Dexie) {
    this.#db = db;
  }

  /** Rejects where there is no such database or it cannot be opened. */
  static async open(name = 'rowmill'): Promise<RawDatabase> {
    const db = new Dexie(name);
    await db.open();
    return new RawDatabase(db);
  }

  close(): void {
    this.#db.close();
  }

  #table<T>(name: string): Table<T, unknown> | null {
    return this.#db.tables.some((table) => table.name === name) ? this.#db.table<T, unknown>(name) : null;
  }

  /** Ids of all jobs of which there is a record or a file. */
  async jobIds(): Promise<string[]> {
    const [jobs, files] = await Promise.all([
      this.#table('jobs')?.toCollection().primaryKeys(),
      this.#table('artifacts')?.toCollection().primaryKeys(),
    ]);
    const ofFiles = (files ?? []).map((key) => (Array.isArray(key) ? key[0] : key));
    return [...new Set([...(jobs ?? []), ...ofFiles].map(String))];
  }

  /** The small records of a job as they are stored, by table. */
  async records(jobId: string): Promise<Record<string, unknown[]>> {
    const found: Record<string, unknown[]> = {};
    for (const [name, property] of Object.entries(RECORDS)) {
      const all = await this.#table<Record<string, unknown>>(name)?.toArray();
      found[name] = (all ?? []).filter((record) => record[property] === jobId);
    }
    return found;
  }

  /** Files of a job's directory; `blob` null where its bytes are missing. One at a time. */
  async *files(jobId: string): AsyncGenerator<{ path: string; createdAt: number; blob: Blob | null }> {
    const artifacts = this.#table<FileRecord>('artifacts');
    const blobs = this.#table<{ blob?: unknown }>('blobs');
    const keys = ((await artifacts?.toCollection().primaryKeys()) ?? []).filter((key) => Array.isArray(key) && key[0] === jobId);
    for (const key of keys) {
      const file = await artifacts!.get(key);
      if (!file) continue;
      const found = isFileKey(file.blobKey) ? await keptFile(file.blobKey) : (await blobs?.get(file.blobKey))?.blob;
      yield { path: file.path, createdAt: file.createdAt, blob: found instanceof Blob ? found : null };
    }
  }
}
