'use client';
import { useLiveQuery } from 'dexie-react-hooks';
import type { Attempt, Job, Part } from '#lib/core/job';
import { currentAttempt, jobStatus, type JobStatus } from '#lib/core/job-status';
import { DamagedJobError, getJob, listAttempts, listParts } from '#lib/storage/jobs';
import { batchProgress, stageShare, type BatchProgress } from './progress.ts';

/** A job with all that its page needs, read in one go so that its pieces fit together. */
export interface JobView {
  job: Job;
  status: JobStatus;
  attempts: Attempt[];
  parts: Part[];
  /** The newest round and its batches. */
  round: Attempt | undefined;
  roundParts: Part[];
  progress: BatchProgress;
  /** The job that answers the same question, where there is one here. */
  beside: Job | null;
  /** How far the present stage is, 0 to 1; null: cannot be told. */
  share: number | null;
}

/** A damaged neighbour is none. */
function noneIfDamaged(error: unknown): undefined {
  if (!(error instanceof DamagedJobError)) throw error;
}

async function readJob(id: string): Promise<JobView | null> {
  const job = await getJob(id);
  if (!job) return null;
  const [attempts, parts, beside] = await Promise.all([
    listAttempts(id),
    listParts(id),
    job.besideJobId ? getJob(job.besideJobId).catch(noneIfDamaged) : undefined,
  ]);
  const status = jobStatus(job, parts);
  const round = currentAttempt(attempts);
  const roundParts = parts.filter((part) => part.attempt === round?.number);
  const progress = batchProgress(roundParts);
  const share = stageShare(job, status.stage, progress);
  return { job, status, attempts, parts, round, roundParts, progress, beside: beside ?? null, share };
}

/** A job of which a record is damaged. */
export interface DamagedView {
  fault: string;
}

/** What does not fit together is a damaged record; what the database itself throws is another matter. */
const isDamage = (error: unknown): error is Error =>
  error instanceof DamagedJobError || error instanceof TypeError || error instanceof RangeError;

async function lookAt(id: string): Promise<JobView | DamagedView | null> {
  try {
    return await readJob(id);
  } catch (error) {
    if (isDamage(error)) return { fault: error.message };
    throw error;
  }
}

/** Undefined while it is read, null where there is no such job in this browser. */
export function useJob(id: string): JobView | DamagedView | null | undefined {
  return useLiveQuery(() => lookAt(id), [id]);
}
