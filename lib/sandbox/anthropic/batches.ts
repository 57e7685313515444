import { rm } from 'node:fs/promises';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Call } from '../intercept.ts';
import { archivedAt, batchJson, type MessageBatch, type View } from './batch.ts';
import { type Fault, invalid, notFound, refuse } from './errors.ts';
import { page } from './page.ts';
import { resultsPath, type RunningService, type Service } from './service.ts';

/** `GET /v1/messages/batches` with `after_id` or `before_id`, and `limit`; newest first. */
export function listBatches(service: Service, call: Call): Reply {
  const view = viewFor(service, call);
  const found = page(service.batches.list(), (batch) => batchJson(batch, view), call.query);
  return found.ok ? jsonReply(found.value) : refuse(found.fault, call.requestId);
}

export function getBatch(service: Service, call: Call, id: string): Reply {
  return withBatch(service, call, id, (batch) => jsonReply(batchJson(batch, viewFor(service, call))));
}

/** `POST /v1/messages/batches/{id}/cancel`: requests in flight are still finished. */
export function cancelBatch(service: RunningService, call: Call, id: string): Reply | Promise<Reply> {
  return withBatch(service, call, id, async (batch) => {
    if (batch.status === 'ended') return refuse(invalid(`The batch ${id} has ended and cannot be canceled.`), call.requestId);
    if (batch.status === 'in_progress') {
      batch.status = 'canceling';
      batch.cancelledAt = Date.now();
    }
    // In one go with the state: work that saw only one of the two would go on, or not wait in the other.
    service.runner.cancel(id);
    const reply = jsonReply(batchJson(batch, viewFor(service, call)));
    await service.batches.put(batch);
    return reply;
  });
}

/** `DELETE /v1/messages/batches/{id}`: only once it has ended. */
export function deleteBatch(service: Service, call: Call, id: string): Reply | Promise<Reply> {
  return withBatch(service, call, id, async (batch) => {
    if (batch.status !== 'ended') return refuse(invalid(`The batch ${id} has not ended. It can be deleted after that.`), call.requestId);
    await service.batches.remove(id);
    await rm(resultsPath(service.spool, id), { force: true });
    return jsonReply({ id, type: 'message_batch_deleted' });
  });
}

/** `GET /v1/messages/batches/{id}/results`: JSON Lines in an order of their own, of a length that is not announced. */
export function getResults(service: Service, call: Call, id: string): Reply {
  return withBatch(service, call, id, (batch) => {
    const fault = resultsFault(batch, viewFor(service, call));
    if (fault) return refuse(fault, call.requestId);
    const bytes = batch.progress.resultBytes;
    return { status: 200, body: { kind: 'file', path: resultsPath(service.spool, id), bytes, unannounced: true } };
  });
}

function resultsFault(batch: MessageBatch, view: View): Fault | null {
  if (batch.status !== 'ended') return notFound(`The batch ${batch.id} has no results before it has ended.`);
  return archivedAt(batch, view) === null ? null : notFound(`The results of the batch ${batch.id} are archived and no longer available.`);
}

function withBatch<T>(service: Service, call: Call, id: string, act: (batch: MessageBatch) => T): T | Reply {
  const batch = service.batches.get(id);
  return batch ? act(batch) : refuse(notFound(`There is no message batch with the id '${id}'.`), call.requestId);
}

/** What a caller sees of a batch depends on the hour and on where it was reached. */
export function viewFor(service: Service, { request }: Call): View {
  return { now: Date.now(), archiveMs: service.delays.archive, origin: `http://127.0.0.1:${request.socket.localPort}` };
}
