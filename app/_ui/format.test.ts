import { describe, expect, it } from 'vitest';
import { figure } from '#lib/core/measures';
import { formatCount, formatTime } from './format.ts';

describe('figures of the kit', () => {
  it('parts groups of three by a narrow no-break space', () => {
    expect(formatCount(0)).toBe('0');
    expect(formatCount(999)).toBe('999');
    expect(formatCount(1000)).toBe('1\u202f000');
    expect(formatCount(1_234_567)).toBe('1\u202f234\u202f567');
  });

  it.each([0, 12, 999, 1000, 65_432, 1_000_000])('reads as everywhere else: %d', (count) => {
    expect(formatCount(count)).toBe(figure(count));
  });

  it('names day, month and clock', () => {
    expect(formatTime(new Date(2026, 9, 14, 5, 4, 3).getTime())).toBe('14 Oct 2026, 05:04:03');
  });
});
