import { describe, expect, it } from 'vitest';
import { aJob } from '../job/fixtures.ts';
import { otherName, sameWords } from './side-by-side.ts';

describe('two jobs side by side', () => {
  it('are told apart by model, or by name', () => {
    const [mine, other] = [aJob(), structuredClone(aJob({ name: 'Again' }))];
    other.revisions[0]!.recipe.question.model = 'n';
    expect(otherName(mine, other)).toBe('n');
    expect(otherName(other, other)).toBe('Again');
  });

  it('say how often they agree', () => {
    expect(sameWords(52, { rows: 60, fields: [] })).toBe('52 of 60 the same (87%)');
    expect(sameWords(0, { rows: 0, fields: [] })).toBe('0 of 0 the same (0%)');
  });
});
