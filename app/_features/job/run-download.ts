import type { ExportOutcome, ExportProgress } from '#lib/workers/export.api';
import { exportTrouble } from '#lib/jobs/export-trouble';
import { proxy } from '#lib/workers/bridge';
import { newExportWorker } from '#lib/workers/export.client';
import { removeChosen } from './choose-file.ts';
import type { DownloadTask } from './download-tasks.ts';
import { saveBlob } from './save-blob.ts';

/**
 * Writes a download in a worker of its own, and hands it to the browser where no file was chosen. Stopping ends the worker and
 * leaves no file behind. Null: it was stopped.
 */
export async function runDownload(
  { fileName, task }: DownloadTask,
  file: FileSystemFileHandle | null,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportOutcome | null> {
  const worker = newExportWorker();
  try {
    const outcome = await worker.run((remote) => remote.write(task, file, proxy(onProgress)), signal);
    if (outcome.ok && outcome.blob) saveBlob(outcome.blob, fileName);
    return outcome;
  } catch (error) {
    worker.end();
    if (file) await removeChosen(file);
    return signal.aborted ? null : { ok: false, trouble: exportTrouble(error) };
  } finally {
    worker.end();
  }
}
