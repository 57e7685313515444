import type { PartUsage } from '#lib/core/job';
import type { ModelPrices } from '#lib/core/models/facts';
import { requestPrice } from '#lib/core/models/request-price';
import type { Usage } from '#lib/core/response';

export const NO_TOKENS: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, reasoningTokens: 0 };

export function addTokens(sum: Usage, used: Usage, share = 1): void {
  for (const key of Object.keys(sum) as (keyof Usage)[]) sum[key] += used[key] * share;
}

/** `isPriced`: whether the model's price is known. */
export function noUsage(isPriced: boolean): PartUsage {
  return { all: { ...NO_TOKENS }, lost: { ...NO_TOKENS }, usd: isPriced ? { all: 0, lost: 0 } : null };
}

export function addUsage(sum: PartUsage, { all, lost, usd }: PartUsage): void {
  addTokens(sum.all, all);
  addTokens(sum.lost, lost);
  if (!sum.usd || !usd) return;
  sum.usd.all += usd.all;
  sum.usd.lost += usd.lost;
}

/** Adds what one response used; `lostShare` of its rows ended without a valid answer. */
export function charge(sum: PartUsage, used: Usage, lostShare: number, prices: ModelPrices | null): void {
  addTokens(sum.all, used);
  addTokens(sum.lost, used, lostShare);
  if (!sum.usd || !prices) return;
  const price = requestPrice(prices, { ...used, cacheReadTokens: used.cachedTokens }, { batch: true });
  sum.usd.all += price;
  sum.usd.lost += price * lostShare;
}
