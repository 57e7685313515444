import { describe, expect, it } from 'vitest';
import { ROW_STATES, SKIP_REASONS } from './row-state.ts';
import { explainRow, ROW_STATE_WORDS, rowStateWords } from './row-words.ts';

describe('words for rows', () => {
  it('gives every state words of its own', () => {
    expect(new Set(Object.values(ROW_STATE_WORDS)).size).toBe(ROW_STATES.length);
  });

  it('names the reason of rows not sent, and only of those', () => {
    expect(SKIP_REASONS.map((reason) => rowStateWords('skipped', reason))).toContain('not sent (empty text)');
    expect(rowStateWords('failed', 'too-long')).toBe('provider error');
  });

  it('explains every state but done in three sentences', () => {
    expect(ROW_STATES.filter((state) => explainRow(state) === null)).toEqual(['ok']);
    const sentences = ROW_STATES.flatMap((state) => Object.values(explainRow(state) ?? {}));
    expect(sentences).toHaveLength((ROW_STATES.length - 1) * 3);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].+\.$/u);
  });
});
