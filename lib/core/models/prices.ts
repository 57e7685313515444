import { calcPrice, type ModelPrice } from '@pydantic/genai-prices';
import { BATCH_FACTOR, type ModelPrices, type ModelProvider, type Rates } from './facts.ts';
import { findModel } from './find-model.ts';
import { requestPrice, type RequestTokens } from './request-price.ts';

/*
 * Holds 77 kB of prices (gzipped): import it in a worker, or when it is needed, never with a screen.
 */

/** A price of the library below its first step, and above its last. */
function ends(price: ModelPrice[string]): { low: number; high: number; from: number | null } | null {
  if (price === undefined) return null;
  if (typeof price === 'number') return { low: price, high: price, from: null };
  const last = price.tiers.at(-1);
  return { low: price.base, high: last?.price ?? price.base, from: last?.start ?? null };
}

const KEYS = {
  input: 'input_mtok',
  output: 'output_mtok',
  cacheRead: 'cache_read_mtok',
  cacheWrite: 'cache_write_mtok',
  cacheWriteHour: 'cache_write_1h_mtok',
} as const;

function ratesAt(price: ModelPrice, end: 'low' | 'high'): Rates | null {
  const at = (key: keyof typeof KEYS) => ends(price[KEYS[key]])?.[end] ?? null;
  const input = at('input');
  const output = at('output');
  if (input === null || output === null) return null;
  return { input, output, cacheRead: at('cacheRead'), cacheWrite: at('cacheWrite'), cacheWriteHour: at('cacheWriteHour') };
}

/** The library's prices of a model on a day, in our form. Null: it has none. It knows one step at most for our providers. */
export function libraryPrices(provider: ModelProvider, model: string, now: number): ModelPrices | null {
  const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId: provider, timestamp: new Date(now) });
  if (!found) return null;
  const rates = ratesAt(found.model_price, 'low');
  const aboveRates = ratesAt(found.model_price, 'high');
  if (!rates || !aboveRates) return null;
  const step = ends(found.model_price.input_mtok)?.from ?? null;
  return { rates, above: step === null ? null : { tokens: step, rates: aboveRates }, batchFactor: BATCH_FACTOR };
}

const lastPart = (model: string) => model.trim().toLowerCase().replace(/^.*\//, '');

/**
 * What a model costs: our own dated prices for the models known here, the library's for others (older ones, fine-tunes).
 * A name that merely resembles a known Claude is not looked up in the library, which matches by beginnings. Null: unknown.
 */
export function pricesOf(provider: ModelProvider, model: string, now: number): ModelPrices | null {
  const known = findModel(provider, model);
  if (known && !known.isFineTune) return known.prices;
  const name = lastPart(model);
  if (provider === 'anthropic' && !/^claude-(v1|2|3)/.test(name)) return null;
  return libraryPrices(provider, name, now);
}

/** USD of one request to a model, by its name; null where its price is unknown. */
export function priceOf(
  model: { provider: ModelProvider; name: string },
  usage: RequestTokens,
  { batch, now = Date.now() }: { batch: boolean; now?: number },
): number | null {
  const prices = pricesOf(model.provider, model.name, now);
  return prices && requestPrice(prices, usage, { batch });
}
