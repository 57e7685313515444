import type { Trouble } from './job.ts';

/**
 * Why nothing can be read or written in this tab. `waiting`: tabs of an earlier version still hold the database. `replaced`: a later
 * version took it over from this tab. `newer`: it was last used by a later version than this app. `gone`: it was cleared or closed
 * while this page was open. `unreadable`: it cannot be opened.
 */
export type StorageFaultKind = 'waiting' | 'replaced' | 'newer' | 'gone' | 'unreadable';

const AT_PROVIDER = 'Batches at the provider go on, and their results are kept there for 29 days.';

const WORDS: Record<StorageFaultKind, Omit<Trouble, 'details'>> = {
  waiting: {
    what: 'Another tab still uses an earlier version of Rowmill.',
    meaning: `What is stored in this browser is being brought to this version and waits for that tab. Nothing is lost; nothing is sent meanwhile.`,
    todo: 'Close the other tabs of Rowmill, or reload them. This page then goes on by itself.',
  },
  replaced: {
    what: 'A later version of Rowmill was opened in another tab.',
    meaning: 'This tab has stopped: it no longer reads or writes. Jobs are looked after in the other tab, and nothing is lost.',
    todo: 'Reload this page.',
  },
  newer: {
    what: 'What is stored in this browser was written by a later version of Rowmill than this one.',
    meaning: `This version leaves it untouched: it might not understand it. ${AT_PROVIDER}`,
    todo: 'Reload the page in a while, or ask whoever runs the server for the later version. The files of the jobs can be saved now.',
  },
  gone: {
    what: 'The browser has closed or cleared what Rowmill stores here.',
    meaning: `This tab can no longer read or write. ${AT_PROVIDER}`,
    todo: 'Reload the page to see what is left.',
  },
  unreadable: {
    what: 'The storage of this browser cannot be opened.',
    meaning: `Jobs kept here cannot be shown, and nothing is sent. ${AT_PROVIDER}`,
    todo: 'Reload the page, then restart the browser. Look that the disk has room left, and that this is no private window. If it stays, try to save the files of the jobs before anything is cleared.',
  },
};

/** What a person reads where the storage of this browser does not do its part. */
export function storageTrouble(kind: StorageFaultKind, details: string | null): Trouble {
  return { ...WORDS[kind], details };
}

/** Whether files may still be readable where the app itself must not go on. */
export function isRescueWorthwhile(kind: StorageFaultKind): boolean {
  return kind === 'newer' || kind === 'unreadable';
}

/** What a person reads who comes back to a browser that has nothing left of the jobs it had. */
export function clearedTrouble(names: readonly string[], count: number): Trouble {
  const jobs = count === 1 ? 'The job that was kept' : `The ${count} jobs that were kept`;
  return {
    what: `${jobs} in this browser ${count === 1 ? 'is' : 'are'} no longer here.`,
    meaning: `The browser, or somebody, has cleared what Rowmill stored. ${AT_PROVIDER} Bundles you saved are whole.`,
    todo: 'Look for bundles among your downloads, and import them. What was not saved can be taken in again from the provider.',
    details: names.length === 0 ? null : names.map((name) => `• ${name}`).join('\n') + (count > names.length ? '\n…' : ''),
  };
}
