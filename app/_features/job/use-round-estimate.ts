'use client';
import { useEffect, useState } from 'react';
import type { PlannedRound, RoundEstimate } from '#lib/workers/results.api';
import { resultsWorker } from '#lib/workers/results.client';

export type EstimateState =
  | { phase: 'working' }
  | { phase: 'ready'; estimate: RoundEstimate | null }
  | { phase: 'failed'; details: string };

/** How long changes of a plan must rest before it is reckoned again. */
const REST_MS = 300;

const WORKING: EstimateState = { phase: 'working' };

/**
 * What the prepared round comes to, or a planned one. Reckoned again when `planned` says something else; false: not wanted.
 */
export function useRoundEstimate(jobId: string, planned: PlannedRound | null | false): EstimateState {
  const [known, setKnown] = useState<{ key: string; state: EstimateState }>({ key: '', state: WORKING });
  const key = planned === false ? '' : JSON.stringify([jobId, planned]);
  useEffect(() => {
    if (key === '') return;
    let isCurrent = true;
    const [job, round] = JSON.parse(key) as [string, PlannedRound | null];
    const settle = (state: EstimateState) => isCurrent && setKnown({ key, state });
    const timer = setTimeout(
      () => {
        resultsWorker
          .run((remote) => remote.estimate(job, round))
          .then(
            (estimate) => settle({ phase: 'ready', estimate }),
            (error: unknown) => settle({ phase: 'failed', details: String(error) }),
          );
      },
      round ? REST_MS : 0,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key]);
  return known.key === key ? known.state : WORKING;
}
