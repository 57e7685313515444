import { describe, expect, it } from 'vitest';
import type { Attempt, Job } from '#lib/core/job';
import type { RemoteBatch } from '#lib/core/remote';
import { matchesMark } from '#lib/providers/anthropic/remote';
import type { CallResult, ProviderApi } from '#lib/providers/provider';
import { partIn, questionFor, recipeFor } from '../parity/job.fixture.ts';
import type { Work } from './desk.ts';
import { findOwn, type Rivals } from './find-own.ts';

const AT = Date.UTC(2026, 10, 1);
const part = partIn('uncertain', { requests: 3, createIntentAt: AT });
const ALONE: Rivals = { claims: new Map(), isOtherInDoubt: false };

const listed = (id: string, change: Partial<RemoteBatch> = {}): RemoteBatch =>
  ({ id, createdAt: AT + 1000, counts: { total: 3, completed: 0, failed: 0 }, ...change }) as RemoteBatch;

/** Work at a provider whose batches carry no mark. `told`: the first custom id of their results, for those that have any. */
function work(told: Record<string, string> = {}): Work {
  const someCustomId = async (id: string): Promise<CallResult<string | null>> => ({ ok: true, value: told[id] ?? null });
  return {
    job: { id: 'job', revisions: [{ revision: 1, recipe: recipeFor(questionFor('anthropic')) }] } as unknown as Job,
    attempt: { number: 1, revision: 1, tag: 'abcd' } as Attempt,
    api: { matches: matchesMark, someCustomId } as unknown as ProviderApi,
    signal: new AbortController().signal,
  };
}

const found = async (batches: RemoteBatch[], told?: Record<string, string>, rivals = ALONE, of = part) => {
  const answer = await findOwn(batches, rivals, of, work(told));
  return answer && answer !== 'several' ? `${answer.batch.id}${answer.isGuess ? '?' : ''}` : answer;
};

describe('findOwn', () => {
  it('takes the only one that could be it, by a guess', async () => {
    expect(await found([listed('a')])).toBe('a?');
    expect(await found([listed('a', { counts: { total: 4, completed: 0, failed: 0 } })])).toBeNull();
    expect(await found([listed('a', { createdAt: AT - 3_600_000 })])).toBeNull();
  });

  it('goes by custom ids where results tell them', async () => {
    expect(await found([listed('a'), listed('b')], { b: 'job-chunk-000002' })).toBe('b');
    expect(await found([listed('a')], { a: 'another-chunk-000000' })).toBeNull();
    expect(await found([listed('a'), listed('b')], { a: 'another-chunk-000000' })).toBe('b?');
    expect(await found([listed('a')], { a: 'job-chunk-000003' })).toBeNull();
  });

  it('cannot tell between several', async () => {
    expect(await found([listed('a'), listed('b')])).toBe('several');
  });

  it('passes over what others have, and what was this part’s before', async () => {
    expect(await found([listed('a')], {}, { ...ALONE, claims: new Map([['a', 'sure']]) })).toBeNull();
    expect(await found([listed('a')], {}, ALONE, { ...part, formerBatches: ['a'] })).toBeNull();
  });

  it('concludes nothing from a batch that another part has only by a guess, or may be looking for too', async () => {
    const guessed: Rivals = { ...ALONE, claims: new Map([['a', 'guess']]) };
    expect(await found([listed('a')], {}, guessed)).toBe('several');
    expect(await found([listed('a')], { a: 'job-chunk-000000' }, guessed)).toBe('several');
    expect(await found([listed('a')], {}, { ...ALONE, isOtherInDoubt: true })).toBe('several');
    expect(await found([listed('a')], { a: 'job-chunk-000000' }, { ...ALONE, isOtherInDoubt: true })).toBe('a');
  });
});
