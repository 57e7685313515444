/** Something a job needs is no longer in this browser, though the records say that it was stored. */
export class LostDataError extends Error {
  /** @param lost what is gone, as the subject of a sentence: "Rows from 5,001 on of the table a.csv" */
  constructor(readonly lost: string) {
    super(`${lost} can no longer be read in this browser.`);
    this.name = 'LostDataError';
  }
}

/** What a person can do where something of a job cannot be read any more. */
export const LOST_TODO =
  'Rows of a table come back once the same file is chosen again under New job. For anything else, download the bundle: it holds all that can still be read, and says what is missing.';

/** Whether an error says that something was lost; one that came from a worker has only its name left. */
export function isLostData(error: unknown): error is Error {
  return error instanceof Error && error.name === 'LostDataError';
}
