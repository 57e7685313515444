import { checkpointClock } from '../run/checkpoint.ts';
import { interleave } from '../run/order.ts';
import { pacer } from '../run/pace.ts';
import { runningTime } from '../settings.ts';
import { type Appender, openAppender } from '../store/appender.ts';
import { readLines } from '../store/lines.ts';
import type { MessageBatch, MessageProgress } from './batch.ts';
import { batchCache } from './cache.ts';
import { answerLine, type Result, untouchedLine } from './result-line.ts';
import { requestsPath, resultsPath, type Service } from './service.ts';

const MOST_IN_FLIGHT = 16;

/**
 * Answers a batch's requests in an order of their own, evenly over its running time; of a batch being cancelled only those in
 * flight, at once, and notes the others as canceled. Goes on behind what the record's progress says is done.
 * Gives whether all are done; not so where the signal fired.
 */
export async function answerRequests(service: Service, batch: MessageBatch, waking: AbortSignal): Promise<boolean> {
  const { delays, spool } = service;
  // The record's own progress changes only with what is on disk.
  const progress: MessageProgress = { ...batch.progress, cached: { ...batch.progress.cached } };
  const keepPace = pacer(batch.requests, runningTime(delays, batch.requests), progress.emitted, waking);
  const isCanceling = batch.status === 'canceling';
  if (isCanceling) batch.finishBefore ??= progress.emitted + inFlight(batch.requests - progress.emitted);
  const file = await openAppender(resultsPath(spool, batch.id), progress.resultBytes);
  const isDue = checkpointClock();
  let walked = 0;
  try {
    for await (const { text } of interleave(readLines(requestsPath(spool, batch.id)))) {
      if (walked++ < progress.emitted) continue;
      if (!isCanceling && Date.now() < batch.expiresAt) await keepPace(progress.emitted);
      if (waking.aborted) return false;
      note(service, batch, progress, file, resultOf(batch, progress, text));
      if (isDue()) await save(service, batch, progress, file);
    }
    return !waking.aborted;
  } finally {
    await save(service, batch, progress, file);
    await file.close();
  }
}

/** Of what is left when a batch is cancelled, a tenth is under way and is finished; a single request is not. */
function inFlight(left: number): number {
  return left < 2 ? 0 : Math.min(MOST_IN_FLIGHT, Math.ceil(left / 10));
}

function resultOf(batch: MessageBatch, progress: MessageProgress, line: string): Result {
  const { finishBefore } = batch;
  if (finishBefore !== null && progress.emitted >= finishBefore) return untouchedLine(line, 'canceled');
  if (Date.now() >= batch.expiresAt) return untouchedLine(line, 'expired');
  return answerLine(line, batch.id, batch.version, (customId) => batchCache(progress.cached, customId));
}

function note(service: Service, batch: MessageBatch, progress: MessageProgress, file: Appender, result: Result): void {
  const { line } = service.intercept;
  const text = line ? line({ batchId: batch.id, file: 'results', customId: result.customId, text: result.text }) : result.text;
  if (text !== null) file.add(text);
  progress.emitted += 1;
  progress[result.outcome] += 1;
}

async function save(service: Service, batch: MessageBatch, progress: MessageProgress, file: Appender): Promise<void> {
  progress.resultBytes = await file.flush();
  batch.progress = { ...progress, cached: { ...progress.cached } };
  await service.batches.put(batch);
}
