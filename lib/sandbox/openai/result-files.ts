import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Spool } from '../store/spool.ts';
import type { BatchProgress, BatchRecord } from './batch.ts';

/** The two files a running batch writes, opened where its progress says; what stands behind that is cut off. Flushing advances the progress. */
export interface ResultFiles {
  add(file: 'output' | 'error', text: string): void;
  /** Writes what was added and notes it in the progress. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export async function openResultFiles(spool: Spool, batchId: string, progress: BatchProgress): Promise<ResultFiles> {
  const output = await openAt(workPath(spool, batchId, 'output'), progress.outputBytes);
  const error = await openAt(workPath(spool, batchId, 'error'), progress.errorBytes);
  let pending: Record<'output' | 'error', string[]> = { output: [], error: [] };
  return {
    add(file, text) {
      pending[file].push(text, '\n');
    },
    async flush() {
      const writing = pending;
      pending = { output: [], error: [] };
      progress.outputBytes += await append(output, writing.output, progress.outputBytes);
      progress.errorBytes += await append(error, writing.error, progress.errorBytes);
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

async function openAt(path: string, bytes: number): Promise<FileHandle> {
  const handle = await open(path, bytes === 0 ? 'w' : 'r+');
  await handle.truncate(bytes);
  return handle;
}

async function append(handle: FileHandle, texts: string[], position: number): Promise<number> {
  if (texts.length === 0) return 0;
  const bytes = Buffer.from(texts.join(''));
  await handle.write(bytes, 0, bytes.length, position);
  return bytes.length;
}
