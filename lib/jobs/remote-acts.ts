import type { EndpointInfo } from '#lib/core/endpoint';
import { troubleOf } from '#lib/core/failure';
import type { Trouble } from '#lib/core/job';
import type { RemoteBatch } from '#lib/core/remote';
import type { ListedBatch } from '#lib/core/remote-jobs';
import type { CallResult, ProviderApi } from '#lib/providers/provider';
import { logEvent } from '#lib/storage/jobs';
import { wakeEngines } from './wake.ts';
import { batchesHere } from './remote-here.ts';

export type RemotePage = { ok: true; batches: ListedBatch[]; next: string | null } | { ok: false; trouble: Trouble };
export type RemoteAct = { ok: true } | { ok: false; trouble: Trouble };

/** A batch as the list shows it. */
function listed(api: ProviderApi, batch: RemoteBatch): ListedBatch {
  const { raw: _raw, ...shown } = batch;
  return { ...shown, goneAt: api.goneAt(batch) };
}

/** A page of a provider's list. `after`: `next` of the page before; null: the first. */
export async function remotePage(api: ProviderApi, after: string | null): Promise<RemotePage> {
  const page = await api.batchPage(after);
  if (!page.ok) return { ok: false, trouble: troubleOf(page.failure) };
  return { ok: true, batches: page.value.batches.map((batch) => listed(api, batch)), next: page.value.next };
}

/** Tells an act at the provider in the activity of the job it belongs to, if that is here. */
async function tell(batchId: string, message: string): Promise<void> {
  const part = (await batchesHere()).byBatch.get(batchId);
  if (part) await logEvent({ jobId: part.jobId, k: part.k, kind: 'cancelled', message, details: batchId });
}

const outcomeOf = (result: CallResult<unknown>): RemoteAct =>
  result.ok ? { ok: true } : { ok: false, trouble: troubleOf(result.failure) };

/** Asks the provider to cancel a batch. What was answered by then stays and is paid for. */
export async function cancelRemote(api: ProviderApi, batchId: string): Promise<RemoteAct> {
  const result = await api.cancelBatch(batchId);
  if (result.ok) await tell(batchId, 'The provider was asked to cancel the batch, under “At the provider”.');
  wakeEngines();
  return outcomeOf(result);
}

const DELETED: Record<EndpointInfo['protocol'], string> = {
  openai: 'Its files were deleted at the provider: the requests with their texts, and the answers. What was collected here stays.',
  anthropic: 'The batch was deleted at the provider with its answers. What was collected here stays.',
};

/** Deletes what the provider lets go of a batch that is over: at OpenAI its files, at Anthropic the batch with its results. */
export async function deleteRemote(api: ProviderApi, { protocol }: EndpointInfo, batchId: string): Promise<RemoteAct> {
  const found = await api.batch(batchId);
  if (!found.ok) return outcomeOf(found);
  const result = await api.deleteBatch(found.value);
  if (result.ok) await tell(batchId, DELETED[protocol]);
  return outcomeOf(result);
}
