import type { Json } from '#lib/core/json';
import type { RemoteBatch } from '#lib/core/remote';
import { UnreadableAnswer } from '../call-failure.ts';
import type { ListedModel, RemoteFile } from '../provider.ts';
import type { Batch } from 'openai/resources/batches';
import type { FileObject } from 'openai/resources/files';
import type { Model } from 'openai/resources/models';

/** OpenAI's word for where a batch stands, in ours. Words unknown to us count as running: asking again costs nothing. */
const PHASES: Record<string, RemoteBatch['phase']> = { failed: 'rejected', completed: 'ended', expired: 'ended', cancelled: 'ended' };

/** Ids may be null, absent or an empty string: all three mean there is no such file. */
const idOf = (id: string | null | undefined) => id || null;

export function remoteBatch(batch: Batch): RemoteBatch {
  if (typeof batch?.id !== 'string') throw new UnreadableAnswer('The answer is no batch.');
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

/** Output files are kept for 30 days after the end unless the batch was made with another time, which it then notes itself. */
const KEPT_SECONDS = 30 * 24 * 3600;
/** Metadata a batch made with another time carries it in. */
export const KEEP_NOTE = 'keep_seconds';

export function goneAt({ phase, outputFileId, errorFileId, metadata, raw }: RemoteBatch): number | null {
  if (phase !== 'ended' || (outputFileId === null && errorFileId === null)) return null;
  const { completed_at: completed, expired_at: expired, cancelled_at: cancelled } = raw as unknown as Batch;
  const endedAt = completed ?? expired ?? cancelled;
  const noted = Number(metadata[KEEP_NOTE]);
  return endedAt ? (endedAt + (noted > 0 ? noted : KEPT_SECONDS)) * 1000 : null;
}

export function remoteFile(file: FileObject): RemoteFile {
  return { id: file.id, filename: file.filename, bytes: file.bytes, createdAt: file.created_at * 1000 };
}

/** OpenAI tells of a model only when it retires, and not always that (`shutdown_date`, ISO). */
export function listedModel(model: Model & { shutdown_date?: string | number | null }): ListedModel {
  const { shutdown_date: shutdown } = model;
  const retiresAt = typeof shutdown === 'number' ? shutdown * 1000 : Date.parse(shutdown ?? '');
  return {
    id: model.id,
    inputTokens: null,
    outputTokens: null,
    retiresAt: Number.isNaN(retiresAt) ? null : retiresAt,
    raw: model as unknown as Json,
  };
}
