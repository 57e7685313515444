import fc from 'fast-check';
import { countTokens as reference } from 'gpt-tokenizer/encoding/o200k_base';
import { beforeAll, describe, expect, it } from 'vitest';
import { findModel } from '../models/find-model.ts';
import { requestRoom } from './request-room.ts';
import { tokenBudget } from './token-budget.ts';
import { tokenScale } from './token-scale.ts';
import { loadTokenCounter, type TokenCounter } from './tokens.ts';

const budgetOf = (provider: 'openai' | 'anthropic', model: string, prompt = 500, reserve = 4000) =>
  tokenBudget(findModel(provider, model), tokenScale(provider, model), prompt, reserve);

describe('budget of a request', () => {
  it('stays below a price step where there is one', () => {
    const haiku = budgetOf('anthropic', 'claude-haiku-5-5');
    expect(haiku.bound).toBe('price step');
    expect((haiku.rowTokens! + 500) * 2.2).toBeLessThanOrEqual(99_000);
    expect(budgetOf('openai', 'gpt-5.4').rowTokens).toBeLessThan(272_000);
    expect(budgetOf('openai', 'gpt-5.4').contextRowTokens).toBeGreaterThan(800_000);
  });

  it('ends where the model reads no more', () => {
    expect(budgetOf('openai', 'gpt-5.4-mini')).toMatchObject({ bound: 'context', stepRowTokens: null });
    expect(budgetOf('openai', 'gpt-5.4-mini').rowTokens).toBeLessThan(272_000);
  });

  it('keeps room for the answer where input and output share the window', () => {
    const small = budgetOf('openai', 'gpt-4o', 500, 1000).rowTokens!;
    expect(budgetOf('openai', 'gpt-4o', 500, 11_000).rowTokens).toBeLessThan(small - 9000);
    expect(budgetOf('openai', 'gpt-6-luna', 500, 100_000).contextRowTokens).toBe(budgetOf('openai', 'gpt-6-luna', 500, 0).contextRowTokens);
  });

  it('does not keep to a step that the prompt alone is beyond', () => {
    expect(budgetOf('openai', 'gpt-5.4', 300_000).bound).toBe('context');
  });

  it('is unknown with the model, and none where the prompt is too long', () => {
    expect(budgetOf('openai', 'llama-3').rowTokens).toBeNull();
    expect(budgetOf('openai', 'gpt-4o', 200_000).rowTokens).toBeLessThanOrEqual(0);
  });
});

describe('a request within the budget', () => {
  let count: TokenCounter;
  beforeAll(async () => {
    count = await loadTokenCounter();
  });

  it('is never more than the model reads with room for the answer', () => {
    const window = 3000;
    const tiny = { windowTokens: window, inputTokens: window, prices: null };
    const reserve = 300;
    const anyRow = fc
      .oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 }), fc.lorem({ maxCount: 80 }))
      .map((text) => JSON.stringify({ input_id: '7', input_text: text }));
    const prompt = 'Read each text and say what it is about.';
    const budget = tokenBudget(tiny, tokenScale('openai', 'gpt-4o'), count(prompt), reserve);
    expect(budget.rowTokens).toBeGreaterThan(1000);
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 30, maxLength: 60 }), (rows) => {
        const room = requestRoom(budget.rowTokens!, count);
        const taken = rows.slice(0, rows.findIndex((row) => !room.take(row)) >>> 0);
        expect(reference(`${prompt}\n[${taken.join(',')}]`, { disallowedSpecial: new Set() }) + 20 + reserve).toBeLessThanOrEqual(window);
      }),
      { numRuns: 100 },
    );
  });
});
