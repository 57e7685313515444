import { describe, expect, it } from 'vitest';
import type { CheckResult } from './check.ts';
import { checkWarnings } from './check-warnings.ts';
import { DEFAULT_RECIPE, type Recipe } from './recipe.ts';

const result = { duplicateIds: { rows: 0, ids: [], examples: [] }, largestRequest: 100, warnings: [] } as unknown as CheckResult;
const asking = (schema: Recipe['question']['schema']): Recipe => ({ ...DEFAULT_RECIPE, question: { ...DEFAULT_RECIPE.question, schema } });

describe('checkWarnings', () => {
  it('is silent where all is well, and passes on what the check itself found', () => {
    expect(checkWarnings(result, DEFAULT_RECIPE)).toEqual([]);
    expect(checkWarnings({ ...result, warnings: ['x'] }, DEFAULT_RECIPE)).toEqual(['x']);
  });

  it('says what becomes of repeated ids', () => {
    const repeated = { ...result, duplicateIds: { rows: 2, ids: ['a', 'b'], examples: [3, 4] } };
    expect(checkWarnings(repeated, DEFAULT_RECIPE)[0]).toBe('2 rows repeat an id of an earlier row (“a”, “b”). They are left out.');
    const numbered = { ...DEFAULT_RECIPE, sending: { ...DEFAULT_RECIPE.sending, duplicateIds: 'number' as const } };
    expect(checkWarnings(repeated, numbered)[0]).toContain('#2');
  });

  it('tells a schema the provider refuses from one it cannot enforce', () => {
    const loose = { type: 'object', properties: { a: { type: 'string' } } };
    expect(checkWarnings(result, asking(loose))[0]).toContain('cannot enforce');
    const wrapper = { type: 'json_schema', json_schema: { name: 'x', strict: true, schema: loose } };
    expect(checkWarnings(result, asking(wrapper))[0]).toContain('refuse every request');
  });

  it('points at a request that is very large', () => {
    expect(checkWarnings({ ...result, largestRequest: 5_000_000 }, DEFAULT_RECIPE)[0]).toContain('5 MB');
  });
});
