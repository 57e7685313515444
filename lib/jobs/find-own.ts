import type { Part } from '#lib/core/job';
import { wireId } from '#lib/core/job-id';
import type { RemoteBatch } from '#lib/core/remote';
import type { BatchMark } from '#lib/providers/provider';
import { customIdsOf } from './custom-ids.ts';
import type { Work } from './desk.ts';

/** What a part's batch is known by. */
export function markOf(part: Part, { job, attempt }: Pick<Work, 'job' | 'attempt'>): BatchMark {
  const { k, digest, requests } = part;
  return {
    jobId: wireId(job),
    k,
    attempt: `${attempt.number}-${attempt.tag}`,
    digest,
    requests,
    intentAt: part.createIntentAt ?? Date.now(),
  };
}

/** Does a custom id name a request of this part? */
export function isOwnId(customId: string, part: Part, { job, attempt }: Pick<Work, 'job' | 'attempt'>): boolean {
  const idOf = customIdsOf(job, attempt, part, null);
  for (let i = 0; i < part.requests; i++) if (idOf(i) === customId) return true;
  return false;
}

/** A batch found for a part. `isGuess`: nothing speaks against it, and nothing says it is. */
export interface Found {
  batch: RemoteBatch;
  isGuess: boolean;
}

/** What others have or may have of the batches listed. */
export interface Rivals {
  claims: Map<string, 'sure' | 'guess'>;
  /** Of another part, too, nobody knows whether its batch was made. */
  isOtherInDoubt: boolean;
}

/**
 * The batch that is this part's: one that says so itself, one whose results do, else the only one that could be; `several` where that
 * cannot be told yet, because more than one could be it, or the one could be another's as well. Batches some part has for sure, and those
 * that were this part's and are not any more, are passed over.
 */
export async function findOwn(listed: RemoteBatch[], rivals: Rivals, part: Part, work: Work): Promise<Found | 'several' | null> {
  const { api, signal } = work;
  const mark = markOf(part, work);
  const open = listed.filter(({ id }) => rivals.claims.get(id) !== 'sure' && !part.formerBatches?.includes(id));
  const certain = open.find((batch) => api.matches(batch, mark) === 'certain');
  if (certain) return { batch: certain, isGuess: false };
  const silent: RemoteBatch[] = [];
  for (const batch of open) {
    if (api.matches(batch, mark) !== 'possible') continue;
    const told = await api.someCustomId(batch.id, signal);
    const isOwn = told.ok && told.value !== null ? isOwnId(told.value, part, work) : null;
    // One that another part has by a guess is left to it until its results are looked at.
    if (isOwn === true && !rivals.claims.has(batch.id)) return { batch, isGuess: false };
    if (isOwn !== false) silent.push(batch);
  }
  if (silent.length === 0) return null;
  const isOnly = silent.length === 1 && !rivals.isOtherInDoubt && !rivals.claims.has(silent[0]!.id);
  return isOnly ? { batch: silent[0]!, isGuess: true } : 'several';
}
