import type { Trouble } from '#lib/core/job';
import { isLostData } from '#lib/core/lost-data';

/** Why rows cannot be shown, for a person. */
export function readTrouble(error: unknown): Trouble {
  if (isLostData(error)) {
    return {
      what: error.message,
      meaning: 'Other rows, and the files of the job, are not affected.',
      todo: 'Rows of a table come back once the same file is chosen again under New job. For anything else, download the bundle: it holds all that can still be read.',
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
