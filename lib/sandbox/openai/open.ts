import type { Ground, Protocol } from '../protocol.ts';
import { createRunner } from '../run/runner.ts';
import { type BatchRecord, hasEnded } from './batch.ts';
import { answerCall, brokenReply } from './routes.ts';
import { runToEnd } from './runner.ts';
import type { RunningService, Service } from './service.ts';

/** Opens the OpenAI half: Files, Batches, Models, Chat Completions. */
export async function openOpenai(ground: Ground, token: string): Promise<Protocol> {
  const service: Service = { ...ground, batches: await ground.spool.collection<BatchRecord>('openai-batches') };
  await removeOld(service);
  const running: RunningService = { ...service, runner: createRunner((record, wake) => runToEnd(service, record, wake)) };
  return {
    requestIdHeader: 'x-request-id',
    answer: (call) => answerCall(running, token, call),
    broken: brokenReply,
    resume() {
      for (const record of service.batches.list().toReversed()) if (!hasEnded(record)) running.runner.start(record);
    },
    stop: () => running.runner.stop(),
  };
}

/** Deletes ended batches and files past their time. */
async function removeOld({ spool, batches, limits }: Service): Promise<void> {
  const oldest = Date.now() - limits.retentionDays * 24 * 3_600_000;
  const inUse = new Set<string>();
  for (const record of batches.list()) {
    if (!hasEnded(record)) inUse.add(record.batch.input_file_id);
    else if (record.createdAt < oldest) await batches.remove(record.id);
  }
  for (const file of spool.files.list()) {
    const isOver = file.createdAt < oldest || (file.expiresAt !== null && file.expiresAt < Date.now());
    if (isOver && !inUse.has(file.id)) await spool.removeFile(file.id);
  }
}
