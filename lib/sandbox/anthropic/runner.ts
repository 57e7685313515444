import { rm } from 'node:fs/promises';
import { pause } from '../run/pace.ts';
import type { Wake } from '../run/runner.ts';
import { answerRequests } from './answer-requests.ts';
import type { MessageBatch } from './batch.ts';
import { requestsPath, type Service } from './service.ts';

/** Takes a batch to its end, or as far as it comes until the service stops. Never rejects. */
export async function runToEnd(service: Service, batch: MessageBatch, { waking, stopping }: Wake): Promise<void> {
  try {
    while (batch.status !== 'ended' && !stopping.aborted) {
      const isDone = await answerRequests(service, batch, waking());
      if (isDone && batch.status === 'canceling') await pause(service.delays.cancelling, stopping);
      if (isDone && !stopping.aborted) end(batch);
      await service.batches.put(batch);
    }
    if (batch.status === 'ended') await rm(requestsPath(service.spool, batch.id), { force: true });
  } catch {
    // The requests cannot be read or the results not written. What is not answered counts as errored, without a line.
    if (batch.status !== 'ended') end(batch);
    batch.progress.errored += batch.requests - batch.progress.emitted;
    await service.batches.put(batch).catch(() => undefined);
  }
}

function end(batch: MessageBatch): void {
  batch.status = 'ended';
  batch.endedAt = Date.now();
}
