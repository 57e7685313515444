import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Dataset, DatasetPage } from '#lib/core/dataset';
import type { Artifact, Attempt, Job, JobEvent, Ledger, Part, PartIndex, ResponseIndex, ResultPack } from '#lib/core/job';
import type { JobDraft } from '#lib/core/new-job';

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

/** The job directory and all that belongs to it. Versions are append-only. */
class RowmillDatabase extends Dexie {
  declare datasets: EntityTable<Dataset, 'id'>;
  declare pages: Table<DatasetPage, [string, number]>;
  declare drafts: EntityTable<Draft, 'id'>;
  declare jobs: EntityTable<Job, 'id'>;
  declare attempts: Table<Attempt, [string, number]>;
  declare parts: Table<Part, [string, number]>;
  declare events: EntityTable<JobEvent, 'id'>;
  declare artifacts: Table<Artifact, [string, string]>;
  declare blobs: EntityTable<StoredBlob, 'key'>;
  declare partIndexes: Table<PartIndex, [string, number]>;
  declare responseIndexes: Table<ResponseIndex, [string, number]>;
  declare resultPacks: Table<ResultPack, [string, number, number]>;
  declare ledgers: EntityTable<Ledger, 'jobId'>;

  constructor(name = 'rowmill') {
    super(name, { chromeTransactionDurability: 'strict', cache: 'disabled' });
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
  }
}

export const db = new RowmillDatabase();
