import type { ExportOutcome, ExportTask } from '#lib/jobs/export';
import type { ExportProgress } from '#lib/jobs/export-meter';

export type { ExportOutcome, ExportTask } from '#lib/jobs/export';
export type { ExportProgress } from '#lib/jobs/export-meter';

/** Files for download, written as streams in a worker. */
export interface ExportApi {
  /** See `writeExport`; `file` null: into a Blob. */
  write(task: ExportTask, file: FileSystemFileHandle | null, onProgress: (progress: ExportProgress) => void): Promise<ExportOutcome>;
}
