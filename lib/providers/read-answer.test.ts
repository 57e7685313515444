import { describe, expect, it } from 'vitest';
import { answerFrom, rowsInParts } from './read-answer.ts';

const idsIn = (...texts: string[]) => rowsInParts(texts).rows.map((row) => row.inputId);

describe('rowsInParts', () => {
  it('reads one answer cut across texts', () => {
    expect(idsIn('{"all_results":[{"input_id":"a"},{"in', 'put_id":"b"}]}')).toEqual(['a', 'b']);
    // Whole together: what is whole in a piece is a piece of a row.
    expect(idsIn('[{"input_id":"a","x":[', '{"input_id":"y"},{"input_id":"z"}', ']}]')).toEqual(['a']);
    expect(idsIn('[{"input_id":"a","x":[', '{"input_id":"z"}', ']},{"in')).toEqual(['a']);
  });

  it('reads an answer in each text where that gives more', () => {
    const texts = ['{"all_results":[{"input_id":"a"},{"in', '[{"input_id":"b"},{"input_id":"c"}]'];
    expect(idsIn(...texts)).toEqual(['b', 'c', 'a']);
  });
});

describe('answerFrom', () => {
  const row = { inputId: 'a', value: { input_id: 'a' } };

  it('says all that is wrong with an answer', () => {
    const { outcome, problem } = answerFrom(['…'], { rows: [row], found: 'salvaged', strays: 2 }, null);
    expect(outcome).toBe('answered');
    expect(problem).toBe(
      'The answer is not whole JSON; the whole rows in it were kept. Entries in the list of rows that are no rows, and were left out: 2.',
    );
  });

  it('keeps the texts only of an answer without rows', () => {
    const end = { outcome: 'truncated' as const, problem: 'Cut off.', code: 'length' };
    const none = { rows: [], found: 'none' as const, strays: 0 };
    expect(answerFrom(['a', 'b'], none, end)).toEqual({ ...end, rows: [], text: 'a\nb' });
    expect(answerFrom([], none, end)).toEqual({ ...end, rows: [], text: null });
    expect(answerFrom(['a'], { rows: [row], found: 'whole', strays: 0 }, end)).toEqual({ ...end, rows: [row], text: null });
  });
});
