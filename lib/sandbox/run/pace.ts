import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

/** Waits so many milliseconds, or until the signal; never throws. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return;
  await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}

const BREATH_MS = 10;
const LEAST_WAIT_MS = 15;

/**
 * Spreads `total` steps evenly over `duration` milliseconds. Call the result before each step with the steps done:
 * it waits when the work is ahead of time, and lets polls be answered when it has been busy for a while.
 * `done` steps at the start count as done on time, so a run taken up again takes only the rest.
 */
export function pacer(total: number, duration: number, done: number, signal: AbortSignal): (done: number) => Promise<void> {
  const startedAt = performance.now() - (duration * done) / Math.max(1, total);
  let breathedAt = performance.now();
  return async (done) => {
    const now = performance.now();
    const early = startedAt + (duration * (done + 1)) / Math.max(1, total) - now;
    if (early > LEAST_WAIT_MS) await pause(early, signal);
    else if (now - breathedAt > BREATH_MS) await nextTurn();
    else return;
    breathedAt = performance.now();
  };
}
