import { describe, expect, it } from 'vitest';
import { troubleOf, type CallFailure } from './failure.ts';

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
});
