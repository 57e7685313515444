'use client';
import { useCallback, useState } from 'react';
import type { Trouble } from '#lib/core/job';

export interface Action {
  busy: boolean;
  trouble: Trouble | null;
  /** Runs work that a person asked for; true where it came to its end. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Wishes are written into the browser's storage; what can go wrong is that it cannot be written. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const run = useCallback(async (work: () => Promise<unknown>) => {
    setBusy(true);
    setTrouble(null);
    try {
      await work();
      return true;
    } catch (error) {
      setTrouble({
        what: 'That could not be done.',
        meaning: 'Nothing was sent and nothing was lost: the wish could not be written into the storage of this browser.',
        todo: 'Check that the disk has room left, then try again.',
        details: String(error),
      });
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, trouble, run };
}
