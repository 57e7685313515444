import { useEffect, useState } from 'react';
import type { Standing } from '#lib/jobs/session';

const EVERY_MS = 5 * 60_000;

/** Who is signed in, asked again when the tab comes back and every few minutes; an answer that did not come changes nothing. */
export function useStanding(): Standing {
  const [standing, setStanding] = useState<Standing>({ phase: 'unknown' });
  useEffect(() => {
    let isCurrent = true;
    const look = async () => {
      if (document.visibilityState === 'hidden') return;
      // Loaded when wanted: the first page would grow by the schema library otherwise.
      const { whoIsSignedIn } = await import('#lib/jobs/session');
      const found = await whoIsSignedIn();
      if (isCurrent && found.phase !== 'unknown') setStanding(found);
    };
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    const seen = () => void look();
    document.addEventListener('visibilitychange', seen);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, []);
  return standing;
}
