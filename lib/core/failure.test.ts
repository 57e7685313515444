import { describe, expect, it } from 'vitest';
import { backoffSeconds, passes, stopsJob, troubleOf, type CallFailure } from './failure.ts';

const failure = (change: Partial<CallFailure>): CallFailure => ({
  kind: 'auth',
  status: 401,
  code: null,
  message: 'as the provider says',
  requestId: null,
  retryable: false,
  unknown: false,
  retryAfterSeconds: null,
  ...change,
});

describe('troubleOf', () => {
  it('tells a key the provider refused from one the server does not have', () => {
    expect(troubleOf(failure({})).what).toBe('The provider refused the key.');
    const missing = troubleOf(failure({ code: 'no_key' }));
    expect(missing.what).toBe('The server has no key for this provider now.');
    expect(missing.todo).toContain('Connections');
  });

  it('keeps status, code, words and request id behind Details', () => {
    const { details } = troubleOf(failure({ code: 'invalid_api_key', requestId: 'req_1' }));
    expect(details).toBe('status 401 · invalid_api_key · as the provider says · request req_1');
  });

  it('tells our own server’s word from the provider’s', () => {
    expect(troubleOf(failure({ code: 'view_only' })).what).toBe('You are signed in for viewing only.');
    expect(troubleOf(failure({ kind: 'signed-out', code: 'signed_out' })).todo).toContain('goes on by itself');
    expect(troubleOf(failure({ kind: 'server', code: 'page_instead' })).what).toContain('a page instead of data');
    expect(troubleOf(failure({ kind: 'identity', code: 'unknown_endpoint' })).what).toContain('no longer has the connection');
  });
});

describe('what a failure means for the job', () => {
  it.each(['identity', 'auth', 'money', 'model'] as const)('%s stops it until the person mends something', (kind) => {
    expect([stopsJob(failure({ kind })), passes(kind)]).toEqual([true, false]);
  });

  it.each(['offline', 'signed-out', 'rate-limit', 'room', 'server', 'incomplete'] as const)('%s passes by itself', (kind) => {
    expect([stopsJob(failure({ kind })), passes(kind)]).toEqual([false, true]);
  });

  it.each(['not-found', 'too-large', 'rejected', 'aborted'] as const)(
    '%s is about one call alone, and repeating it does not help',
    (kind) => {
      expect([stopsJob(failure({ kind })), passes(kind)]).toEqual([false, false]);
    },
  );
});

describe('backoffSeconds', () => {
  it('doubles up to five minutes', () => {
    expect([1, 2, 3, 8, 9, 99].map((tries) => backoffSeconds(tries, failure({})))).toEqual([2, 4, 8, 256, 300, 300]);
  });

  it('waits as long as it is asked to', () => {
    expect(backoffSeconds(1, failure({ retryAfterSeconds: 3600 }))).toBe(3600);
    expect(backoffSeconds(9, failure({ retryAfterSeconds: 1 }))).toBe(300);
  });
});
