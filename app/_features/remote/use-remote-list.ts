import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import type { Trouble } from '#lib/core/job';
import { clueOf, cluesOfIds, groupBatches, type ListedBatch, type RemoteJob } from '#lib/core/remote-jobs';
import { batchesHere, type BatchesHere } from '#lib/jobs/remote-here';
import type { RemotePage } from '#lib/workers/remote.api';
import { remoteWorker } from '#lib/workers/remote.client';

const broken = (error: unknown): Trouble => ({
  what: 'The list could not be read.',
  meaning: 'Nothing was changed here or at the provider.',
  todo: 'See that the server can be reached, then look again.',
  details: error instanceof Error ? error.message : String(error),
});

interface Listed {
  batches: ListedBatch[];
  /** Null: all are listed; undefined: nothing was read yet. */
  next: string | null | undefined;
  trouble: Trouble | null;
  isReading: boolean;
}

/** A page wanted. Each wish is another object, so that the same can be asked for again. */
interface PageWish {
  after: string | null;
}

interface Answered extends Omit<Listed, 'isReading'> {
  wish: PageWish;
}

const NOTHING = { batches: [], next: undefined };

function joined(before: Answered | null, wish: PageWish, page: RemotePage): Answered {
  const earlier = wish.after === null ? NOTHING : (before ?? NOTHING);
  if (!page.ok) return { ...earlier, trouble: page.trouble, wish };
  const known = new Set(earlier.batches.map(({ id }) => id));
  const fresh = page.batches.filter(({ id }) => !known.has(id));
  return { batches: [...earlier.batches, ...fresh], next: page.next, trouble: null, wish };
}

/** Pages of a provider's list, one after another. A batch that was made meanwhile moves the pages: each stands once. */
function usePages(endpointId: string): Listed & { more: () => void; again: () => void } {
  const [wish, setWish] = useState<PageWish>({ after: null });
  const [answered, setAnswered] = useState<Answered | null>(null);
  useEffect(() => {
    let isCurrent = true;
    remoteWorker
      .run((remote) => remote.page(endpointId, wish.after))
      .catch((error: unknown) => ({ ok: false as const, trouble: broken(error) }))
      .then((page) => isCurrent && setAnswered((before) => joined(before, wish, page)));
    return () => {
      isCurrent = false;
    };
  }, [endpointId, wish]);
  const { batches, next, trouble } = answered ?? { ...NOTHING, trouble: null };
  return {
    batches,
    next,
    trouble,
    isReading: answered?.wish !== wish,
    more: () => setWish({ after: next ?? null }),
    again: () => setWish({ after: null }),
  };
}

/** Custom ids of batches that carry no word of their job, by small reads one after another. */
function useCustomIds(endpointId: string, batches: readonly ListedBatch[], here: BatchesHere | undefined): Map<string, string> {
  const [ids, setIds] = useState<Map<string, string>>(new Map());
  const asked = useRef(new Set<string>());
  useEffect(() => {
    if (!here) return;
    const isSilent = (batch: ListedBatch) => batch.phase === 'ended' && !here.byBatch.has(batch.id) && !clueOf(batch);
    const open = batches.filter((batch) => isSilent(batch) && !asked.current.has(batch.id));
    for (const { id } of open) asked.current.add(id);
    void (async () => {
      for (const { id } of open) {
        const customId = await remoteWorker.run((remote) => remote.customId(endpointId, id)).catch(() => null);
        if (customId !== null) setIds((now) => new Map([...now, [id, customId]]));
      }
    })();
  }, [endpointId, batches, here]);
  return ids;
}

export interface RemoteList extends Omit<Listed, 'batches'> {
  /** Undefined until the first page has been read. */
  jobs: RemoteJob[] | undefined;
  here: BatchesHere | undefined;
  more: () => void;
  again: () => void;
}

/** What is at a provider, grouped into jobs, beside what is known of it here. */
export function useRemoteList({ id, protocol }: EndpointInfo): RemoteList {
  const here = useLiveQuery(batchesHere);
  const { batches, ...pages } = usePages(id);
  const ids = useCustomIds(id, batches, here);
  const jobs = useMemo(() => {
    if (pages.next === undefined || !here) return undefined;
    const createdAt = new Map(batches.map((batch) => [batch.id, batch.createdAt]));
    const clues = cluesOfIds(ids, protocol, (batchId) => createdAt.get(batchId) ?? 0);
    for (const batch of batches) {
      const clue = clueOf(batch);
      if (clue) clues.set(batch.id, clue);
    }
    return groupBatches(batches, clues, here.byBatch);
  }, [batches, here, ids, pages.next, protocol]);
  return { ...pages, jobs, here };
}
