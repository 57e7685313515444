import { LOST_TODO, LostDataError } from '#lib/core/lost-data';
import type { Trouble } from '#lib/core/job';

const KEPT = 'Nothing half-written is left, and everything kept in this browser is as it was.';

const WORDS: Record<string, [what: string, todo: string]> = {
  QuotaExceededError: ['There is no room for the whole file.', 'Make room on the disk, or choose another one, then download again.'],
  NotAllowedError: [
    'The browser no longer lets the file be written: its permission was taken back.',
    'Download again, and allow it where the browser asks.',
  ],
  NotFoundError: [
    'The folder chosen for the file is gone, or a file of the job is.',
    'Download again and choose a folder that stays. If it fails once more, the Files tab tells what is there.',
  ],
  NoModificationAllowedError: ['Something else is writing that file.', 'Close it there, or choose another name, then download again.'],
  NotReadableError: [
    'A file of the job could not be read back from the storage of this browser.',
    'Reload the page and try again; the Files tab downloads every file by itself.',
  ],
};

/** A job, or its table, that is no longer here. */
export class GoneError extends Error {
  constructor() {
    super('The job or its table is no longer in this browser.');
    this.name = 'GoneError';
  }
}

/** Why an export did not come to its end, for a person. */
export function exportTrouble(error: unknown): Trouble {
  if (error instanceof GoneError) {
    return { what: error.message, meaning: 'There is nothing to write.', todo: 'Go back to the list of jobs.', details: null };
  }
  if (error instanceof LostDataError) {
    return { what: error.message, meaning: `${KEPT} The file would not have been whole.`, todo: LOST_TODO, details: null };
  }
  const name = error instanceof Error ? error.name : '';
  const details = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [what, todo] = WORDS[name] ?? ['The file could not be written.', 'Check that the disk has room left, then try again.'];
  return { what, meaning: KEPT, todo, details };
}
