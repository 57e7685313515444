import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { clearedTrouble } from '#lib/core/storage-words';
import type { Trouble } from '#lib/core/job';
import { listJobs } from '#lib/storage/jobs';

/** Present while this browser has jobs: `public/theme.js` looks for it before the first paint. Holds what to name if they vanish. */
const KEY = 'rowmill-jobs';
/** Names remembered. */
const MOST = 30;

interface Remembered {
  count: number;
  names: string[];
}

function recall(): Remembered | null {
  try {
    const text = localStorage.getItem(KEY);
    if (text === null) return null;
    const { count, names } = JSON.parse(text) as Partial<Remembered>;
    return typeof count === 'number' && Array.isArray(names) ? { count, names: names.map(String) } : null;
  } catch {
    // Storage is blocked, or this was noted by an earlier version, which named none.
    return null;
  }
}

function remember({ count, names }: Remembered): void {
  try {
    if (count > 0) localStorage.setItem(KEY, JSON.stringify({ count, names }));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: the next first paint shows what a new person sees.
  }
}

async function present(): Promise<Remembered> {
  const jobs = await listJobs();
  return { count: jobs.length, names: jobs.slice(0, MOST).map(({ name, id }) => `${name} (${id})`) };
}

/**
 * Notes, outside the database, which jobs this browser has. Should it have none when a page is opened although it had some when the
 * last one was left, they were cleared by somebody else than this app: that comes back, in words, until it is understood.
 */
export function useRememberJobs(): { trouble: Trouble; setTold: () => void } | null {
  const now = useLiveQuery(() => present().catch(() => undefined));
  const [before, setBefore] = useState<Remembered | null | undefined>();
  if (now && before === undefined) setBefore(now.count === 0 ? recall() : null);
  const isMissed = Boolean(before) && now?.count === 0;
  const isKnown = now !== undefined && !isMissed;
  useEffect(() => {
    if (isKnown) remember(now);
  }, [isKnown, now]);
  if (!before || !isMissed) return null;
  return { trouble: clearedTrouble(before.names, before.count), setTold: () => setBefore(null) };
}
