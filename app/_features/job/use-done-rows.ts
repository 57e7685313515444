'use client';
import { useEffect, useState } from 'react';
import { resultsWorker } from '#lib/workers/results.client';

/** Rows that are done, by the number of their round; null until counted. */
export function useDoneRows(jobId: string): number[] | null {
  const [done, setDone] = useState<number[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    resultsWorker
      .run((remote) => remote.doneByRound(jobId))
      .then(
        (rows) => isCurrent && setDone(rows),
        // Without the counts rows that are done can still be chosen, all of them.
        () => isCurrent && setDone([]),
      );
    return () => {
      isCurrent = false;
    };
  }, [jobId]);
  return done;
}
