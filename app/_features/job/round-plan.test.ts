import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type Recipe } from '#lib/core/recipe';
import { emptyCounts } from '#lib/core/row-state';
import { aJob, anAttempt } from './fixtures.ts';
import { doneRows, planProblem, plannedRows, proposedModels, resendableStates, roundChange, rowsOf, suggestedRound } from './round-plan.ts';

function recipe(rowsPerRequest: number, outputLimit: number | null): Recipe {
  const next = structuredClone(DEFAULT_RECIPE);
  next.sending.rowsPerRequest = rowsPerRequest;
  next.question.provider.options.outputLimit = outputLimit as number;
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
    const last = recipe(20, 1000);
    const plan = suggestedRound(last, counts);
    expect(planProblem(plan, last, 13)).toBeNull();
    expect(planProblem(plan, last, 0)).toMatch(/at least one/u);
    expect(planProblem({ ...plan, rowsPerRequest: 0 }, last, 13)).toMatch(/whole number/u);
    expect(planProblem({ ...plan, outputLimit: 1.5 }, last, 13)).toMatch(/output limit/u);
    expect(planProblem({ ...plan, model: ' ' }, last, 13)).toMatch(/model/u);
    expect(planProblem({ ...plan, outputLimit: null }, last, 13)).toBeNull();
    last.question.provider = DEFAULT_OPTIONS.anthropic;
    expect(planProblem({ ...plan, outputLimit: null }, last, 13)).toMatch(/always wants one/u);
  });

  it('counts done rows that were asked another question than the plan asks', () => {
    const first = recipe(20, 1000);
    const job = aJob({ revisions: [{ revision: 1, questionDigest: 'q', sendingDigest: 's', recipe: first, createdAt: 0 }] });
    const plan = suggestedRound(first, counts);
    const done = [0, 50];
    expect(doneRows(plan, job, [anAttempt()], done)).toEqual({ all: 50, otherQuestion: 0 });
    const other = { ...plan, model: 'n' };
    expect(doneRows(other, job, [anAttempt()], done)).toEqual({ all: 50, otherQuestion: 50 });
    expect(plannedRows({ ...other, doneAgain: 'none' }, counts, { all: 50, otherQuestion: 50 })).toBe(13);
    expect(plannedRows({ ...other, doneAgain: 'all', states: [] }, counts, { all: 50, otherQuestion: 50 })).toBe(50);
    expect(roundChange({ ...plan, rowsPerRequest: 20, outputLimit: 1000, doneAgain: 'all' }, first)).toEqual({ doneAgain: 'all' });
  });

  it('proposes the model used last, then those of its provider', () => {
    const now = Date.UTC(2026, 10, 22);
    const models = proposedModels(recipe(1, null), now, null);
    expect(models[0]).toBe('m');
    expect(models).toContain('gpt-6-luna');
    expect(proposedModels(recipe(1, null), now, ['own-model'])).toEqual(['m', 'own-model']);
  });
});
