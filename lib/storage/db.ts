import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Dataset } from '#lib/core/dataset';
import type { Artifact, Attempt, Job, JobEvent, Ledger, Part, PartIndex, ResponseIndex } from '#lib/core/job';
import type { JobDraft } from '#lib/core/new-job';
import type { StoredPack } from './pack-record.ts';
import type { PageRecord } from './page-record.ts';

/** The unfinished "New job" page, kept so that a reload loses nothing. */
export interface Draft extends JobDraft {
  id: 'new';
  updatedAt: number;
}

/** Bytes written once under a random key; a catalogue row points at them. */
export interface StoredBlob {
  key: string;
  blob: Blob;
}

/** A file with packs of a part's answers: its bytes' key. */
export interface AnswerFile {
  key: string;
  jobId: string;
  k: number;
}

/** The database was last written by a later version of the app, whose records this one may not understand. */
class NewerDatabaseError extends Error {
  constructor() {
    super('The database is of a later version than this app knows.');
    this.name = 'NewerDatabaseError';
  }
}

/**
 * IndexedDB, but for one thing: Dexie, told that the database is of a later version, would open it all the same, even change it, and
 * then write what the later version cannot read. It asks for no version then, and does so in no other case.
 */
function strictFactory(): IDBFactory | undefined {
  const { indexedDB } = globalThis;
  if (indexedDB === undefined) return undefined;
  return {
    open(name, version) {
      if (version === undefined) throw new NewerDatabaseError();
      return indexedDB.open(name, version);
    },
    deleteDatabase: (name) => indexedDB.deleteDatabase(name),
    databases: () => indexedDB.databases(),
    cmp: (first, second) => indexedDB.cmp(first, second),
  };
}

/** The job directory and all that belongs to it. Versions are append-only. */
class RowmillDatabase extends Dexie {
  declare datasets: EntityTable<Dataset, 'id'>;
  declare pages: Table<PageRecord, [string, number]>;
  declare drafts: EntityTable<Draft, 'id'>;
  declare jobs: EntityTable<Job, 'id'>;
  declare attempts: Table<Attempt, [string, number]>;
  declare parts: Table<Part, [string, number]>;
  declare events: EntityTable<JobEvent, 'id'>;
  declare artifacts: Table<Artifact, [string, string]>;
  declare blobs: EntityTable<StoredBlob, 'key'>;
  declare partIndexes: Table<PartIndex, [string, number]>;
  declare responseIndexes: Table<ResponseIndex, [string, number]>;
  declare resultPacks: Table<StoredPack, [string, number, number]>;
  declare answerFiles: EntityTable<AnswerFile, 'key'>;
  declare ledgers: EntityTable<Ledger, 'jobId'>;

  constructor(name = 'rowmill') {
    super(name, {
      chromeTransactionDurability: 'strict',
      cache: 'disabled',
      indexedDB: strictFactory(),
      IDBKeyRange: globalThis.IDBKeyRange,
    });
    this.version(1).stores({
      datasets: 'id',
      pages: '[datasetId+firstRow]',
      drafts: 'id',
      jobs: 'id, updatedAt',
      attempts: '[jobId+number]',
      parts: '[jobId+k]',
      events: '++id, [jobId+at]',
      artifacts: '[jobId+path]',
      blobs: 'key',
      partIndexes: '[jobId+k]',
      responseIndexes: '[jobId+k]',
      resultPacks: '[jobId+k+first]',
      ledgers: 'jobId',
    });
    // Pages keep packed columns; those of version 1, with plain ones, are read as they are.
    this.version(2).stores({});
    // Packs lie in files of answers; those before, with their texts in them, are read as they are.
    this.version(3).stores({ answerFiles: 'key, [jobId+k]' });
    // Given up for good: opened again it would be another version's, or a new and empty one.
    this.on('versionchange', () => {
      this.close();
      return false;
    });
  }
}

export const db = new RowmillDatabase();
