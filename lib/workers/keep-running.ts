/** So many ends within this time are no accident. */
const MOST_ENDS = 3;
const WITHIN_MS = 60_000;
const PAUSE_MS = 1000;

interface Running {
  /** Starts it; rejects where it cannot be started. */
  start: () => Promise<unknown>;
  /** Resolves with the reason once what was started is no more. */
  ended: () => Promise<unknown>;
  now?: () => number;
  pause?: (ms: number) => Promise<unknown>;
}

const sleep = (ms: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * Starts something that is meant to run for as long as the page, and again whenever it ends by itself. Resolves, with the reason,
 * once it has ended too often in too short a time; rejects where it cannot be started.
 */
export async function keepRunning({ start, ended, now = Date.now, pause = sleep }: Running): Promise<unknown> {
  const ends: number[] = [];
  for (;;) {
    await start();
    const reason = await ended();
    const at = now();
    ends.push(at);
    if (ends.filter((end) => at - end < WITHIN_MS).length >= MOST_ENDS) return reason;
    await pause(PAUSE_MS);
  }
}
