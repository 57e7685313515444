import type { BatchHere } from '#lib/core/remote-jobs';
import { wireId } from '#lib/core/job-id';
import { listJobs, listParts } from '#lib/storage/jobs';

export interface BatchesHere {
  /** By the provider's id of a batch. */
  byBatch: Map<string, BatchHere>;
  /** Jobs with batches at a provider, by the identity of the key they belong to. */
  byIdentity: Map<string, { jobId: string; name: string; label: string; fingerprint: string | null }[]>;
}

/** What this browser's records say of batches at providers. */
export async function batchesHere(): Promise<BatchesHere> {
  const byBatch: BatchesHere['byBatch'] = new Map();
  const byIdentity: BatchesHere['byIdentity'] = new Map();
  for (const job of await listJobs()) {
    const { id: jobId, name, endpoint } = job;
    const parts = await listParts(jobId);
    const sent = parts.filter(({ batchId }) => batchId !== null);
    for (const { k, batchId, state } of sent) {
      byBatch.set(batchId!, { jobId, wireId: wireId(job), name, k, isCollected: state === 'collected' });
    }
    // Here they were refused before they ran; at Anthropic they were taken by mistake, and are others'.
    const former =
      endpoint.protocol === 'openai' ? parts.flatMap((part) => (part.formerBatches ?? []).map((id) => ({ id, k: part.k }))) : [];
    for (const { id, k } of former) byBatch.set(id, { jobId, wireId: wireId(job), name, k, isCollected: true });
    if (sent.length === 0 || endpoint.identity === null) continue;
    const known = byIdentity.get(endpoint.identity) ?? [];
    byIdentity.set(endpoint.identity, [...known, { jobId, name, label: endpoint.label, fingerprint: endpoint.fingerprint }]);
  }
  return { byBatch, byIdentity };
}
