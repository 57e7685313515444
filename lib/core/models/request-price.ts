import type { ModelPrices, Rates } from './facts.ts';

/** The tokens of one request. Kinds of cached input are part of `inputTokens`; thinking is part of `outputTokens`. */
export interface RequestTokens {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens?: number;
  cacheWriteTokens?: number;
  /** Stored for an hour instead of five minutes; part of `inputTokens`, not of `cacheWriteTokens`. */
  cacheWriteHourTokens?: number;
}

/** The rates a request of so much input is charged at, all of it. */
function ratesFor(prices: ModelPrices, inputTokens: number): Rates {
  return prices.above && inputTokens > prices.above.tokens ? prices.above.rates : prices.rates;
}

/** USD of one request. Cached kinds the provider names no price for count as plain input. */
export function requestPrice(prices: ModelPrices, tokens: RequestTokens, { batch }: { batch: boolean }): number {
  const rates = ratesFor(prices, tokens.inputTokens);
  const { cacheReadTokens = 0, cacheWriteTokens = 0, cacheWriteHourTokens = 0 } = tokens;
  const plain = Math.max(0, tokens.inputTokens - cacheReadTokens - cacheWriteTokens - cacheWriteHourTokens);
  const million =
    plain * rates.input +
    cacheReadTokens * (rates.cacheRead ?? rates.input) +
    cacheWriteTokens * (rates.cacheWrite ?? rates.input) +
    cacheWriteHourTokens * (rates.cacheWriteHour ?? rates.input) +
    tokens.outputTokens * rates.output;
  return (million / 1e6) * (batch ? prices.batchFactor : 1);
}
