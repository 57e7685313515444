import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Trouble } from '#lib/core/job';
import { proxy } from '#lib/workers/bridge';
import { remoteWorker } from '#lib/workers/remote.client';
import type { RemoteWish, TakenIn } from '#lib/workers/remote.api';
import { tableWorker } from '#lib/workers/table.client';

const broken = (error: unknown): Extract<TakenIn, { ok: false }> => ({
  ok: false,
  trouble: {
    what: 'Taking in broke off.',
    meaning: 'Nothing was sent or changed at the provider.',
    todo: 'Look at the list of jobs; if it is not there, try again.',
    details: error instanceof Error ? error.message : String(error),
  },
});

export interface TakingIn {
  busy: boolean;
  /** What stands in the way; `exists`: a job here of the same id. */
  refused: Extract<TakenIn, { ok: false }> | null;
  tableTrouble: Trouble | null;
  start: (endpointId: string, wish: RemoteWish) => void;
  /** Reads a table file; resolves with its id, or null where it could not be read. */
  addTable: (file: File) => Promise<string | null>;
}

/** Takes a job in from the provider and opens it. */
export function useTakeIn(): TakingIn {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<TakingIn['refused']>(null);
  const [tableTrouble, setTableTrouble] = useState<Trouble | null>(null);
  const take = async (endpointId: string, wish: RemoteWish) => {
    setBusy(true);
    setRefused(null);
    const taken = await remoteWorker.run((remote) => remote.takeIn(endpointId, wish)).catch(broken);
    setBusy(false);
    if (taken.ok) router.push(`/jobs/${taken.jobId}`);
    else setRefused(taken);
  };
  const addTable = async (file: File) => {
    setBusy(true);
    setTableTrouble(null);
    const silent = proxy(() => {});
    const outcome = await tableWorker.run((remote) => remote.importFile(file, {}, silent)).finally(() => setBusy(false));
    if (outcome.ok) return outcome.dataset.id;
    setTableTrouble(outcome.trouble);
    return null;
  };
  return { busy, refused, tableTrouble, start: (endpointId, wish) => void take(endpointId, wish), addTable };
}
