import { expect, it } from 'vitest';
import type { Json } from './json.ts';
import { DEFAULT_RECIPE } from './recipe.ts';
import { hasExamples, withoutExamples } from './share-recipe.ts';

const recipe = (schema: Json | null) => ({ ...DEFAULT_RECIPE, question: { ...DEFAULT_RECIPE.question, schema } });

it('leaves out examples of a schema, but no field of that name', () => {
  const given = recipe({
    properties: { examples: { type: 'string', examples: ['x'] }, tone: { anyOf: [{ example: 1, type: 'number' }] } },
  });
  expect(hasExamples(given)).toBe(true);
  expect(withoutExamples(given)).toEqual(recipe({ properties: { examples: { type: 'string' }, tone: { anyOf: [{ type: 'number' }] } } }));
});

it('changes nothing where there are none', () => {
  expect(hasExamples(recipe(null))).toBe(false);
  expect(hasExamples(recipe({ properties: { examples: { type: 'string' } } }))).toBe(false);
});
