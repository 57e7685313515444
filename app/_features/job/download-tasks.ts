import { plural } from '#lib/core/measures';
import type { ExportTask } from '#lib/workers/export.api';

export type DownloadKind = 'csv-guarded' | 'csv-exact' | 'jsonl' | 'bundle';

/** A file to be written. */
export interface DownloadTask {
  label: string;
  fileName: string;
  task: ExportTask;
}

const KINDS: Record<DownloadKind, { label: string; ending: string; task: (jobId: string) => ExportTask }> = {
  'csv-guarded': {
    label: 'Writing CSV for spreadsheets',
    ending: '-results.csv',
    task: (jobId) => ({ kind: 'csv', jobId, formulaGuard: true }),
  },
  'csv-exact': {
    label: 'Writing exact CSV',
    ending: '-results-exact.csv',
    task: (jobId) => ({ kind: 'csv', jobId, formulaGuard: false }),
  },
  jsonl: { label: 'Writing JSONL', ending: '-results.jsonl', task: (jobId) => ({ kind: 'jsonl', jobId }) },
  bundle: { label: 'Writing the bundle', ending: '.zip', task: (jobId) => ({ kind: 'bundle', jobIds: [jobId] }) },
};

/** Results of a job in one of the forms they can be saved in, or all of it. */
export function jobDownload(jobId: string, kind: DownloadKind): DownloadTask {
  const { label, ending, task } = KINDS[kind];
  return { label, fileName: `${jobId}${ending}`, task: task(jobId) };
}

/** Every job's bundle in one zip, each in a folder of its own. */
export function allJobsDownload(jobIds: string[], now: number): DownloadTask {
  return {
    label: `Writing ${plural(jobIds.length, 'job')} into one zip`,
    fileName: `rowmill-jobs-${new Date(now).toISOString().slice(0, 10)}.zip`,
    task: { kind: 'bundle', jobIds },
  };
}

/** What can be read of one job, or of all where none is named, without understanding it. */
export function rescueDownload(jobId: string | null, now: number): DownloadTask {
  return {
    label: 'Writing what can be read',
    fileName: `${jobId ?? 'rowmill'}-rescued-${new Date(now).toISOString().slice(0, 10)}.zip`,
    task: { kind: 'rescue', jobId },
  };
}
