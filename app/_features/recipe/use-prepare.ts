import { useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import type { Trouble } from '#lib/core/job';
import type { JobDraft } from '#lib/core/new-job';
import { createJob } from '#lib/jobs/commands';
import { askToKeep } from '../jobs/keep-promise.ts';

export interface Prepare {
  isBusy: boolean;
  trouble: Trouble | null;
  /** Makes the job; the draft has to be complete. */
  prepare: (draft: JobDraft, endpoint: EndpointInfo, jobId: string) => Promise<void>;
}

const failed = (error: unknown): Trouble => ({
  what: 'The job could not be stored in this browser.',
  meaning: 'No job was made and nothing was sent. What you wrote is still on this page.',
  todo: 'Free some space by removing jobs or tables you no longer need, then prepare it again.',
  details: error instanceof Error ? error.message : String(error),
});

/** Makes a job of the draft and tells where it is. */
export function usePrepare(onMade: (jobId: string) => Promise<void>): Prepare {
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const prepare = async (draft: JobDraft, endpoint: EndpointInfo, jobId: string) => {
    if (isBusy || draft.datasetId === null) return;
    setIsBusy(true);
    setTrouble(null);
    try {
      const { datasetId, name, recipe, sample } = draft;
      const made = await createJob({ name, jobId, datasetId, endpoint, recipe, sample, besideJobId: draft.besideJobId });
      if (made.ok) {
        void askToKeep();
        await onMade(made.jobId);
      } else {
        setTrouble(made.trouble);
      }
    } catch (error) {
      setTrouble(failed(error));
    }
    setIsBusy(false);
  };
  return { isBusy, trouble, prepare };
}
