import type { Json } from '#lib/core/json';
import type { RemoteBatch } from '#lib/core/remote';
import type { RemoteFile } from '../provider.ts';
import type { Batch } from 'openai/resources/batches';
import type { FileObject } from 'openai/resources/files';

/** OpenAI's word for where a batch stands, in ours. Words unknown to us count as running: asking again costs nothing. */
const PHASES: Record<string, RemoteBatch['phase']> = { failed: 'rejected', completed: 'ended', expired: 'ended', cancelled: 'ended' };

/** Ids may be null, absent or an empty string: all three mean there is no such file. */
const idOf = (id: string | null | undefined) => id || null;

export function remoteBatch(batch: Batch): RemoteBatch {
  return {
    id: batch.id,
    status: batch.status,
    phase: PHASES[batch.status] ?? 'running',
    createdAt: batch.created_at * 1000,
    counts: batch.request_counts ?? null,
    inputFileId: idOf(batch.input_file_id),
    outputFileId: idOf(batch.output_file_id),
    errorFileId: idOf(batch.error_file_id),
    metadata: (batch.metadata as Record<string, string> | null) ?? {},
    errors: (batch.errors?.data ?? []).map(({ code, message, line }) => ({ code: code ?? '', message: message ?? '', line: line ?? null })),
    raw: batch as unknown as Json,
  };
}

export function remoteFile(file: FileObject): RemoteFile {
  return { id: file.id, filename: file.filename, bytes: file.bytes, createdAt: file.created_at * 1000 };
}
