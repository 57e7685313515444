import { describe, expect, it } from 'vitest';
import type { Part } from '#lib/core/job';
import { outputFromAnswers } from './estimate-round.ts';

const part = (k: number, rows: number, requests: number, completed: number, outputTokens: number, reasoningTokens = 0) =>
  ({
    k,
    rows,
    requests,
    counts: { total: requests, completed, failed: requests - completed },
    usage: { all: { inputTokens: 1, outputTokens, cachedTokens: 0, reasoningTokens }, lost: null, usd: null },
  }) as unknown as Part;

describe('output by earlier answers', () => {
  it('takes only answers to the same question, and only what was answered', () => {
    const parts = [part(0, 100, 20, 10, 1000, 500), part(1, 100, 20, 20, 90_000)];
    const output = outputFromAnswers(parts, ({ k }) => k === 0)!;
    // 500 tokens written for 50 rows, 500 thought in 10 requests.
    expect(output.perRow).toEqual({ low: 8, high: 12.5 });
    expect(output.thinkingPerRequest).toEqual({ low: 30, high: 75 });
    expect(output.basis[0]).toMatch(/50 rows/u);
  });

  it('says nothing where nothing was answered', () => {
    expect(outputFromAnswers([part(0, 100, 20, 0, 0)], () => true)).toBeNull();
    expect(outputFromAnswers([{ ...part(0, 1, 1, 1, 9), usage: null }], () => true)).toBeNull();
  });
});
