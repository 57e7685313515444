/** Something a job needs is no longer in this browser, though the records say that it was stored. */
export class LostDataError extends Error {
  /** @param lost what is gone, as the subject of a sentence: "Rows from 5,001 on of the table a.csv" */
  constructor(readonly lost: string) {
    super(`${lost} can no longer be read in this browser.`);
    this.name = 'LostDataError';
  }
}
