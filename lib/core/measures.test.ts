import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agoWords, bytesWords, countdown, durationWords, figure, pace, percent, plural } from './measures.ts';

describe('measures', () => {
  it('writes counts with their nouns', () => {
    expect(figure(1234567)).toBe('1\u202f234\u202f567');
    expect(plural(1, 'batch')).toBe('1 batch');
    expect(plural(2000, 'row')).toBe('2\u202f000 rows');
    expect(plural(0, 'batch')).toBe('0 batches');
  });

  it('writes bytes in decimal units', () => {
    expect([0, 999, 1000, 1250000, 999_600, 1.17e9].map(bytesWords)).toEqual(['0 B', '999 B', '1 kB', '1.25 MB', '1 MB', '1.17 GB']);
  });

  it('says 100% only at the end and 0% only at the start', () => {
    expect([percent(0, 0), percent(0, 9), percent(1, 100_000), percent(99_999, 100_000), percent(7, 7)]).toEqual([0, 0, 1, 99, 100]);
    assert(
      property(integer({ min: 1, max: 1e9 }), integer({ min: 1, max: 1e9 }), (done, total) => {
        const value = percent(done, total);
        expect(value === 100).toBe(done >= total);
        expect(value).toBeGreaterThan(0);
      }),
    );
  });

  it('writes durations and ages', () => {
    expect([400, 8000, 59_400, 12 * 60_000, 125 * 60_000, 120 * 60_000, 3 * 86_400_000].map(durationWords)).toEqual([
      '0 s',
      '8 s',
      '59 s',
      '12 min',
      '2 h 5 min',
      '2 h',
      '3 days',
    ]);
    expect(agoWords(1000, 4000)).toBe('just now');
    expect(agoWords(0, 60_000)).toBe('1 min ago');
  });

  it('counts down as a clock and stops at zero', () => {
    expect([249_000, 3_750_000, 400, -5].map(countdown)).toEqual(['04:09', '1:02:30', '00:01', '00:00']);
  });

  it('gives no pace before there is something to go by', () => {
    expect(pace(500, 1000, 1000)).toBeNull();
    expect(pace(5, 1000, 60_000)).toBeNull();
    expect(pace(500, 1000, 10_000)).toEqual({ perSecond: 50, leftMs: 10_000 });
  });
});
