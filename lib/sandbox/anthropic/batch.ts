import type { JsonObject } from '#lib/core/json';
import type { StoredRecord } from '../store/documents.ts';
import type { Rules } from './check-params.ts';

/** A message batch with what is needed to go on after a restart. Times in milliseconds since 1970. */
export interface MessageBatch extends StoredRecord {
  status: 'in_progress' | 'canceling' | 'ended';
  version: Rules['version'];
  requests: number;
  expiresAt: number;
  cancelledAt: number | null;
  endedAt: number | null;
  /** Requests that are finished in spite of a cancelling: those in flight when it was noticed. */
  finishBefore: number | null;
  progress: MessageProgress;
}

export type Outcome = 'succeeded' | 'errored' | 'canceled' | 'expired';

/** As written to disk: lines before these counts and bytes are done. */
export interface MessageProgress extends Record<Outcome, number> {
  emitted: number;
  resultBytes: number;
  /** Requests so far with the same cached beginning, by its digest. */
  cached: Record<string, number>;
}

export interface View {
  now: number;
  /** From creation until the results are gone, in milliseconds. */
  archiveMs: number;
  /** Where the sandbox answers: `http://127.0.0.1:{port}`. */
  origin: string;
}

/** When the results went, or null while they are there or the batch runs. */
export function archivedAt(batch: MessageBatch, { now, archiveMs }: Pick<View, 'now' | 'archiveMs'>): number | null {
  if (batch.endedAt === null) return null;
  const at = Math.max(batch.endedAt, batch.createdAt + archiveMs);
  return now >= at ? at : null;
}

/** The batch as the service shows it. Before the end nothing is counted but what is left. */
export function batchJson(batch: MessageBatch, view: View): JsonObject {
  const archived = archivedAt(batch, view);
  const ended = batch.status === 'ended';
  const { succeeded, errored, canceled, expired } = batch.progress;
  return {
    id: batch.id,
    type: 'message_batch',
    processing_status: batch.status,
    request_counts: ended
      ? { processing: 0, succeeded, errored, canceled, expired }
      : { processing: batch.requests, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
    created_at: time(batch.createdAt),
    expires_at: time(batch.expiresAt),
    ended_at: time(batch.endedAt),
    cancel_initiated_at: time(batch.cancelledAt),
    archived_at: time(archived),
    results_url: ended && archived === null ? `${view.origin}/v1/messages/batches/${batch.id}/results` : null,
  };
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
