import { describe, expect, it } from 'vitest';
import type { CallFailure } from '#lib/core/failure';
import type { CallResult, ProviderApi } from '#lib/providers/provider';
import { countRequests } from './count-requests.ts';

const failure: CallFailure = {
  kind: 'rate-limit',
  status: 429,
  code: null,
  message: 'slow down',
  requestId: null,
  retryable: true,
  unknown: false,
  retryAfterSeconds: null,
};
const api = (answers: (CallResult<number> | null)[]) => ({ countTokens: async () => answers.shift() ?? null }) as unknown as ProviderApi;
const signal = new AbortController().signal;

describe('countRequests', () => {
  it('counts each request', async () => {
    const counted = api([
      { ok: true, value: 3 },
      { ok: true, value: 5 },
    ]);
    expect(await countRequests(counted, ['a', 'b'], signal)).toEqual({ ok: true, tokens: [3, 5] });
  });

  it('says that a provider does not count', async () => {
    expect(await countRequests(api([null]), ['a'], signal)).toBeNull();
  });

  it('tells a failure in words of a call that no job tries again', async () => {
    const counted = await countRequests(api([{ ok: false, failure }]), ['a'], signal);
    expect(counted).toMatchObject({
      ok: false,
      trouble: { todo: 'Wait a little, then try again.', details: expect.stringContaining('429') },
    });
  });
});
