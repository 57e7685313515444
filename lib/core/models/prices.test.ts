import { describe, expect, it } from 'vitest';
import type { Rates } from './facts.ts';
import { knownModels } from './find-model.ts';
import { libraryPrices, priceOf, pricesOf } from './prices.ts';
import { requestPrice } from './request-price.ts';

const NOW = Date.parse('2026-11-22');
const million = { inputTokens: 1e6, outputTokens: 0 };

const shown = (rates: Rates | undefined) => rates && [rates.input, rates.output, rates.cacheRead].map((rate) => rate?.toFixed(6) ?? null);

describe.each(['openai', 'anthropic'] as const)('prices of %s beside the library’s', (provider) => {
  const inBoth = knownModels(provider).filter((model) => !model.isPriceOwn);
  it.each(inBoth.map((model) => [model.id, model] as const))('%s costs the same', (id, { prices, inputTokens }) => {
    const theirs = libraryPrices(provider, id, NOW);
    expect(shown(prices?.rates)).toEqual(shown(theirs?.rates));
    // The library keeps steps of requests that a model no longer takes, and puts some one token lower.
    const step = theirs?.above && theirs.above.tokens < inputTokens ? theirs.above : null;
    expect(shown(prices?.above?.rates)).toEqual(shown(step?.rates));
    expect(Math.abs((prices?.above?.tokens ?? 0) - (step?.tokens ?? 0))).toBeLessThanOrEqual(1);
  });
});

it('says which prices the library lacks, or takes for another model’s', () => {
  const own = (['openai', 'anthropic'] as const).flatMap((provider) => knownModels(provider).filter((model) => model.isPriceOwn));
  const inLibrary = own.filter(({ provider, id }) => libraryPrices(provider, id, NOW) !== null);
  expect(own.map(({ id }) => id)).toEqual(['gpt-6.1-terra', 'gpt-6.1-sol', 'claude-haiku-5-5', 'claude-sonnet-5-5']);
  expect(inLibrary.map(({ id }) => id)).toEqual(['claude-sonnet-5-5']);
});

describe('price of a request', () => {
  it('halves in a batch', () => {
    const model = { provider: 'openai', name: 'gpt-4.1-mini' } as const;
    const usage = { inputTokens: 1_000_000, outputTokens: 500_000 };
    expect(priceOf(model, usage, { batch: false, now: NOW })).toBeCloseTo(1.2);
    expect(priceOf(model, usage, { batch: true, now: NOW })).toBeCloseTo(0.6);
  });

  it('charges a request over the step as a whole', () => {
    const haiku = pricesOf('anthropic', 'claude-haiku-5-5', NOW)!;
    expect(requestPrice(haiku, { inputTokens: 100_000, outputTokens: 1000 }, { batch: true })).toBeCloseTo(0.00525);
    expect(requestPrice(haiku, { inputTokens: 100_001, outputTokens: 1000 }, { batch: true })).toBeCloseTo(0.02625, 5);
    const luna = pricesOf('openai', 'gpt-5.6-luna', NOW)!;
    expect(requestPrice(luna, { inputTokens: 300_000, outputTokens: 100_000 }, { batch: false })).toBeCloseTo(0.12 + 0.18);
  });

  it('charges each kind of cached input its own rate', () => {
    const opus = pricesOf('anthropic', 'claude-opus-5-5', NOW)!;
    const of = (part: object) => requestPrice(opus, { ...million, ...part }, { batch: false });
    expect(of({})).toBeCloseTo(4);
    expect(of({ cacheReadTokens: 1e6 })).toBeCloseTo(0.2);
    expect(of({ cacheWriteTokens: 1e6 })).toBeCloseTo(5);
    expect(of({ cacheWriteHourTokens: 1e6 })).toBeCloseTo(8);
  });

  it('takes what we do not know from the library, and invents nothing', () => {
    expect(pricesOf('openai', 'ft:gpt-4o-mini-2024-07-18:acme::x', NOW)?.rates).toMatchObject({ input: 0.3, output: 1.2 });
    expect(pricesOf('openai', 'openai/gpt-5-pro', NOW)?.rates.input).toBe(15);
    expect(pricesOf('openai', 'llama-3.3-70b', NOW)).toBeNull();
    expect(pricesOf('anthropic', 'claude-sonnet-5-9', NOW)).toBeNull();
    expect(priceOf({ provider: 'openai', name: 'my-model' }, million, { batch: true })).toBeNull();
  });
});
