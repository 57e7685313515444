import type { ModelFacts } from '../models/facts.ts';
import type { RequestTokens } from '../models/request-price.ts';
import type { Range } from './range.ts';

/** What is assumed of the provider's storing of the prompt, which all requests of a job begin with. */
export interface CacheAssumption {
  /** Share of requests that find the prompt stored. */
  hits: Range;
  /** How long Anthropic is asked to keep it; null for OpenAI, and where nothing is asked for. */
  keep: '5m' | '1h' | null;
  basis: string | null;
}

export const NO_CACHE: CacheAssumption = { hits: { low: 0, high: 0 }, keep: null, basis: null };

/**
 * Anthropic: asked for in every request, found in 30 to 98% of them (batch guide); those that do not find it pay for storing.
 * OpenAI: stores by itself, finds are not counted on.
 */
export function cacheAssumption(provider: ModelFacts['provider'], keep: '5m' | '1h' | null): CacheAssumption {
  if (provider === 'openai' || keep === null) return NO_CACHE;
  return { hits: { low: 0.3, high: 0.98 }, keep, basis: 'Anthropic is assumed to find the prompt stored in 30 to 98% of requests.' };
}

export type CacheUse = Pick<RequestTokens, 'cacheReadTokens' | 'cacheWriteTokens' | 'cacheWriteHourTokens'>;

interface CachedRequest {
  model: ModelFacts | null;
  cache: CacheAssumption;
  prefixTokens: number;
  inputTokens: number;
  /** Of the job: the first can find nothing. */
  requests: number;
}

/** Whether OpenAI may charge for storing this request's input: it does from 5.6 on; whether in batches too is not published. */
export function mayChargeStoring({ model, inputTokens }: Pick<CachedRequest, 'model' | 'inputTokens'>): boolean {
  if (model?.provider !== 'openai' || !model.prices?.rates.cacheWrite) return false;
  return model.cacheableTokens !== null && inputTokens >= model.cacheableTokens;
}

/** Cached tokens of an average request, at the cheaper or the dearer end. */
export function cacheUse(end: 'cheap' | 'dear', request: CachedRequest): CacheUse {
  const { model, cache, prefixTokens, inputTokens, requests } = request;
  if (end === 'dear' && mayChargeStoring(request)) return { cacheWriteTokens: inputTokens };
  const isStored = cache.keep !== null && model?.cacheableTokens != null && prefixTokens >= model.cacheableTokens;
  if (!isStored) return {};
  const share = (end === 'cheap' ? cache.hits.high : cache.hits.low) * ((requests - 1) / Math.max(1, requests));
  const written = prefixTokens * (1 - share);
  return {
    cacheReadTokens: prefixTokens * share,
    ...(cache.keep === '1h' ? { cacheWriteHourTokens: written } : { cacheWriteTokens: written }),
  };
}
