import { expect, it, vi } from 'vitest';
import { keepRunning } from './keep-running.ts';

/** Ends after so many milliseconds, one after another. */
function ending(lives: number[]) {
  let at = 0;
  const start = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const ended = () => {
    at += lives.shift() ?? 0;
    return Promise.resolve(`ended at ${at}`);
  };
  return { start, ended, now: () => at, pause: () => Promise.resolve() };
}

it('starts again what ends now and then, and gives up what ends three times within a minute', async () => {
  const running = ending([100_000, 100_000, 59_000, 61_000, 100, 100]);
  expect(await keepRunning(running)).toBe('ended at 320200');
  expect(running.start).toHaveBeenCalledTimes(6);
});

it('tells at once of what cannot be started', async () => {
  const start = () => Promise.reject(new Error('no such file'));
  await expect(keepRunning({ start, ended: () => new Promise(() => {}) })).rejects.toThrow('no such file');
});
