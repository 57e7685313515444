import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Sleeper, type Nap } from './sleeper.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function isOver({ over }: Nap): Promise<boolean> {
  let result = false;
  void over.then(() => {
    result = true;
  });
  await Promise.resolve();
  return result;
}

it('sleeps until its time', async () => {
  const nap = new Sleeper().nap(Date.now() + 1000, 0);
  vi.advanceTimersByTime(999);
  expect(await isOver(nap)).toBe(false);
  vi.advanceTimersByTime(1);
  expect(await isOver(nap)).toBe(true);
});

it('is woken, and misses no wake between looking around and going to sleep', async () => {
  const sleeper = new Sleeper();
  const nap = sleeper.nap(Infinity, sleeper.wakes);
  const seen = sleeper.wakes;
  expect(await isOver(nap)).toBe(false);
  sleeper.wake();
  expect(await isOver(nap)).toBe(true);
  expect(await isOver(sleeper.nap(Infinity, seen))).toBe(true);
});

it('can be cut short, and leaves no timer behind', async () => {
  const nap = new Sleeper().nap(Date.now() + 1000, 0);
  nap.end();
  expect(await isOver(nap)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
