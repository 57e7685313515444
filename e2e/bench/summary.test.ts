import { expect, test } from 'vitest';
import type { Measured } from './figures.ts';
import { blocksWords, jsonOf, tableOf } from './report.ts';
import { longestBlockMs, median, summarise, together } from './summary.ts';

const step = (change: Partial<Measured> = {}): Measured => ({
  name: 'import',
  rows: 1000,
  seconds: 2,
  limit: { read: 0.5, parse: 0.5 },
  beside: null,
  peakBytes: 100_000_000,
  longestTaskMs: 0,
  longestGapMs: 20,
  ...change,
});

test('the median of an even number of runs is between the middle two', () => {
  expect(median([9, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 9])).toBe(3);
});

test('several runs come to medians; the longest block is of all runs', () => {
  const runs = [[step({ seconds: 1 })], [step({ seconds: 4, longestTaskMs: 70 })], [step({ seconds: 2, limit: { read: 2, parse: 0.5 } })]];
  expect(summarise(runs)).toMatchObject([{ seconds: 2, limitSeconds: 1, ratio: 0.5, longestTaskMs: 70, runs: 3 }]);
});

test('two steps as one piece of work add their seconds and limits, and share the higher peak', () => {
  const prepare = step({ name: 'prepare', seconds: 3, limit: { read: 1, store: 1 }, peakBytes: 300_000_000 });
  expect(together('both', step(), prepare, null)).toMatchObject({
    seconds: 5,
    limit: { read: 1.5, parse: 0.5, store: 1 },
    peakBytes: 300_000_000,
  });
});

test('where the browser names no long task, the longest late timer stands in, up to 50 ms', () => {
  expect(longestBlockMs([step({ longestGapMs: 31 })])).toBe(31);
  expect(longestBlockMs([step({ longestGapMs: 90 })])).toBe(50);
  expect(longestBlockMs([step({ longestGapMs: 90 }), step({ longestTaskMs: 120 })])).toBe(120);
});

test('the longest blocks of several runs are told one by one, and as a median', () => {
  expect(blocksWords([65, 31, 50])).toBe('65 ms in all runs, median not over 50 ms (65 ms, not over 50 ms, not over 50 ms)');
  expect(blocksWords([84, 31, 61])).toContain('median 61 ms');
  expect(blocksWords([71.4])).toBe('71 ms');
});

test('the figures name what they are of', () => {
  const steps = summarise([[step({ beside: { words: 'a naive pass', seconds: 4, asks: 'speed' } })]]);
  expect(jsonOf(1000, steps, null)).toMatchObject({
    rows: 1000,
    steps: [{ name: 'import', seconds: 2, rowsPerSecond: 500, limitSeconds: 1, ratio: 0.5 }],
    rendererPeakMB: 100,
    longestTaskMs: 20,
  });
  expect(tableOf(steps)).toContain('import: 2.00× as fast as a naive pass (4.00 s)');
  expect(tableOf(steps)).toContain('import: read 0.50 + parse 0.50');
});
