import { describe, expect, it } from 'vitest';
import { tokenWords } from './estimate-words.ts';

describe('tokenWords', () => {
  it.each([
    [850, 850, '850'],
    [7871, 8404, '7\u202f871–8\u202f404'],
    [7683, 156_049, '7\u202f683–156\u202f000'],
    [12_345, 67_890, '12\u202f300–67\u202f900'],
    [1_204_000, 1_397_000, '1.2–1.4 million'],
    [999_600, 999_600, '1 million'],
    [1e9, 3.456e9, '1–3.46 billion'],
    [1_200_100, 1_200_900, '1.2 million'],
    [0, 0, '0'],
  ])('%d to %d', (low, high, words) => {
    expect(tokenWords({ low, high })).toBe(words);
  });
});
