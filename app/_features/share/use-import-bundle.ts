import { useEffect, useRef, useState } from 'react';
import type { JobRole, Trouble } from '#lib/core/job';
import { proxy } from '#lib/workers/bridge';
import type { BundleFacts } from '#lib/workers/bundle.api';
import { bundleWorker } from '#lib/workers/bundle.client';
import { choicesFor, type How, type KnownJob } from './import-words.ts';

/** What a person chose for one job of the zip. */
export interface JobChoice {
  how: How;
  role: JobRole;
  /** Endpoint's id, where the zip does not tell it. */
  endpointId: string;
}

export type ImportState =
  | { phase: 'looking' | 'taking'; bytesDone: number }
  | { phase: 'shown'; jobs: BundleFacts[]; troubles: Trouble[] }
  | { phase: 'failed'; trouble: Trouble };

const broken = (error: unknown): Trouble => ({
  what: 'The zip could not be read.',
  meaning: 'Nothing of it was taken in, and nothing was sent.',
  todo: 'Try again; if the browser is short of space, remove tables or jobs you no longer need first.',
  details: error instanceof Error ? error.message : String(error),
});

/** What is safe where nothing is said: a job under way is only watched. */
export function firstChoice(job: KnownJob): JobChoice {
  return { how: choicesFor(job)[0]!.value, role: job.kind === 'own' && job.stage === 'sent' ? 'watch' : 'own', endpointId: '' };
}

/** Words of progress may come after the outcome, and then count for nothing. */
const stillAt = (phase: 'looking' | 'taking', now: ImportState, bytesDone: number): ImportState =>
  now.phase === phase ? { phase, bytesDone } : now;

/** What is to be done with one job of the zip. */
export interface Wish {
  job: KnownJob;
  choice: JobChoice;
  endpoint: KnownJob['endpoint'];
}

/**
 * Looks into a zip, and takes jobs of it in, in a worker; leaving ends what is under way. `onTaken` gets the ids of the jobs taken in, once
 * none was refused.
 */
export function useImportBundle(file: File, onTaken: (jobIds: string[]) => void): { state: ImportState; take: (wishes: Wish[]) => void } {
  const [state, setState] = useState<ImportState>({ phase: 'looking', bytesDone: 0 });
  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    const control = new AbortController();
    running.current = control;
    const show = proxy((bytesDone: number) => {
      if (!control.signal.aborted) setState((now) => stillAt('looking', now, bytesDone));
    });
    bundleWorker
      .run((remote) => remote.look(file, show), control.signal)
      .then((seen) => setState(seen.ok ? { phase: 'shown', jobs: seen.jobs, troubles: [] } : { phase: 'failed', trouble: seen.trouble }))
      .catch((error: unknown) => {
        if (!control.signal.aborted) setState({ phase: 'failed', trouble: broken(error) });
      });
    return () => control.abort();
  }, [file]);

  const take = async (wishes: Wish[]) => {
    const { signal } = running.current!;
    const show = proxy((bytesDone: number) => {
      if (!signal.aborted) setState((now) => stillAt('taking', now, bytesDone));
    });
    setState({ phase: 'taking', bytesDone: 0 });
    const taken: string[] = [];
    const troubles: Trouble[] = [];
    try {
      for (const { job, choice, endpoint } of wishes) {
        const { how, role } = choice;
        if (how === 'skip') continue;
        const wish = { root: job.root, how, role, ...(endpoint && { endpoint }) };
        const outcome = await bundleWorker.run((remote) => remote.take(file, wish, show), signal);
        if (outcome.ok) taken.push(outcome.jobId);
        else troubles.push(outcome.trouble);
      }
    } catch (error) {
      if (signal.aborted) return;
      troubles.push(broken(error));
    }
    if (troubles.length > 0) setState({ phase: 'shown', jobs: [], troubles });
    else onTaken(taken);
  };

  return { state, take: (wishes) => void take(wishes) };
}
