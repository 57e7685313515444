import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE } from '#lib/core/recipe';
import { changedFacts, questionFacts, sendingFacts } from './recipe-words.ts';

describe('a recipe in words', () => {
  it('names what was asked and how it was sent', () => {
    const facts = Object.fromEntries(
      [...questionFacts(DEFAULT_RECIPE.question), ...sendingFacts(DEFAULT_RECIPE.sending)].map((fact) => [fact.name, fact.value]),
    );
    expect(facts['ID column']).toBe('The row number');
    expect(facts['Row order']).toBe('Shuffled (seed 1)');
    expect(facts['Checked']).toBe('Every 5 min');
    expect(facts['Output limit']).toBe("The model's own");
  });

  it('tells a random selection with its seed, a set temperature, and part of an hour', () => {
    const recipe = structuredClone(DEFAULT_RECIPE);
    recipe.sending.rows = { kind: 'random', rows: 50, seed: 7 };
    recipe.sending.giveUpHours = 0.5;
    const { options } = DEFAULT_OPTIONS.openai;
    recipe.question.provider = { provider: 'openai', options: { ...options, temperature: 0.5 } };
    expect(sendingFacts(recipe.sending)[0]?.value).toBe('50 at random (seed 7)');
    expect(sendingFacts(recipe.sending).at(-1)?.value).toBe('0.5 hours after submission');
    expect(questionFacts(recipe.question).find((fact) => fact.name === 'Temperature')?.value).toBe('0.5');
  });

  it('finds what a further round changed', () => {
    const next = structuredClone(DEFAULT_RECIPE);
    expect(changedFacts(DEFAULT_RECIPE, next)).toEqual([]);
    next.sending.rowsPerRequest = 1;
    next.question.model = 'another';
    expect(changedFacts(DEFAULT_RECIPE, next)).toEqual(['Model: another', 'Rows per request: 1 row']);
  });
});
