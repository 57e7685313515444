import { describe, expect, it } from 'vitest';
import { aJob } from '../job/fixtures.ts';
import { differs, otherName, sameWords } from './side-by-side.ts';

const beside = (state: 'ok' | 'missing', fields: Record<string, string>) => ({ row: 0, state, reason: null, fields, value: '' });

describe('two jobs side by side', () => {
  it('differ only where both have a valid answer', () => {
    const row = { state: 'ok' as const, fields: { tone: 'good' } };
    expect(differs({ ...row, beside: beside('ok', { tone: 'bad' }) }, 'tone')).toBe(true);
    expect(differs({ ...row, beside: beside('ok', { tone: 'good' }) }, 'tone')).toBe(false);
    expect(differs({ ...row, beside: beside('ok', {}) }, 'tone')).toBe(true);
    expect(differs({ ...row, beside: beside('missing', {}) }, 'tone')).toBe(false);
    expect(differs({ ...row, state: 'invalid', beside: beside('ok', { tone: 'bad' }) }, 'tone')).toBe(false);
    expect(differs({ ...row, beside: null }, 'tone')).toBe(false);
  });

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
