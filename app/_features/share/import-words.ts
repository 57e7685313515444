import { figure, plural } from '#lib/core/measures';
import type { BundleFacts } from '#lib/workers/bundle.api';

export type KnownJob = Extract<BundleFacts, { ok: true }>;

const STAGES: Record<KnownJob['stage'], { words: string; next: string }> = {
  built: { words: 'Prepared, nothing sent', next: 'Nothing is sent by taking it in; you can submit it here.' },
  sent: { words: 'At the provider', next: 'Its batches are looked at from here, and answers are collected as they come.' },
  answered: { words: 'Answered', next: 'All its answers are in the zip; nothing is asked of the provider.' },
  over: { words: 'Finished', next: 'Its answers are not in the zip; they are fetched from the provider, as long as it keeps them.' },
};

export const stageWords = ({ stage }: KnownJob): string => STAGES[stage].words;

/** What happens when it is taken in. */
export const nextWords = ({ stage }: KnownJob): string => STAGES[stage].next;

export function sizeWords({ rows, rounds, batches, requests }: KnownJob): string {
  const sent = `${plural(requests, 'request')} in ${plural(batches, 'batch')}`;
  return `${plural(rows, 'row')}, ${sent}${rounds > 1 ? `, ${figure(rounds)} rounds` : ''}`;
}

/** What is so, and what it means. */
interface Words {
  what: string;
  meaning?: string;
}

/** What a whole bundle would have and this one has not; null: nothing is missing. */
export function missingWords({ kind, lacksTable, lacksRequests }: KnownJob): Words | null {
  if (kind === 'original') {
    return {
      what: 'The folder holds no table.',
      meaning: 'Ids and texts are read out of its requests; other columns of your table are not in it.',
    };
  }
  if (lacksTable && lacksRequests) {
    return {
      what: 'Neither the table nor all of the requests are in the zip.',
      meaning: 'Choose the table under New job first, then import again.',
    };
  }
  if (lacksTable) {
    return {
      what: 'The table is not in the zip.',
      meaning: 'Ids and texts are read out of the requests; other columns can be had by adding the table later.',
    };
  }
  if (!lacksRequests) return null;
  return { what: 'Some requests are not in the zip.', meaning: 'They are written anew from the table, and compared with those sent.' };
}

export type How = 'new' | 'apart' | 'merge' | 'skip';

/** What can be done with a job of a zip, the safest first. */
export function choicesFor({ here }: KnownJob): { value: How; label: string }[] {
  const skip = { value: 'skip' as const, label: 'Leave out' };
  if (!here) return [{ value: 'new', label: 'Take in' }, skip];
  const apart = { value: 'apart' as const, label: 'Keep both apart' };
  return here.isSame ? [{ value: 'merge', label: 'Add to the job here' }, apart, skip] : [apart, skip];
}

/** What a choice means for the job that is here. */
export function hereWords({ here }: KnownJob, how: How): Words | null {
  if (!here) return null;
  const what = `${here.isSame ? 'This very job' : 'Another job of the same id'} is here already: “${here.name}”.`;
  if (how === 'merge') {
    return { what, meaning: 'Files that are missing and states that are further on are added to it; nothing is overwritten.' };
  }
  return how === 'apart' ? { what, meaning: 'This one gets an id of its own; the one here stays as it is.' } : { what };
}
