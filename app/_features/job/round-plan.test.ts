import { describe, expect, it } from 'vitest';
import { DEFAULT_RECIPE, type Recipe } from '#lib/core/recipe';
import { emptyCounts } from '#lib/core/row-state';
import { planProblem, resendableStates, roundChange, rowsOf, suggestedRound } from './round-plan.ts';

function recipe(rowsPerRequest: number, outputLimit: number | null): Recipe {
  const next = structuredClone(DEFAULT_RECIPE);
  next.sending.rowsPerRequest = rowsPerRequest;
  next.question.provider.options.outputLimit = outputLimit;
  next.question.model = 'm';
  return next;
}

describe('a further round', () => {
  const counts = { ...emptyCounts(), ok: 50, skipped: 2, sent: 1, missing: 4, truncated: 3, expired: 6 };

  it('takes what is owed and never what is done, skipped or on its way', () => {
    expect(resendableStates(counts)).toEqual(['missing', 'truncated', 'expired']);
    expect(rowsOf(resendableStates(counts), counts)).toBe(13);
  });

  it('suggests fewer rows and more room where that helps', () => {
    expect(suggestedRound(recipe(20, 1000), counts)).toMatchObject({ rowsPerRequest: 5, outputLimit: 4000 });
    expect(suggestedRound(recipe(5, null), counts)).toMatchObject({ rowsPerRequest: 1, outputLimit: null });
    expect(suggestedRound(recipe(20, 1000), { ...emptyCounts(), expired: 6 })).toMatchObject({ rowsPerRequest: 20, outputLimit: 1000 });
  });

  it('passes on only what was changed', () => {
    const last = recipe(20, 1000);
    const plan = suggestedRound(last, counts);
    expect(roundChange({ ...plan, rowsPerRequest: 20, outputLimit: 1000 }, last)).toEqual({});
    expect(roundChange({ ...plan, rowsPerRequest: 3, outputLimit: null, model: ' n ' }, last)).toEqual({
      rowsPerRequest: 3,
      outputLimit: null,
      model: 'n',
    });
  });

  it('says what is wrong with a plan', () => {
    const plan = suggestedRound(recipe(20, 1000), counts);
    expect(planProblem(plan, counts)).toBeNull();
    expect(planProblem({ ...plan, states: [] }, counts)).toMatch(/at least one/u);
    expect(planProblem({ ...plan, rowsPerRequest: 0 }, counts)).toMatch(/whole number/u);
    expect(planProblem({ ...plan, outputLimit: 1.5 }, counts)).toMatch(/output limit/u);
    expect(planProblem({ ...plan, model: ' ' }, counts)).toMatch(/model/u);
  });
});
