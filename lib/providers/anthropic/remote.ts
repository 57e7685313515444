import type { Json } from '#lib/core/json';
import type { RemoteBatch } from '#lib/core/remote';
import { UnreadableAnswer } from '../call-failure.ts';
import type { BatchMark, ListedModel } from '../provider.ts';
import type { MessageBatch } from '@anthropic-ai/sdk/resources/messages/batches';
import type { ModelInfo } from '@anthropic-ai/sdk/resources/models';

/** Clocks of the browser and the provider may differ by this much. */
const CLOCK_SKEW_MS = 15 * 60_000;
/** An upload takes no longer than this. */
const CREATE_MS = 24 * 60 * 60_000;

/** Only `ended` is the end: a batch that is `canceling` still brings results. Until then every request counts as being processed. */
export function remoteBatch(batch: MessageBatch): RemoteBatch {
  if (typeof batch?.id !== 'string') throw new UnreadableAnswer('The answer is no batch.');
  const { processing, succeeded, errored, canceled, expired } = batch.request_counts;
  const failed = errored + canceled + expired;
  return {
    id: batch.id,
    status: batch.processing_status,
    phase: batch.processing_status === 'ended' ? 'ended' : 'running',
    createdAt: Date.parse(batch.created_at),
    counts: { total: processing + succeeded + failed, completed: succeeded, failed },
    inputFileId: null,
    outputFileId: null,
    errorFileId: null,
    metadata: {},
    errors: [],
    raw: batch as unknown as Json,
  };
}

/** Results are kept for 29 days from the creation of their batch. */
const KEPT_MS = 29 * 24 * 60 * 60_000;

export function goneAt({ phase, createdAt, raw }: RemoteBatch): number | null {
  if (phase !== 'ended') return null;
  const archivedAt = Date.parse((raw as unknown as MessageBatch).archived_at ?? '');
  return Number.isNaN(archivedAt) ? createdAt + KEPT_MS : archivedAt;
}

/** Batches carry no word of ours: time and number of requests must do, and the custom ids settle it when results come. */
export function matchesMark({ createdAt, counts }: RemoteBatch, { requests, intentAt }: BatchMark): 'possible' | 'no' {
  const isInTime = createdAt >= intentAt - CLOCK_SKEW_MS && createdAt <= intentAt + CREATE_MS;
  return isInTime && counts?.total === requests ? 'possible' : 'no';
}

/** Null: it is retired, and requests that name it fail. */
export function listedModel(model: ModelInfo): ListedModel | null {
  if (model.lifecycle === 'retired') return null;
  const retiresAt = Date.parse(model.retires_at ?? '');
  return {
    id: model.id,
    inputTokens: model.max_input_tokens ?? null,
    outputTokens: model.max_tokens ?? null,
    retiresAt: Number.isNaN(retiresAt) ? null : retiresAt,
    raw: model as unknown as Json,
  };
}
