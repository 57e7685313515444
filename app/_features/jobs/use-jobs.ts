import { useLiveQuery } from 'dexie-react-hooks';
import { jobStatus, type JobStatus } from '#lib/core/job-status';
import type { Job } from '#lib/core/job';
import { listJobs, listParts } from '#lib/storage/jobs';

export interface ListedJob {
  job: Job;
  status: JobStatus;
}

async function jobsWithStatus(): Promise<ListedJob[]> {
  const jobs = await listJobs();
  return Promise.all(jobs.map(async (job) => ({ job, status: jobStatus(job, await listParts(job.id)) })));
}

/** All jobs, newest change first, kept up to date; undefined until read. */
export function useJobs(): ListedJob[] | undefined {
  return useLiveQuery(jobsWithStatus);
}
