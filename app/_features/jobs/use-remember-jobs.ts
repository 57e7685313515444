import { useEffect } from 'react';

const KEY = 'rowmill-jobs';

/** Notes whether this browser has jobs where `public/theme.js` finds it before the next first paint. */
export function useRememberJobs(count: number | undefined): void {
  useEffect(() => {
    if (count === undefined) return;
    try {
      if (count > 0) localStorage.setItem(KEY, 'some');
      else localStorage.removeItem(KEY);
    } catch {
      // Storage is blocked: the next first paint shows what a new person sees.
    }
  }, [count]);
}
