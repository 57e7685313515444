import { pause } from '../run/pace.ts';
import type { Wake } from '../run/runner.ts';
import { type BatchFault, type BatchRecord, hasEnded, secondsNow } from './batch.ts';
import { answerRequests } from './answer-requests.ts';
import { publishResults } from './result-files.ts';
import type { Service } from './service.ts';
import { validateInput } from './validate-input.ts';

/** Takes a batch through its states until it has ended, or until the service stops. Never rejects. */
export async function runToEnd(service: Service, record: BatchRecord, { waking, stopping }: Wake): Promise<void> {
  try {
    while (!hasEnded(record) && !stopping.aborted) {
      await step(service, record, waking(), stopping);
      await service.batches.put(record);
    }
  } catch (error) {
    fail(record, [{ code: 'server_error', message: `The sandbox could not go on: ${String(error)}`, line: null, param: null }]);
    await service.batches.put(record).catch(() => undefined);
  }
}

async function step(service: Service, record: BatchRecord, waking: AbortSignal, stopping: AbortSignal): Promise<void> {
  const { batch } = record;
  switch (batch.status) {
    case 'validating':
      return validate(service, record, waking);
    case 'in_progress':
      return answerRequests(service, record, waking);
    case 'finalizing':
      await pause(service.delays.finalizing, waking);
      if (stopping.aborted || isStatus(record, 'cancelling')) return;
      return finish(service, record, record.progress.expired ? 'expired' : 'completed');
    case 'cancelling':
      await pause(service.delays.cancelling, waking);
      if (!stopping.aborted) await finish(service, record, 'cancelled');
      return;
    default:
  }
}

function isStatus(record: BatchRecord, status: BatchRecord['batch']['status']): boolean {
  return record.batch.status === status;
}

async function validate(service: Service, record: BatchRecord, waking: AbortSignal): Promise<void> {
  const { batch } = record;
  await pause(service.delays.validating, waking);
  if (waking.aborted) return;
  if (!service.spool.files.get(batch.input_file_id)) return fail(record, [missingInput(batch.input_file_id)]);
  const path = service.spool.contentPath(batch.input_file_id);
  const found = await validateInput(path, batch.endpoint, service.limits.requestsPerBatch, waking);
  if (!found || waking.aborted) return;
  if (!found.ok) return fail(record, found.faults);
  batch.model = found.model;
  batch.request_counts.total = found.requests;
  record.promptTokens = found.promptTokens;
  const queued = queuedTokens(service, record);
  const { queuedTokens: most } = service.limits;
  if (most !== null && queued + found.promptTokens > most) return fail(record, [queueFull(found.model, most, queued + found.promptTokens)]);
  batch.status = 'in_progress';
  batch.in_progress_at = secondsNow();
}

function fail(record: BatchRecord, faults: BatchFault[]): void {
  record.batch.status = 'failed';
  record.batch.failed_at = secondsNow();
  record.batch.errors = { object: 'list', data: faults };
}

function queuedTokens(service: Service, record: BatchRecord): number {
  const queued = service.batches
    .list()
    .filter((other) => other.id !== record.id && !hasEnded(other) && other.batch.model === record.batch.model);
  return queued.reduce((sum, other) => sum + other.promptTokens, 0);
}

function queueFull(model: string, most: number, wanted: number): BatchFault {
  const message = `Enqueued token limit reached for ${model}: ${wanted} tokens would be queued, ${most} are permitted. Send this batch again when others have ended.`;
  return { code: 'token_limit_exceeded', message, line: null, param: null };
}

function missingInput(id: string): BatchFault {
  return { code: 'file_not_found', message: `The input file '${id}' is gone.`, line: null, param: 'input_file_id' };
}

async function finish(service: Service, record: BatchRecord, status: 'completed' | 'expired' | 'cancelled'): Promise<void> {
  const { batch, progress } = record;
  await publishResults(service.spool, record);
  // Cancelled meanwhile: it comes to that end.
  if (status !== 'cancelled' && isStatus(record, 'cancelling')) return;
  batch.status = status;
  batch[`${status}_at`] = secondsNow();
  batch.usage = {
    input_tokens: progress.inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: progress.outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: progress.inputTokens + progress.outputTokens,
  };
}
