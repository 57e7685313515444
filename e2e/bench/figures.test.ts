import { expect, test } from 'vitest';
import { unionSeconds } from './figures.ts';
import { percentile } from './scroll.ts';

test('time under way counts once, however many are under way', () => {
  const stretch = (startedAt: number, endedAt: number) => ({ startedAt, endedAt });
  expect(unionSeconds([stretch(5000, 6000), stretch(0, 1000)])).toBe(2);
  expect(unionSeconds([stretch(0, 4000), stretch(1000, 2000), stretch(3000, 5000)])).toBe(5);
  expect(unionSeconds([])).toBe(0);
});

test('so great a share of the values lies at or below the percentile', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect(percentile(values, 0.5)).toBe(50);
  expect(percentile(values, 0.95)).toBe(95);
  expect(percentile([7], 0.99)).toBe(7);
});
