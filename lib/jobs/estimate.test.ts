import { describe, expect, it } from 'vitest';
import type { TableMeasure } from '#lib/core/estimate/table-measure';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type Question, type Recipe } from '#lib/core/recipe';
import { estimateRecipe, type Evidence } from './estimate.ts';

const NONE: Evidence = { counted: [], trial: null };
const measure: TableMeasure = {
  rows: 1000,
  sample: Array.from({ length: 100 }, () => ({ tokens: 50, characters: 200 })),
  totalCharacters: 200_000,
  longestRowCharacters: 400,
};

const recipe = (question: Partial<Question> = {}, rowsPerRequest = 5): Recipe => ({
  question: { ...DEFAULT_RECIPE.question, instructions: 'Judge each text.', model: 'gpt-6-luna', thinking: 'none', ...question },
  sending: { ...DEFAULT_RECIPE.sending, rowsPerRequest },
});

/** A line whose texts are as many tokens here as they are words. */
const request = (words: number) => JSON.stringify({ body: { messages: [{ role: 'user', content: ' word'.repeat(words) }] } });

describe('estimateRecipe', () => {
  it('prices the usual packings and the one chosen, cheaper the more rows share a request', async () => {
    const { packings, chosen, first } = await estimateRecipe(recipe({}, 7), measure, NONE);
    expect(packings.map(({ rowsPerRequest }) => rowsPerRequest)).toEqual([1, 5, 7, 10, 20]);
    expect(chosen.requests).toBe(143);
    const prices = packings.map(({ price }) => price!.batch.low);
    expect(prices).toEqual(prices.toSorted((a, b) => b - a));
    expect(first.requests).toBe(1);
    expect(first.price!.standard.high).toBeLessThan(chosen.price!.standard.high);
    expect(chosen.price!.batch.low).toBeCloseTo(chosen.price!.standard.low / 2, 10);
  });

  it('tells the tokens of a model whose price it does not know', async () => {
    const { chosen } = await estimateRecipe(recipe({ model: 'my-own' }), measure, NONE);
    expect(chosen.price).toBeNull();
    expect(chosen.inputTokens.low).toBeGreaterThan(50_000);
  });

  it('counts the schema where it goes out, and not where it is only asked for', async () => {
    const schema = { type: 'object', properties: { sentiment: { type: 'string', description: 'How the writer feels. '.repeat(20) } } };
    const off = { on: false, text: null };
    const sent = await estimateRecipe(recipe({ schema, answerFormat: off }), measure, NONE);
    const asked = { ...DEFAULT_OPTIONS.openai, options: { ...DEFAULT_OPTIONS.openai.options, structuredOutput: 'json_object' as const } };
    const unsent = await estimateRecipe(recipe({ schema, answerFormat: off, provider: asked }), measure, NONE);
    expect(sent.first.inputTokens.low).toBeGreaterThan(unsent.first.inputTokens.low + 100);
  });

  it('takes the provider’s own count, and one live answer, before any guess', async () => {
    const guessed = await estimateRecipe(recipe(), measure, NONE);
    const counted = await estimateRecipe(recipe(), measure, { counted: [{ request: request(1000), inputTokens: 2000 }], trial: null });
    expect(counted.chosen.inputTokens.low / guessed.chosen.inputTokens.low).toBeCloseTo(1.9, 1);
    expect(counted.basis.join(' ')).toContain('count of the provider’s own');
    const tried = await estimateRecipe(recipe(), measure, { counted: [], trial: { outputTokens: 500, reasoningTokens: 0, rows: 5 } });
    expect(tried.chosen.outputTokens.low).toBeLessThan(100_000);
    expect(tried.chosen.outputTokens.high).toBeGreaterThan(100_000);
    expect(tried.basis.join(' ')).toContain('one live answer (5 rows)');
  });

  it('warns where the answers would not fit the output limit', async () => {
    const tight = { ...DEFAULT_OPTIONS.anthropic, options: { ...DEFAULT_OPTIONS.anthropic.options, outputLimit: 100 } };
    const { chosen } = await estimateRecipe(recipe({ provider: tight, model: 'claude-haiku-5-5', thinking: 'disabled' }), measure, NONE);
    expect(chosen.warnings.map(({ kind }) => kind)).toContain('output-limit');
  });

  it('is not upset by a table without rows to send', async () => {
    const none = { rows: 0, sample: [], totalCharacters: 0, longestRowCharacters: 0 };
    const { chosen } = await estimateRecipe(recipe(), none, NONE);
    expect(chosen).toMatchObject({ requests: 0, inputTokens: { low: 0, high: 0 }, price: { batch: { low: 0, high: 0 } } });
  });
});
