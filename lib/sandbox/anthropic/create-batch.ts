import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { drained } from '../http/drain.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Call } from '../intercept.ts';
import { newId } from '../store/spool.ts';
import { batchJson, type MessageBatch } from './batch.ts';
import { viewFor } from './batches.ts';
import type { Rules } from './check-params.ts';
import { type Fault, refuse } from './errors.ts';
import { BATCH_PREFIX, requestsPath, type RunningService, type Service } from './service.ts';
import { bodyTooLarge, takeRequests } from './take-requests.ts';

const RETRY_AFTER = { 'retry-after': '30' };

/** `POST /v1/messages/batches`: requests go to disk as they come. Faults of a request's `params` show later, as its result. */
export async function createBatch(service: RunningService, call: Call, version: Rules['version']): Promise<Reply> {
  const { limits, spool } = service;
  const announced = Number(call.request.headers['content-length'] ?? 0);
  if (announced > limits.messageBatchBytes) return drained(call.request, refuse(bodyTooLarge(limits.messageBatchBytes), call.requestId));
  const { path, stream } = spool.openUpload();
  const written = finished(stream, { readable: false });
  // Awaited below; a failing disk must not count as unhandled meanwhile.
  written.catch(() => undefined);
  try {
    const taken = await takeRequests(call.request, stream, limits);
    stream.end();
    await written;
    if (!taken.ok) return drained(call.request, refuse(taken.fault, call.requestId));
    const full = queueFault(service, taken.requests);
    if (full) return refuse(full, call.requestId, RETRY_AFTER);
    const batch = newBatch(service, taken.requests, version);
    await rename(path, requestsPath(spool, batch.id));
    const reply = jsonReply(batchJson(batch, viewFor(service, call)));
    await service.batches.put(batch);
    service.runner.start(batch);
    return reply;
  } finally {
    stream.destroy();
    await rm(path, { force: true });
  }
}

function queueFault({ batches, limits }: Service, requests: number): Fault | null {
  if (limits.queuedRequests === null) return null;
  const queued = batches.list().reduce((sum, batch) => sum + (batch.status === 'ended' ? 0 : batch.requests), 0);
  if (queued + requests <= limits.queuedRequests) return null;
  const message = `${queued} requests are queued and ${requests} would be added; ${limits.queuedRequests} are possible. Nothing was created.`;
  return { type: 'rate_limit_error', message };
}

function newBatch({ batches, delays }: Service, requests: number, version: Rules['version']): MessageBatch {
  const createdAt = Date.now();
  return {
    id: newId(BATCH_PREFIX),
    seq: batches.nextSeq(),
    createdAt,
    status: 'in_progress',
    version,
    requests,
    expiresAt: createdAt + delays.window,
    cancelledAt: null,
    endedAt: null,
    finishBefore: null,
    progress: { emitted: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0, resultBytes: 0, cached: {} },
  };
}
