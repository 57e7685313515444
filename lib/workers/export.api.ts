import type { ExportProgress } from '#lib/jobs/export';

export type { ExportProgress } from '#lib/jobs/export';

export interface ExportOptions {
  /** Prefix formulas so that a spreadsheet shows them as text; never applied to numbers. */
  formulaGuard: boolean;
  /** Without byte order mark, every cell as it is: for programs rather than spreadsheets. */
  exact?: boolean;
}

/** Files for download, written as streams in a worker. */
export interface ExportApi {
  resultsCsv(jobId: string, options: ExportOptions, onProgress: (progress: ExportProgress) => void): Promise<Blob>;
  resultsJsonl(jobId: string, onProgress: (progress: ExportProgress) => void): Promise<Blob>;
  /** The job directory as a zip, stored, under the job's id. Marks the job as saved. */
  bundle(jobId: string, onProgress: (progress: ExportProgress) => void): Promise<Blob>;
  /** Several job directories in one zip. */
  bundleOf(jobIds: string[], onProgress: (progress: ExportProgress) => void): Promise<Blob>;
}
