import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { jobStatus } from '#lib/core/job-status';
import type { Trouble } from '#lib/core/job';
import { wakeEngines } from '#lib/jobs/wake';
import { listJobs, listParts } from '#lib/storage/jobs';
import { engineWorker } from '#lib/workers/engine.client';
import { keepRunning } from '#lib/workers/keep-running';

async function hasOpenJob(): Promise<boolean> {
  for (const job of await listJobs()) {
    if (jobStatus(job, await listParts(job.id)).stage !== 'finished') return true;
  }
  return false;
}

let running: Promise<unknown> | null = null;

/** Once a page: effects may run more often. Settles when the engine cannot be kept going. */
function runEngine(): Promise<unknown> {
  running ??= keepRunning({ start: () => engineWorker.run((engine) => engine.start()), ended: () => engineWorker.ended() });
  return running;
}

const notRunning = (error: unknown): Trouble => ({
  what: 'Jobs are not being looked after in this tab.',
  meaning: 'What is at the provider goes on there and nothing is lost, but nothing new is sent and no answers are collected.',
  todo: 'Reload the page. If it says so again, restart the server: it may have been updated.',
  details: error instanceof Error ? error.message : String(error),
});

/** Starts the job engine once there is a job that is not finished, and wakes it when the tab or the network comes back. */
export function useEngine(): Trouble | null {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  // Storage that cannot be read is told of by itself.
  const isNeeded = useLiveQuery(() => hasOpenJob().catch(() => false)) ?? false;
  // Once on, it stays on: it is cheap while idle, and a new round needs it at once.
  const [isOn, setIsOn] = useState(false);
  if (isNeeded && !isOn) setIsOn(true);

  useEffect(() => {
    if (!isOn) return;
    const give = (reason: unknown) => setTrouble(notRunning(reason));
    runEngine().then(give, give);
    const wake = () => {
      if (document.visibilityState === 'visible') wakeEngines();
    };
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wakeEngines);
    return () => {
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wakeEngines);
    };
  }, [isOn]);
  return trouble;
}
