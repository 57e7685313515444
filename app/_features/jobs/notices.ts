import type { JobStage } from '#lib/core/job-status';
import { plural } from '#lib/core/measures';
import type { ListedJob } from './use-jobs.ts';

/** What a person who asked for it is told while looking elsewhere. */
export interface Notice {
  jobId: string;
  title: string;
  body: string;
}

/** Where a job goes on by itself: leaving it for one of those below is news. */
const UNDER_WAY: readonly JobStage[] = ['submitting', 'running', 'collecting', 'cancelling'];

function noticeOf({ job, status }: ListedJob): Notice | null {
  const { id: jobId, name, counts, rowCount } = job;
  if (status.stage === 'finished') {
    const left = status.resendable > 0 ? `, ${plural(status.resendable, 'row')} without a valid answer` : '';
    return { jobId, title: `Finished: ${name}`, body: `${plural(counts.ok, 'row')} of ${plural(rowCount, 'row')} done${left}.` };
  }
  if (status.stage === 'unsure') return { jobId, title: `Needs your answer: ${name}`, body: 'A batch may or may not have been started.' };
  if (status.stage === 'trouble') return { jobId, title: `Stopped: ${name}`, body: job.trouble?.what ?? 'A problem stopped the job.' };
  return null;
}

/** What has come to its end, or to a stand, since `before`. */
export function noticesSince(before: ReadonlyMap<string, JobStage>, jobs: ListedJob[]): Notice[] {
  return jobs
    .filter(({ job, status }) => UNDER_WAY.includes(before.get(job.id) ?? 'ready') && !UNDER_WAY.includes(status.stage))
    .map(noticeOf)
    .filter((notice) => notice !== null);
}

/** The list's tab title, with how much has happened while nobody looked. */
export function listTitle(news: number): string {
  return news > 0 ? `(${news}) Jobs – Rowmill` : 'Jobs – Rowmill';
}
