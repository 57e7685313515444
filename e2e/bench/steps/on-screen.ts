import type { Page } from '@playwright/test';
import { LOOK_MS, PATIENCE_MS } from '../session.ts';

/** When the first row with an answer is on screen, in milliseconds since 1970. Begins to look at once. */
export function whenAnswersShow(page: Page): Promise<number> {
  return page.evaluate(async (field) => {
    const hasAnswer = () => {
      const heads = [...document.querySelectorAll('[role=grid] th')];
      const column = heads.findIndex((head) => head.textContent.trim().startsWith(field));
      const rows = [...document.querySelectorAll('[role=grid] tbody tr')];
      return column >= 0 && rows.some((row) => row.children[column]?.textContent.trim());
    };
    while (!hasAnswer()) await new Promise(requestAnimationFrame);
    return performance.timeOrigin + performance.now();
  }, 'sentiment');
}

/** Resolves once the job's state reads so. Playwright's own way of waiting lays the page out each time it looks, which would be measured too. */
export function whenStateIs(page: Page, state: string): Promise<void> {
  return page.evaluate(
    async ({ state, lookMs, until }) => {
      const stateNow = () => document.querySelector('output[aria-label=State]')?.textContent.replace(/\s+/g, ' ').trim();
      while (stateNow() !== state) {
        if (Date.now() > until) throw new Error(`The job's state is "${stateNow()}", not "${state}".`);
        await new Promise((resolve) => setTimeout(resolve, lookMs));
      }
    },
    { state, lookMs: LOOK_MS, until: Date.now() + PATIENCE_MS },
  );
}

/** Resolves once a call of that name to a worker has ended; looks as rarely, for the same reason. */
export function whenCallEnds(page: Page, path: string): Promise<void> {
  return page.evaluate(
    async ({ path, lookMs, until }) => {
      while (!window.benchProbe.calls.some((call) => call.path === path && call.endedAt !== null)) {
        if (Date.now() > until) throw new Error(`${path} does not end.`);
        await new Promise((resolve) => setTimeout(resolve, lookMs));
      }
    },
    { path, lookMs: LOOK_MS, until: Date.now() + PATIENCE_MS },
  );
}

/** When a view asked for since `since` is worked out and its rows in sight are on screen; rows beyond may still be read ahead. */
export function whenViewShows(page: Page, since: number): Promise<{ startedAt: number; endedAt: number }> {
  return page.evaluate(async (since) => {
    const calls = () => window.benchProbe.calls.filter(({ startedAt }) => startedAt >= since);
    const isThere = () => {
      const found = calls().find(({ path }) => path === 'filter')?.endedAt;
      return (
        typeof found === 'number' &&
        calls().some(({ path, endedAt }) => path === 'window' && endedAt !== null && endedAt > found) &&
        document.querySelector('[role=grid] tbody tr') !== null &&
        document.querySelector('[role=grid] tr[aria-busy]') === null
      );
    };
    for (let steadyFrames = 0, at = 0; ;) {
      await new Promise(requestAnimationFrame);
      if (!isThere()) steadyFrames = 0;
      else if (steadyFrames++ === 0) at = performance.timeOrigin + performance.now();
      else return { startedAt: calls().find(({ path }) => path === 'filter')!.startedAt, endedAt: at };
    }
  }, since);
}
