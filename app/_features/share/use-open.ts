import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Trouble } from '#lib/core/job';
import { slugJobId } from '#lib/core/job-id';
import type { Manifest } from '#lib/core/manifest';
import { readFragment, type LinkReading } from '#lib/core/share-link';
import { shareWorker } from '#lib/workers/share.client';

function onHash(tell: () => void): () => void {
  window.addEventListener('hashchange', tell);
  return () => window.removeEventListener('hashchange', tell);
}

/** What stands behind the `#` of the address; null before the page is there. */
function useFragment(): string | null {
  return useSyncExternalStore(
    onHash,
    () => location.hash.slice(1),
    () => null,
  );
}

/** What the link in the address holds, or what is wrong with it; null while it is read. */
export function useLink(): LinkReading | null {
  const fragment = useFragment();
  const [read, setRead] = useState<{ fragment: string; reading: LinkReading } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    if (fragment !== null) void readFragment(fragment).then((reading) => isCurrent && setRead({ fragment, reading }));
    return () => {
      isCurrent = false;
    };
  }, [fragment]);
  return read && read.fragment === fragment ? read.reading : null;
}

export type TakingState =
  | { phase: 'idle' | 'taking' }
  /** A job of that id is here; `isSame`: this very one. */
  | { phase: 'here'; jobId: string; isSame: boolean }
  | { phase: 'refused'; trouble: Trouble };

const broken = (error: unknown): Trouble => ({
  what: 'The job could not be taken in.',
  meaning: 'Nothing was sent.',
  todo: 'Try again; if the browser is short of space, remove tables or jobs you no longer need first.',
  details: error instanceof Error ? error.message : String(error),
});

/** Takes the job of a link in; `apart` keeps it beside the one of the same id that is here. */
export function useTakeIn(manifest: Manifest, onTaken: (jobId: string) => void) {
  const [state, setState] = useState<TakingState>({ phase: 'idle' });
  const take = useCallback(
    async (apart: boolean) => {
      setState({ phase: 'taking' });
      try {
        const jobId = apart ? slugJobId(manifest.job.name) : undefined;
        const taken = await shareWorker.run((remote) => remote.takeIn(manifest, jobId));
        if (taken.ok) return onTaken(taken.jobId);
        if (taken.exists !== undefined) setState({ phase: 'here', jobId: taken.exists, isSame: taken.sameDigest === true });
        else setState({ phase: 'refused', trouble: taken.trouble });
      } catch (error) {
        setState({ phase: 'refused', trouble: broken(error) });
      }
    },
    [manifest, onTaken],
  );
  return { state, take: (apart: boolean) => void take(apart) };
}
