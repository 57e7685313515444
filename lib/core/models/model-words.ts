import { figure } from '../measures.ts';
import type { ModelFacts, ModelPrices } from './facts.ts';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `2027-01-14` → "14 January 2027". */
export function dayWords(date: string): string {
  return day.format(Date.parse(`${date}T00:00:00Z`));
}

/** Dollars per million tokens, as short as they are: "$0.10", "$2", "$0.075". */
function rateWords(rate: number): string {
  const cents = Number(rate.toFixed(4));
  if (Number.isInteger(cents)) return `$${cents}`;
  const digits = String(cents).split('.')[1]!.length;
  return `$${cents.toFixed(Math.max(2, digits))}`;
}

/** "$0.05 in, $0.25 out per million tokens in a batch; twice that without". */
export function priceWords(prices: ModelPrices | null): string {
  if (!prices) return 'price unknown';
  const { rates, above, batchFactor } = prices;
  const batch = `${rateWords(rates.input * batchFactor)} in, ${rateWords(rates.output * batchFactor)} out`;
  const live = `${rateWords(rates.input)} and ${rateWords(rates.output)} without`;
  const step = above ? `; more for requests over ${figure(above.tokens)} tokens` : '';
  return `${batch} per million tokens in a batch (${live}${step})`;
}

export function contextWords({ inputTokens, outputTokens }: Pick<ModelFacts, 'inputTokens' | 'outputTokens'>): string {
  return `reads up to ${figure(inputTokens)} tokens at once, writes up to ${figure(outputTokens)}`;
}

export function retirementWords(retiresOn: string | null, now: number): string {
  if (retiresOn === null) return 'no retirement announced';
  return isPast(retiresOn, now) ? `retired on ${dayWords(retiresOn)}` : `retires on ${dayWords(retiresOn)}`;
}

export function isPast(date: string, now: number): boolean {
  return Date.parse(`${date}T00:00:00Z`) <= now;
}

/** Whole days until a date; negative once it has passed. */
export function daysUntil(date: string, now: number): number {
  return Math.ceil((Date.parse(`${date}T00:00:00Z`) - now) / 86_400_000);
}
