import { describe, expect, it } from 'vitest';
import { differingFields } from './beside.ts';

const answer = (value: object | string, state: 'ok' | 'missing' | 'invalid' = 'ok') => ({
  state,
  value: typeof value === 'string' ? value : JSON.stringify(value),
});

describe('answers of two jobs to one row', () => {
  it('differ field by field, whichever has more of them', () => {
    expect(differingFields(answer({ tone: 'good', rank: 3 }), answer({ rank: 3, tone: 'bad' }))).toEqual(['tone']);
    expect(differingFields(answer({ tone: 'good' }), answer({}))).toEqual(['tone']);
    expect(differingFields(answer({}), answer({ tone: 'good' }))).toEqual(['tone']);
    expect(differingFields(answer({ tone: null }), answer({}))).toEqual([]);
  });

  it('differ by value and not by how they are shown', () => {
    expect(differingFields(answer({ rank: 3 }), answer({ rank: '3' }))).toEqual(['rank']);
    expect(differingFields(answer({ about: { a: 1, b: 2 } }), answer({ about: { b: 2, a: 1 } }))).toEqual([]);
  });

  it('differ however late in a long text', () => {
    const long = 'word '.repeat(1000);
    expect(differingFields(answer({ quote: `${long}.` }), answer({ quote: `${long}!` }))).toEqual(['quote']);
  });

  it('differ only where both are valid', () => {
    expect(differingFields(answer({ tone: 'good' }), answer('', 'missing'))).toEqual([]);
    expect(differingFields(answer({ tone: 'good' }, 'invalid'), answer({ tone: 'bad' }))).toEqual([]);
  });

  it('are no object: nothing to compare', () => {
    expect(differingFields(answer('[1]'), answer('[2]'))).toEqual([]);
  });
});
