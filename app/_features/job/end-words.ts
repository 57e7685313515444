import { figure, plural } from '#lib/core/measures';
import type { JobView } from './use-job.ts';

/** Batches the provider is working on, or may be. */
function batchesOut({ parts }: JobView): number {
  return parts.filter((part) => ['creating', 'uncertain', 'submitted', 'running', 'ended'].includes(part.state)).length;
}

/** What cancelling means for rows and money. */
export function cancelWords(view: JobView): string[] {
  const out = batchesOut(view);
  const unsent = view.roundParts.filter((part) => ['built', 'uploading', 'uploaded'].includes(part.state));
  const lines: string[] = [];
  if (out > 0) {
    lines.push(
      `${plural(out, 'batch')} at ${view.job.endpoint.label}: asked to stop, which can take ten minutes.`,
      'What is answered by then is paid for and collected as usual. Rows not answered end as cancelled and are not charged.',
    );
  }
  if (unsent.length > 0) {
    const rows = unsent.reduce((sum, part) => sum + part.rows, 0);
    lines.push(`${plural(unsent.length, 'batch')} not started yet, with ${plural(rows, 'row')}: not sent any more, and not charged.`);
  }
  lines.push('You can send the remaining rows again later.');
  return lines;
}

/** What deleting loses, and what it does not. */
export function deleteWords(view: JobView): string[] {
  const { job, attempts } = view;
  const out = batchesOut(view);
  const answers = job.counts.ok > 0 ? `the answers for ${plural(job.counts.ok, 'row')}, ` : '';
  const lines = [
    `Lost for good: ${answers}the files of ${plural(attempts.length, 'round')}, and the record of what was sent.`,
    `The table ${job.datasetName} stays in this browser.`,
  ];
  if (out > 0) {
    lines.push(
      `${figure(out)} of its batches ${out === 1 ? 'is' : 'are'} still at ${job.endpoint.label}: they go on there and are paid for, but nobody will collect their answers here. Cancel the job first if you do not want that.`,
    );
  }
  if (!job.bundledAt) lines.push('No bundle has been saved: this is the only copy. “Download bundle” keeps everything.');
  return lines;
}
