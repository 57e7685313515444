import { figure } from '../measures.ts';
import type { Range } from './range.ts';

/** Dollars and cents below 100 dollars, whole dollars above: the rest is not known so well. */
function dollars(value: number): string {
  return value < 99.995 ? `$${value.toFixed(2)}` : `$${figure(Math.round(value))}`;
}

const CENT = 0.01;

/** USD in words: "$1.20–$1.90", "$0.04", "under 1 cent", "up to $0.04"; null: "price unknown". */
export function money(price: Range | number | null): string {
  if (price === null) return 'price unknown';
  const { low, high } = typeof price === 'number' ? { low: price, high: price } : price;
  if (!Number.isFinite(high) || !Number.isFinite(low)) return 'price unknown';
  if (high <= 0) return '$0';
  if (high < CENT) return 'under 1 cent';
  if (low < CENT) return `up to ${dollars(high)}`;
  const [from, to] = [dollars(low), dollars(high)];
  return from === to ? from : `${from}–${to}`;
}
