import type { Job, Part } from '#lib/core/job';
import { isOver, type JobStage } from '#lib/core/job-status';

/** Sums over the batches of one round. Requests by the provider's own counting: progress only, never the ledger. */
export interface BatchProgress {
  batches: number;
  batchesDone: number;
  requests: number;
  requestsDone: number;
  bytes: number;
  bytesSent: number;
  /** When the provider is asked next; null: no look is planned. */
  nextPollAt: number | null;
}

const isBefore = (part: Part) => part.state === 'built' || part.state === 'uploading';
const isAsked = (part: Part) => part.state === 'submitted' || part.state === 'running' || part.state === 'uncertain';

/** Its file is on the way: uploaded first, or carried by the very call that makes the batch. */
export function isSending({ state, fileId, sentBytes, bytes }: Part): boolean {
  return state === 'uploading' || (state === 'creating' && fileId === null && sentBytes < bytes);
}

/** Bytes of a batch's file that have arrived. */
export function sentOf(part: Part): number {
  return isBefore(part) || isSending(part) ? Math.min(part.sentBytes, part.bytes) : part.bytes;
}

/** Requests of a batch the provider is done with, well or badly. */
export function requestsDoneOf(part: Part): number {
  if (part.state === 'collected' || part.state === 'ended') return part.requests;
  return part.counts ? Math.min(part.requests, part.counts.completed + part.counts.failed) : 0;
}

export function batchProgress(all: Part[]): BatchProgress {
  // A batch that was divided stands in its pieces.
  const parts = all.filter((part) => part.state !== 'split');
  const polls = parts.filter((part) => isAsked(part) && part.nextPollAt !== null).map((part) => part.nextPollAt as number);
  const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    batches: parts.length,
    batchesDone: parts.filter(isOver).length,
    requests: sum((part) => part.requests),
    requestsDone: sum(requestsDoneOf),
    bytes: sum((part) => part.bytes),
    bytesSent: sum(sentOf),
    nextPollAt: polls.length ? Math.min(...polls) : null,
  };
}

/** Whether the provider tells how many requests are done before a batch ends. Anthropic's counts stay at zero until then. */
export function tellsCounts({ endpoint }: Job): boolean {
  return endpoint.protocol !== 'anthropic';
}

/** How far the present stage is, from 0 to 1; null where that cannot be told. */
export function stageShare(job: Job, stage: JobStage, progress: BatchProgress): number | null {
  const share = (done: number, total: number) => (total > 0 ? Math.min(1, done / total) : null);
  if (stage === 'preparing') return share(job.preparation.rowsDone, job.preparation.rowsTotal);
  if (stage === 'submitting') return share(progress.bytesSent, progress.bytes);
  if (!tellsCounts(job)) return progress.batchesDone > 0 ? share(progress.batchesDone, progress.batches) : null;
  return share(progress.requestsDone, progress.requests);
}
