import { rm } from 'node:fs/promises';
import { openAppender } from '../store/appender.ts';
import type { Spool } from '../store/spool.ts';
import type { BatchProgress, BatchRecord } from './batch.ts';

/** The two files a running batch writes, opened where its progress says. Flushing advances the progress. */
export interface ResultFiles {
  add(file: 'output' | 'error', text: string): void;
  /** Writes what was added and notes it in the progress. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export async function openResultFiles(spool: Spool, batchId: string, progress: BatchProgress): Promise<ResultFiles> {
  const output = await openAppender(workPath(spool, batchId, 'output'), progress.outputBytes);
  const error = await openAppender(workPath(spool, batchId, 'error'), progress.errorBytes);
  return {
    add(file, text) {
      (file === 'output' ? output : error).add(text);
    },
    async flush() {
      progress.outputBytes = await output.flush();
      progress.errorBytes = await error.flush();
    },
    async close() {
      await output.close();
      await error.close();
    },
  };
}

/** Makes stored files of what a batch has written; an empty one is left out. May be repeated after a crash. */
export async function publishResults(spool: Spool, record: BatchRecord): Promise<void> {
  const { batch, progress, outputExpiresSeconds } = record;
  const expiresAt = outputExpiresSeconds === null ? null : Date.now() + outputExpiresSeconds * 1000;
  const publish = async (file: 'output' | 'error', id: string, bytes: number): Promise<string | undefined> => {
    const path = workPath(spool, record.id, file);
    if (bytes === 0) {
      await rm(path, { force: true });
      return undefined;
    }
    await spool.adopt(path, { id, filename: `${batch.id}_${file}.jsonl`, purpose: 'batch_output', expiresAt });
    return id;
  };
  const outputId = await publish('output', progress.outputFileId, progress.outputBytes);
  const errorId = await publish('error', progress.errorFileId, progress.errorBytes);
  if (outputId) batch.output_file_id = outputId;
  if (errorId) batch.error_file_id = errorId;
}

function workPath(spool: Spool, batchId: string, file: 'output' | 'error'): string {
  return spool.workPath(`${batchId}.${file}`);
}
