import { useLiveQuery } from 'dexie-react-hooks';
import { jobStatus, type JobStatus } from '#lib/core/job-status';
import type { Job } from '#lib/core/job';
import { listJobs, listParts } from '#lib/storage/jobs';
import { spentOf, type Spent } from '../job/spent.ts';

export interface ListedJob {
  job: Job;
  status: JobStatus;
  spent: Spent;
}

async function jobsWithStatus(): Promise<ListedJob[]> {
  const jobs = await listJobs();
  return Promise.all(
    jobs.map(async (job) => {
      const parts = await listParts(job.id);
      return { job, status: jobStatus(job, parts), spent: spentOf(parts) };
    }),
  );
}

/** All jobs, newest change first, kept up to date; undefined until read. */
export function useJobs(): ListedJob[] | undefined {
  return useLiveQuery(jobsWithStatus);
}
