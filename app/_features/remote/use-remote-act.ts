import { useState } from 'react';
import type { Trouble } from '#lib/core/job';
import { remoteWorker } from '#lib/workers/remote.client';
import type { RemoteAct } from '#lib/workers/remote.api';

export interface RemoteActing {
  busy: boolean;
  trouble: Trouble | null;
  cancel: (endpointId: string, batchId: string) => Promise<boolean>;
  remove: (endpointId: string, batchId: string) => Promise<boolean>;
}

const broken = (error: unknown): RemoteAct => ({
  ok: false,
  trouble: {
    what: 'It is not known whether that was done.',
    meaning: 'The call broke off on its way.',
    todo: 'Look at the list again.',
    details: error instanceof Error ? error.message : String(error),
  },
});

/** Acts on a batch at the provider; true where it was done. */
export function useRemoteAct(): RemoteActing {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const run = async (act: Promise<RemoteAct>): Promise<boolean> => {
    setBusy(true);
    setTrouble(null);
    const outcome = await act.catch(broken);
    setBusy(false);
    if (!outcome.ok) setTrouble(outcome.trouble);
    return outcome.ok;
  };
  return {
    busy,
    trouble,
    cancel: (endpointId, batchId) => run(remoteWorker.run((remote) => remote.cancel(endpointId, batchId))),
    remove: (endpointId, batchId) => run(remoteWorker.run((remote) => remote.remove(endpointId, batchId))),
  };
}
