import { describe, expect, it } from 'vitest';
import { numberProblem } from './number-range.ts';

describe('numberProblem', () => {
  it('takes what fits', () => {
    expect(numberProblem(1, { min: 1 })).toBeNull();
    expect(numberProblem(0.7, { min: 0, max: 2, fractions: true })).toBeNull();
    expect(numberProblem(null, { optional: true })).toBeNull();
  });

  it('says what is wanted instead', () => {
    expect(numberProblem(0, { min: 1 })).toBe('A whole number, 1 or more.');
    expect(numberProblem(2.5, { min: 1, max: 9 })).toBe('A whole number from 1 to 9.');
    expect(numberProblem(3, { min: 0, max: 2, fractions: true })).toBe('A number from 0 to 2.');
    expect(numberProblem(12, { max: 9 })).toBe('A whole number, 9 or less.');
    expect(numberProblem(Number.NaN, {})).toBe('A whole number, please.');
    expect(numberProblem(null, {})).toBe('A whole number is needed here.');
  });
});
