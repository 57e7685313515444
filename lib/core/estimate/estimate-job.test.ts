import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelProvider } from '../models/facts.ts';
import { findModel } from '../models/find-model.ts';
import { cacheAssumption, NO_CACHE } from './cache-assumption.ts';
import { estimateJob, ROWS_PER_REQUEST, type EstimateInput } from './estimate-job.ts';
import { money } from './money.ts';
import { sampleForEstimate } from './sample-rows.ts';
import { measuredScale, tokenScale } from './token-scale.ts';

const output = { perRow: { low: 20, high: 40 }, thinkingPerRequest: { low: 0, high: 0 }, isMeasured: true, basis: [] };

/** 1,000 rows of 100 tokens, a prompt of 500. */
function job(provider: ModelProvider, model: string, change: Partial<EstimateInput> = {}): EstimateInput {
  return {
    provider,
    model,
    prices: findModel(provider, model)?.prices ?? null,
    scale: tokenScale(provider, model),
    sample: Array.from({ length: 100 }, (_, i) => ({ tokens: 90 + (i % 21), characters: 4 * (90 + (i % 21)) })),
    totalRows: 1000,
    totalCharacters: 400_000,
    longestRowCharacters: 500,
    promptTokens: 400,
    schemaTokens: 100,
    rowsPerRequest: ROWS_PER_REQUEST,
    usesTool: false,
    output,
    outputLimit: null,
    cache: NO_CACHE,
    ...change,
  };
}

const kinds = (input: EstimateInput) => estimateJob(input).packings.map(({ warnings }) => warnings.map(({ kind }) => kind).join());

describe('an estimate', () => {
  it('counts requests, tokens and half the price', () => {
    const [one, five, ten, twenty] = estimateJob(job('openai', 'gpt-4.1-mini')).packings;
    expect([one, five, ten, twenty].map((packing) => packing!.requests)).toEqual([1000, 200, 100, 50]);
    expect(five!.inputTokens.low).toBeGreaterThan(200 * 500 + 1000 * 98);
    expect(five!.inputTokens.high).toBeLessThan(200 * 525 + 1000 * 104);
    expect(five!.outputTokens).toEqual({ low: 22_000, high: 42_000 });
    expect(five!.price!.standard.low).toBeCloseTo((five!.inputTokens.low * 0.4 + 22_000 * 1.6) / 1e6, 5);
    expect(five!.price!.batch.high).toBeCloseTo(five!.price!.standard.high / 2, 9);
    expect(one!.price!.batch.low).toBeGreaterThan(twenty!.price!.batch.high);
  });

  it('tells tokens of an unknown model without a price', () => {
    const { packings, basis } = estimateJob(job('openai', 'llama-3'));
    expect(packings[0]!.price).toBeNull();
    expect(packings[0]!.inputTokens.low).toBeGreaterThan(0);
    expect(basis.join(' ')).toContain('price of this model is not known');
  });

  it('is exact where every row was counted', () => {
    const sample = [
      { tokens: 10, characters: 40 },
      { tokens: 1000, characters: 4000 },
    ];
    const [one] = estimateJob(job('openai', 'gpt-4.1-mini', { sample, totalRows: 2, totalCharacters: 4040 })).packings;
    expect(one!.inputTokens.high - one!.inputTokens.low).toBeLessThanOrEqual(2 * 12);
  });

  it('takes Claude’s tokens for more', () => {
    const luna = estimateJob(job('openai', 'gpt-6-luna')).packings[1]!;
    const haiku = estimateJob(job('anthropic', 'claude-haiku-5-5')).packings[1]!;
    expect(haiku.inputTokens.low).toBeGreaterThan(luna.inputTokens.high);
    const measured = estimateJob(job('anthropic', 'claude-haiku-5-5', { scale: measuredScale(1000, 1500)! })).packings[1]!;
    const width = ({ low, high }: { low: number; high: number }) => high / low;
    expect(width(measured.inputTokens)).toBeLessThan(width(haiku.inputTokens));
  });

  it('stands an empty table and one that was not measured', () => {
    const [none] = estimateJob(job('openai', 'gpt-6-luna', { totalRows: 0, totalCharacters: 0, sample: [] })).packings;
    expect(none).toMatchObject({ requests: 0, price: { batch: { low: 0, high: 0 } }, warnings: [] });
    const [some] = estimateJob(job('openai', 'gpt-6-luna', { sample: [] })).packings;
    expect(some!.inputTokens.high).toBeGreaterThan(some!.inputTokens.low);
  });

  it('names its basis', () => {
    const claude = job('anthropic', 'claude-opus-5-5', { cache: cacheAssumption('anthropic', '1h') });
    expect(estimateJob(claude).basis.join(' ')).toMatch(/100 rows.*1\.4 to 1\.75.*30 to 98%/);
    expect(estimateJob(job('openai', 'gpt-6-luna', { promptTokens: 2000 })).basis.join(' ')).toContain('a quarter more');
    expect(estimateJob(job('openai', 'gpt-4.1')).basis.join(' ')).not.toContain('a quarter more');
  });
});

describe('stored prompts', () => {
  const price = (promptTokens: number, keep: '5m' | '1h' | null) => {
    const input = job('anthropic', 'claude-opus-5-5', { promptTokens, cache: cacheAssumption('anthropic', keep) });
    return estimateJob(input).packings[0]!.price!.batch;
  };
  it('make large ones cheaper at best and dearer at worst', () => {
    expect(price(5000, '1h').low).toBeLessThan(price(5000, null).low);
    expect(price(5000, '1h').high).toBeGreaterThan(price(5000, null).high);
    expect(price(5000, '5m').high).toBeLessThan(price(5000, '1h').high);
  });
  it('are not stored when too short', () => {
    expect(price(100, '1h')).toEqual(price(100, null));
  });
});

