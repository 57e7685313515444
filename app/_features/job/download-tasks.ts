import { bytesWords, figure, plural } from '#lib/core/measures';
import type { ExportProgress } from '#lib/workers/export.api';
import { exportWorker } from '#lib/workers/export.client';
import { proxy } from '#lib/workers/bridge';

export type DownloadKind = 'csv-guarded' | 'csv-exact' | 'jsonl' | 'bundle';

export interface DownloadProgress {
  /** From 0 to 1. */
  share: number;
  words: string;
}

/** A file to be written and handed to the browser. */
export interface DownloadTask {
  label: string;
  fileName: string;
  write: (tell: (progress: DownloadProgress) => void, signal: AbortSignal) => Promise<Blob>;
}

const KINDS: Record<DownloadKind, { label: string; ending: string }> = {
  'csv-guarded': { label: 'Writing CSV for spreadsheets', ending: '-results.csv' },
  'csv-exact': { label: 'Writing exact CSV', ending: '-results-exact.csv' },
  jsonl: { label: 'Writing JSONL', ending: '-results.jsonl' },
  bundle: { label: 'Writing the bundle', ending: '.zip' },
};

const shareOf = ({ rowsDone, rowsTotal }: ExportProgress) => (rowsTotal > 0 ? rowsDone / rowsTotal : 0);

function rowsProgress(progress: ExportProgress, hasRows: boolean): DownloadProgress {
  const rows = hasRows ? `${figure(progress.rowsDone)} of ${plural(progress.rowsTotal, 'row')} · ` : '';
  return { share: shareOf(progress), words: `${rows}${bytesWords(progress.bytes)}` };
}

/** Results of a job in one of the forms they can be saved in, or all of it. */
export function jobDownload(jobId: string, kind: DownloadKind): DownloadTask {
  return {
    label: KINDS[kind].label,
    fileName: `${jobId}${KINDS[kind].ending}`,
    write: (tell, signal) => {
      const told = proxy((progress: ExportProgress) => tell(rowsProgress(progress, kind !== 'bundle')));
      return exportWorker.run((remote) => {
        if (kind === 'bundle') return remote.bundle(jobId, told);
        if (kind === 'jsonl') return remote.resultsJsonl(jobId, told);
        return remote.resultsCsv(jobId, { formulaGuard: kind === 'csv-guarded' }, told);
      }, signal);
    },
  };
}

/** Adds up what one job after another reports: each ends with all of its rows. */
export function jobsProgress(jobs: number): (progress: ExportProgress) => DownloadProgress {
  let done = 0;
  return (progress) => {
    const isWhole = progress.rowsDone >= progress.rowsTotal;
    const share = Math.min(1, (done + (isWhole ? 1 : shareOf(progress))) / jobs);
    if (isWhole) done += 1;
    const current = isWhole ? '' : ` · ${figure(progress.rowsDone)} of ${plural(progress.rowsTotal, 'row')} of the next`;
    return { share, words: `${figure(done)} of ${plural(jobs, 'job')} written${current}` };
  };
}

/** Every job's bundle in one zip, each in a folder of its own. */
export function allJobsDownload(jobIds: string[], now: number): DownloadTask {
  return {
    label: `Writing ${plural(jobIds.length, 'job')} into one zip`,
    fileName: `rowmill-jobs-${new Date(now).toISOString().slice(0, 10)}.zip`,
    write: (tell, signal) => {
      const add = jobsProgress(jobIds.length);
      const told = proxy((progress: ExportProgress) => tell(add(progress)));
      return exportWorker.run((remote) => remote.bundleOf(jobIds, told), signal);
    },
  };
}
