import { useState } from 'react';
import type { Trouble } from '#lib/core/job';
import { shareWorker } from '#lib/workers/share.client';

export type RoundsState = { phase: 'idle' | 'taking' } | { phase: 'refused'; trouble: Trouble };

const broken = (error: unknown): Trouble => ({
  what: 'The round could not be taken in.',
  meaning: 'The job is as it was; nothing was sent.',
  todo: 'Try again; if it stays, reload the page.',
  details: error instanceof Error ? error.message : String(error),
});

/** Takes in rounds of a job that somebody else sent. */
export function useTakeRounds(jobId: string): { state: RoundsState; take: () => void } {
  const [state, setState] = useState<RoundsState>({ phase: 'idle' });
  const take = () => {
    setState({ phase: 'taking' });
    shareWorker
      .run((remote) => remote.takeRounds(jobId))
      .then(
        (taken) => setState(taken.ok ? { phase: 'idle' } : { phase: 'refused', trouble: taken.trouble }),
        (error: unknown) => setState({ phase: 'refused', trouble: broken(error) }),
      );
  };
  return { state, take };
}