describe('warnings', () => {
  it('tell requests too large to be read', () => {
    const long = Array.from({ length: 100 }, () => ({ tokens: 30_000, characters: 120_000 }));
    const input = job('openai', 'gpt-4o-mini', { sample: long, totalCharacters: 120_000_000, longestRowCharacters: 200_000 });
    expect(kinds(input)).toEqual(['', 'context', 'context', 'context']);
    expect(estimateJob(input).packings[1]!.warnings[0]).toMatchObject({
      isCertain: true,
      text: expect.stringContaining('GPT-4o mini reads'),
    });
  });

  it('tell a price step', () => {
    const long = Array.from({ length: 100 }, () => ({ tokens: 15_000, characters: 60_000 }));
    const input = job('anthropic', 'claude-haiku-5-5', { sample: long, totalCharacters: 60_000_000, longestRowCharacters: 60_000 });
    expect(kinds(input)).toEqual(['', 'price-step', 'price-step', 'price-step']);
    const [one, five] = estimateJob(input).packings;
    expect(five!.price!.batch.low).toBeGreaterThan(4 * one!.price!.batch.low);
  });

  it('tell an output limit that is too small', () => {
    expect(kinds(job('openai', 'gpt-4.1', { outputLimit: 500 }))).toEqual(['', '', '', 'output-limit']);
    const [, , , twenty] = estimateJob(job('openai', 'gpt-4.1', { outputLimit: 300 })).packings;
    expect(twenty!.warnings[0]).toMatchObject({ isCertain: true, text: expect.stringContaining('cut off') });
  });

  it('say nothing of an ordinary job', () => {
    expect(kinds(job('openai', 'gpt-6-luna'))).toEqual(['', '', '', '']);
  });
});

describe('for any job', () => {
  const models = ['gpt-6-luna', 'gpt-4.1-mini', 'gpt-5.4', 'gpt-4o'] as const;
  const anyJob = fc.record({
    model: fc.constantFrom(...models),
    rows: fc.integer({ min: 20, max: 50_000 }),
    more: fc.nat(5000),
    rowTokens: fc.integer({ min: 1, max: 20_000 }),
    prompt: fc.nat(20_000),
    per: fc.integer({ min: 1, max: 40 }),
  });
  const build = ({ model, rowTokens, prompt, per }: { model: string; rowTokens: number; prompt: number; per: number }, totalRows: number) =>
    estimateJob(
      job('openai', model, {
        sample: Array.from({ length: 10 }, (_, i) => ({ tokens: rowTokens + i, characters: 3 * rowTokens })),
        totalRows,
        totalCharacters: 3 * rowTokens * totalRows,
        promptTokens: prompt,
        rowsPerRequest: [per],
      }),
    ).packings[0]!;

  it('more rows never take fewer requests, tokens or dollars', () => {
    fc.assert(
      fc.property(anyJob, (any) => {
        const [fewer, more] = [build(any, any.rows), build(any, any.rows + any.more)];
        expect(more.requests).toBeGreaterThanOrEqual(fewer.requests);
        for (const end of ['low', 'high'] as const) {
          expect(more.inputTokens[end]).toBeGreaterThanOrEqual(fewer.inputTokens[end]);
          expect(more.outputTokens[end]).toBeGreaterThanOrEqual(fewer.outputTokens[end]);
          expect(more.price!.batch[end]).toBeGreaterThanOrEqual(fewer.price!.batch[end] - 1e-9);
        }
      }),
    );
  });

  it('the low end is no more than the high, the batch no more than the standard price', () => {
    fc.assert(
      fc.property(anyJob, (any) => {
        const { inputTokens, outputTokens, price } = build(any, any.rows);
        for (const range of [inputTokens, outputTokens, price!.batch, price!.standard]) expect(range.low).toBeLessThanOrEqual(range.high);
        expect(price!.batch.high).toBeLessThan(price!.standard.high);
      }),
    );
  });
});

describe('money', () => {
  it.each([
    [{ low: 1.2, high: 1.9 }, '$1.20–$1.90'],
    [{ low: 0.002, high: 0.009 }, 'under 1 cent'],
    [{ low: 0.002, high: 0.04 }, 'up to $0.04'],
    [{ low: 0.041, high: 0.042 }, '$0.04'],
    [{ low: 99.2, high: 1234.5 }, '$99.20–$1\u202f235'],
    [{ low: 0, high: 0 }, '$0'],
    [{ low: 1, high: Number.POSITIVE_INFINITY }, 'price unknown'],
    [3, '$3.00'],
    [99.999, '$100'],
    [null, 'price unknown'],
  ])('%o is %s', (price, words) => expect(money(price)).toBe(words));
});

it('samples the same rows for the same seed, in order', () => {
  const rows = sampleForEstimate(10_000, 3);
  expect(rows).toHaveLength(300);
  expect([...rows]).toEqual([...sampleForEstimate(10_000, 3)]);
  expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
  expect([...rows]).not.toEqual([...sampleForEstimate(10_000, 4)]);
  expect([...sampleForEstimate(5, 3)]).toEqual([0, 1, 2, 3, 4]);
});
