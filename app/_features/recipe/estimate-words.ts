import type { Range } from '#lib/core/estimate/range';
import { figure } from '#lib/core/measures';

const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, useGrouping: false });

const UNITS = [
  { from: 999_500_000, size: 1e9, name: 'billion' },
  { from: 999_500, size: 1e6, name: 'million' },
];

/** Counts past this are told by three digits: more would pretend to know. */
const EXACT_BELOW = 10_000;

const rounded = (tokens: number) => (tokens < EXACT_BELOW ? Math.round(tokens) : Number(tokens.toPrecision(3)));

/** Tokens from and to in one unit: "850", "7 683–156 000", "1.2–1.4 million". */
export function tokenWords({ low, high }: Range): string {
  const unit = UNITS.find(({ from }) => high >= from);
  const words = (tokens: number) => (unit ? short.format(tokens / unit.size) : figure(rounded(tokens)));
  const [from, to] = [words(low), words(high)];
  return `${from === to ? to : `${from}–${to}`}${unit ? ` ${unit.name}` : ''}`;
}
