import { describe, expect, it } from 'vitest';
import { DEFAULT_RECIPE, type Recipe } from './recipe.ts';
import { marksByRound, markWords, roundsAsking, takesDone } from './row-marks.ts';
import type { Attempt, RecipeRevision } from './job.ts';

const revisions = (...recipes: Recipe[]): RecipeRevision[] =>
  recipes.map((recipe, at) => ({ revision: at + 1, questionDigest: '', sendingDigest: '', recipe, createdAt: 0 }));

const round = (number: number, revision: number, submittedAt: number | null = 1) => ({ number, revision, submittedAt }) as Attempt;

function asking(change: Partial<Recipe['question']>, outputLimit: number | null = null): Recipe {
  const recipe = structuredClone(DEFAULT_RECIPE);
  Object.assign(recipe.question, { model: 'm' }, change);
  recipe.question.provider.options.outputLimit = outputLimit as number;
  return recipe;
}

describe('marks of rounds', () => {
  it('tells another model from another question', () => {
    const all = revisions(asking({}), asking({ model: 'n' }), asking({ model: 'n', instructions: 'Other.' }));
    const marks = marksByRound(all, [round(1, 1), round(2, 2), round(3, 3)]);
    expect(marks.get(1)).toEqual({ revision: 1, model: 'm' });
    expect(marks.get(2)).toEqual({ revision: 2, model: null });
    expect(marks.has(3)).toBe(false);
    expect(markWords(marks.get(1)!)).toBe('asked by version 1 of the recipe; sent to m');
  });

  it('marks nothing where only the sending changed', () => {
    const more = asking({}, 9000);
    more.sending.rowsPerRequest = 1;
    expect(marksByRound(revisions(asking({}), more), [round(1, 1), round(2, 2)]).size).toBe(0);
  });

  it('does not take a round that was only prepared for the newest', () => {
    const all = revisions(asking({}), asking({ model: 'n' }));
    const marks = marksByRound(all, [round(1, 1), round(2, 2, null)]);
    expect([...marks.keys()]).toEqual([2]);
  });
});

describe('rows that are done', () => {
  const all = revisions(asking({}), asking({}, 9000), asking({ model: 'n' }));
  const rounds = [round(1, 1), round(2, 2), round(3, 3)];

  it('are asked for again by rounds of another question only, or not at all, or all', () => {
    const asking = roundsAsking(all[0]!.recipe.question, all, rounds);
    expect([...asking]).toEqual([1, 2]);
    expect([1, 2, 3].map(takesDone('other-question', asking))).toEqual([false, false, true]);
    expect([1, 3].map(takesDone('none', asking))).toEqual([false, false]);
    expect([1, 3].map(takesDone('all', asking))).toEqual([true, true]);
  });
});
