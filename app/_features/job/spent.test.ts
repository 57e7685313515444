import { describe, expect, it } from 'vitest';
import type { PartUsage } from '#lib/core/job';
import { aJob, anAttempt, aPart } from './fixtures.ts';
import { lostWords, spentOf, spentWords } from './spent.ts';

const tokens = (inputTokens: number, outputTokens: number) => ({ inputTokens, outputTokens, cachedTokens: 0, reasoningTokens: 0 });
const usage = (usd: PartUsage['usd'], lost = tokens(0, 0)): PartUsage => ({ all: tokens(1000, 500), lost, usd });
const job = aJob({ usage: tokens(2000, 1000) });
const submitted = (priceUsd: [number, number] | null) =>
  anAttempt({ submittedAt: 1, consent: { at: 1, texts: 100, batches: 1, host: 'h', priceUsd } });

describe('money spent', () => {
  it('sums over all batches, and says nothing where one price is unknown', () => {
    const parts = [
      aPart({ usage: usage({ all: 0.5, lost: 0.1 }) }),
      aPart({ k: 1, usage: usage({ all: 0.25, lost: 0 }) }),
      aPart({ k: 2 }),
    ];
    expect(spentOf(parts)).toMatchObject({ usd: 0.75, lostUsd: 0.1 });
    expect(spentOf([...parts, aPart({ k: 3, usage: usage(null) })]).usd).toBeNull();
    expect(spentOf([aPart()]).usd).toBeNull();
  });

  it('stands beside what all submitted rounds were said to cost', () => {
    const parts = [aPart({ usage: usage({ all: 0.5, lost: 0 }) })];
    expect(spentWords(job, [submitted([0.2, 0.4])], parts)).toBe(
      'The answers cost $0.50 by the published batch prices, more than the estimate of $0.20–$0.40.',
    );
    expect(spentWords(job, [submitted([0.2, 0.4]), submitted([0.1, 0.2])], parts)).toMatch(/within the estimate of \$0\.30–\$0\.60\.$/u);
    expect(spentWords(job, [submitted([0.6, 0.8])], parts)).toMatch(/less than/u);
    expect(spentWords(job, [submitted([0.2, 0.4]), submitted(null)], parts)).not.toMatch(/estimate/u);
    const cheap = [aPart({ usage: usage({ all: 0.001, lost: 0 }) })];
    expect(spentWords(job, [submitted([0.002, 0.004])], cheap)).toBe(
      'The answers cost under 1 cent by the published batch prices, as estimated.',
    );
    expect(spentWords(aJob(), [], parts)).toBeNull();
  });

  it('tells what rows without a valid answer took', () => {
    expect(lostWords(job, [aPart({ usage: usage({ all: 0.5, lost: 0 }) })])).toBeNull();
    const parts = [aPart({ usage: usage({ all: 0.5, lost: 0.2 }, tokens(400.4, 200)) })];
    expect(lostWords(job, parts)).toMatch(/about \$0\.20 \(400 tokens in and 200 out\)/u);
  });

  it('never names a price for practice answers', () => {
    const sandbox = aJob({ usage: tokens(1, 1), endpoint: { ...aJob().endpoint, kind: 'sandbox' } });
    const parts = [aPart({ usage: usage(null, tokens(5, 5)) })];
    expect(spentWords(sandbox, [submitted(null)], parts)).toMatch(/Nothing is paid/u);
    expect(lostWords(sandbox, parts)).not.toMatch(/\$/u);
  });
});
