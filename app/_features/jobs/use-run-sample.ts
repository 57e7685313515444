import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Trouble } from '#lib/core/job';
import type { Sample } from '#lib/core/samples';

/** Runs a sample and goes to its job. `running` is the id of the one on its way. */
export function useRunSample(): { running: string | null; trouble: Trouble | null; run: (sample: Sample) => void } {
  const router = useRouter();
  const [running, setRunning] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const run = async (sample: Sample) => {
    setRunning(sample.id);
    setTrouble(null);
    // Loaded when it is wanted: reading recipes takes a library that the first page does without.
    const { runSample } = await import('./run-sample.ts');
    const created = await runSample(sample);
    if (created.ok) return router.push(`/jobs/${created.jobId}`);
    setTrouble(created.trouble);
    setRunning(null);
  };
  return { running, trouble, run: (sample) => void run(sample) };
}
