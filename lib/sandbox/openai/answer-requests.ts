import { checkpointClock } from '../run/checkpoint.ts';
import { interleave } from '../run/order.ts';
import { pacer } from '../run/pace.ts';
import { runningTime } from '../settings.ts';
import { type FileLine, readLines } from '../store/lines.ts';
import { type BatchProgress, type BatchRecord, secondsNow } from './batch.ts';
import { answerLine, expiredLine, type Result } from './result-line.ts';
import { openResultFiles, type ResultFiles } from './result-files.ts';
import type { Service } from './service.ts';

/**
 * Answers a batch's requests in an order of their own, evenly over its running time, and writes them as it goes.
 * Goes on behind what the record's progress says is done. Returns early when the signal fires; else the batch is `finalizing`.
 */
export async function answerRequests(service: Service, record: BatchRecord, waking: AbortSignal): Promise<void> {
  const { batch } = record;
  const { delays, spool } = service;
  // The record's own progress changes only with what is on disk.
  const progress = { ...record.progress };
  batch.request_counts = { ...batch.request_counts, completed: progress.completed, failed: progress.failed };
  const total = batch.request_counts.total;
  const closesAt = record.createdAt + delays.window;
  const keepPace = pacer(total, runningTime(delays, total), progress.emitted, waking);
  const files = await openResultFiles(spool, batch.id, progress);
  const isDue = checkpointClock();
  let walked = 0;
  try {
    for await (const line of interleave(requestLines(spool.contentPath(batch.input_file_id)))) {
      if (walked++ < progress.emitted) continue;
      const closed = Date.now() >= closesAt;
      if (!closed) await keepPace(progress.emitted);
      if (waking.aborted) return;
      note(service, record, progress, files, closed ? expiredLine(line.text, batch.id) : answerLine(line.text, batch.id));
      if (isDue()) await save(service, record, progress, files);
    }
    if (waking.aborted) return;
    batch.status = 'finalizing';
    batch.finalizing_at = secondsNow();
  } finally {
    await save(service, record, progress, files);
    await files.close();
  }
}

async function* requestLines(path: string): AsyncGenerator<FileLine> {
  for await (const line of readLines(path)) if (line.text.trim() !== '') yield line;
}

function note(service: Service, { batch }: BatchRecord, progress: BatchProgress, files: ResultFiles, result: Result): void {
  const file = result.outcome === 'completed' ? 'output' : 'error';
  const { line } = service.intercept;
  const text = line ? line({ batchId: batch.id, file, customId: result.customId, text: result.text }) : result.text;
  if (text !== null) files.add(file, text);
  progress.emitted += 1;
  progress.inputTokens += result.usage.input;
  progress.outputTokens += result.usage.output;
  if (result.outcome === 'expired') progress.expired = true;
  else batch.request_counts[result.outcome] = progress[result.outcome] += 1;
}

async function save(service: Service, record: BatchRecord, progress: BatchProgress, files: ResultFiles): Promise<void> {
  await files.flush();
  record.progress = { ...progress };
  await service.batches.put(record);
}
