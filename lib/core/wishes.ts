import type { Wishes } from './job.ts';

/** What each thing a person can ask of a job changes in its wishes. */
export const WISHED = {
  submit: { submit: true, hold: false, cancel: false, watch: true, submitWhenPrepared: null },
  holdSending: { hold: true },
  sendOn: { hold: false, checkNow: true },
  checkNow: { checkNow: true },
  stopWatching: { watch: false },
  watchAgain: { watch: true, checkNow: true },
  cancel: { cancel: true, watch: true, checkNow: true },
  /** A further round is prepared and waits for its own submission. */
  nextRound: { submit: false, hold: false, cancel: false, watch: true },
} as const satisfies Record<string, Partial<Wishes>>;
