import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type Recipe } from './recipe.ts';
import { changedRecipe } from './round-change.ts';

const recipe = (provider: keyof typeof DEFAULT_OPTIONS, thinking: string): Recipe => ({
  ...DEFAULT_RECIPE,
  question: { ...DEFAULT_RECIPE.question, provider: structuredClone(DEFAULT_OPTIONS[provider]), model: 'm', thinking },
});

describe('a recipe of a further round', () => {
  it('keeps all that is not changed and does not touch the last one', () => {
    const last = recipe('openai', 'default');
    expect(changedRecipe(last, {})).toEqual(last);
    const next = changedRecipe(last, { rowsPerRequest: 1, outputLimit: 500, model: 'n' });
    expect(next.sending.rowsPerRequest).toBe(1);
    expect(next.question).toMatchObject({ model: 'n', provider: { options: { outputLimit: 500 } } });
    expect(last.sending.rowsPerRequest).toBe(5);
    expect(last.question.provider.options.outputLimit).toBeNull();
  });

  it('takes a limit away only where the provider does without', () => {
    for (const provider of ['openai', 'anthropic'] as const) {
      const limited = changedRecipe(recipe(provider, 'default'), { outputLimit: 500 });
      expect(limited.question.provider.options.outputLimit).toBe(500);
      const without = changedRecipe(limited, { outputLimit: null });
      expect(without.question.provider.options.outputLimit).toBe(provider === 'openai' ? null : 500);
    }
  });

  it('lets thinking go where the other model is known not to take it', () => {
    const last = recipe('anthropic', 'disabled');
    expect(changedRecipe(last, { model: 'claude-haiku-5-5' }).question.thinking).toBe('disabled');
    expect(changedRecipe(last, { model: 'claude-opus-5-5' }).question.thinking).toBe('default');
    expect(changedRecipe(last, { model: 'claude-of-tomorrow' }).question.thinking).toBe('disabled');
  });
});
