import type { ImportProgress } from '#lib/core/import-outcome';
import { bytesWords, durationWords, pace, plural } from '#lib/core/measures';

/** "12 MB of 356 MB · 34 500 rows · 45 MB/s · 8 s left"; rate and time left once they can be told. */
export function importWords({ bytesDone, bytesTotal, rows }: ImportProgress, elapsedMs: number): string {
  const speed = pace(bytesDone, bytesTotal, elapsedMs);
  const words = [
    `${bytesWords(bytesDone)} of ${bytesWords(bytesTotal)}`,
    rows === null ? 'looking whether it is here already' : plural(rows, 'row'),
  ];
  if (speed) words.push(`${bytesWords(speed.perSecond)}/s`, `${durationWords(speed.leftMs)} left`);
  return words.join(' · ');
}

/** "rows 3, 8, 12 and 40 more"; rows are numbered from 1. */
export function exampleRows(rows: number, examples: readonly number[]): string {
  if (examples.length === 0) return '';
  const more = rows - examples.length;
  const named = examples.slice(0, 5).join(', ');
  const rest = more + Math.max(0, examples.length - 5);
  return `${rows === 1 ? 'row' : 'rows'} ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}
