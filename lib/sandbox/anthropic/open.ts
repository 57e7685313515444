import { rm } from 'node:fs/promises';
import type { Ground, Protocol } from '../protocol.ts';
import { createRunner } from '../run/runner.ts';
import { archivedAt, type MessageBatch } from './batch.ts';
import { liveCache } from './cache.ts';
import { refuse, SERVER_FAULT } from './errors.ts';
import { rateLimiter } from './rates.ts';
import { answerCall, type Desk } from './routes.ts';
import { runToEnd } from './runner.ts';
import { BATCH_PREFIX, requestsPath, resultsPath, type RunningService, type Service } from './service.ts';

/** Opens the Anthropic half: Message Batches, Messages, Models. */
export async function openAnthropic(ground: Ground, token: string): Promise<Protocol> {
  const service: Service = { ...ground, batches: await ground.spool.collection<MessageBatch>('anthropic-batches') };
  await removeOld(service);
  const running: RunningService = { ...service, runner: createRunner((batch, wake) => runToEnd(service, batch, wake)) };
  const desk: Desk = { service: running, token, rate: rateLimiter(ground.limits), cache: liveCache() };
  return {
    requestIdHeader: 'request-id',
    answer: (call) => answerCall(desk, call),
    broken: (requestId) => refuse(SERVER_FAULT, requestId),
    resume() {
      for (const batch of service.batches.list().toReversed()) if (batch.status !== 'ended') running.runner.start(batch);
    },
    stop: () => running.runner.stop(),
  };
}

/** Deletes batches past their time, and files that no batch needs: archived results, and what a crash left behind. */
async function removeOld({ spool, batches, limits, delays }: Service): Promise<void> {
  const now = Date.now();
  const oldest = now - limits.retentionDays * 24 * 3_600_000;
  const needed = new Set<string>();
  for (const batch of batches.list()) {
    if (batch.status === 'ended' && batch.createdAt < oldest) {
      await batches.remove(batch.id);
      continue;
    }
    if (batch.status !== 'ended') needed.add(requestsPath(spool, batch.id));
    if (archivedAt(batch, { now, archiveMs: delays.archive }) === null) needed.add(resultsPath(spool, batch.id));
  }
  for (const name of await spool.workNames()) {
    const path = spool.workPath(name);
    if (name.startsWith(BATCH_PREFIX) && !needed.has(path)) await rm(path, { force: true });
  }
}
