import type { Range } from '#lib/core/estimate/range';
import { figure } from '#lib/core/measures';

const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, useGrouping: false });

const UNITS = [
  { from: 999_500_000, size: 1e9, name: 'billion' },
  { from: 999_500, size: 1e6, name: 'million' },
  { from: 10_000, size: 1000, name: 'thousand' },
];

/** Tokens from and to in one unit, three digits each: "850", "7.68–156 thousand", "1.2–1.4 million". */
export function tokenWords({ low, high }: Range): string {
  const unit = UNITS.find(({ from }) => high >= from);
  const words = (tokens: number) => (unit ? short.format(tokens / unit.size) : figure(tokens));
  const [from, to] = [words(low), words(high)];
  return `${from === to ? to : `${from}–${to}`}${unit ? ` ${unit.name}` : ''}`;
}
