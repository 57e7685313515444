import type { Trouble } from '#lib/core/job';
import { isLostData, LOST_TODO } from '#lib/core/lost-data';

/** Why rows cannot be shown, for a person. */
export function readTrouble(error: unknown): Trouble {
  if (isLostData(error)) {
    return {
      what: error.message,
      meaning: 'Other rows, and the files of the job, are not affected.',
      todo: LOST_TODO,
      details: null,
    };
  }
  return {
    what: 'The rows could not be read.',
    meaning: 'The job and its files are not affected.',
    todo: 'Try again; if it stays, reload the page.',
    details: String(error),
  };
}
