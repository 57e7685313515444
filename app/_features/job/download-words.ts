import { bytesWords, durationWords, figure, pace, plural } from '#lib/core/measures';
import type { ExportProgress, ExportTask } from '#lib/workers/export.api';

/** Rows and bytes written, how fast, and how long it still takes. */
export function downloadWords({ kind }: ExportTask, progress: ExportProgress, elapsedMs: number): string {
  const { share, bytes, rowsDone, rowsTotal } = progress;
  const speed = pace(share, 1, elapsedMs);
  const written =
    kind === 'bundle' && share > 0 && share < 1 ? `${bytesWords(bytes)} of about ${bytesWords(bytes / share)}` : bytesWords(bytes);
  const words = [
    (kind === 'csv' || kind === 'jsonl') && `${figure(rowsDone)} of ${plural(rowsTotal, 'row')}`,
    written,
    speed && `${bytesWords(bytes / (elapsedMs / 1000))} a second`,
    speed && speed.leftMs >= 500 && `${durationWords(speed.leftMs)} left`,
  ];
  return words.filter(Boolean).join(' · ');
}
