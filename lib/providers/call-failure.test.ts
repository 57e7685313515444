import { describe, expect, it } from 'vitest';
import { UnreadableAnswer } from './call-failure.ts';
import { failureOf as anthropic } from './anthropic/failure.ts';
import { failureOf as openai } from './openai/failure.ts';

/** An error as OpenAI's SDK throws it. */
const of = (status: number | undefined, error: object | undefined, headers: Record<string, string> = {}) =>
  openai({ status, error, headers: new Headers(headers), message: 'said' });
const own = (status: number, code: string) => of(status, { type: 'rowmill_proxy', code });

describe('our own server’s word', () => {
  it.each([
    ['signed_out', 401, 'signed-out', true],
    ['view_only', 403, 'auth', false],
    ['no_key', 401, 'auth', false],
    ['endpoint_changed', 409, 'identity', false],
    ['unknown_endpoint', 404, 'identity', false],
    ['upstream_unreachable', 502, 'offline', true],
    ['upload_too_large', 413, 'too-large', false],
  ])('%s: nothing was sent', (code, status, kind, retryable) => {
    expect(own(status, code)).toMatchObject({ kind, retryable, unknown: false });
  });

  it('upstream_lost: nobody knows', () => {
    expect(own(502, 'upstream_lost')).toMatchObject({ kind: 'server', unknown: true });
  });

  it('is no provider’s, though it has the same code', () => {
    expect(of(401, { type: 'invalid_request_error', code: 'signed_out' }).kind).toBe('auth');
  });
});

describe('a provider’s word', () => {
  it.each([
    ['invalid_api_key', 401, 'auth'],
    ['insufficient_quota', 429, 'money'],
    ['rate_limit_exceeded', 429, 'rate-limit'],
    ['model_not_found', 404, 'model'],
    ['token_limit_exceeded', 400, 'room'],
    ['token_limit_exceeded', 429, 'room'],
  ])('OpenAI: %s with status %i', (code, status, kind) => {
    expect(of(status, { code })).toMatchObject({ kind, unknown: false });
  });

  it('OpenAI: a file that is not known (yet) is not found, though it comes with 400', () => {
    const refused = (param: string) => openai({ status: 400, param, error: { type: 'invalid_request_error', param, code: null } });
    expect(refused('input_file_id')).toMatchObject({ kind: 'not-found', unknown: false });
    expect(refused('endpoint').kind).toBe('rejected');
  });

  it('Anthropic: a spend limit says so in the details of a 429', () => {
    const error = { error: { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } } };
    expect(anthropic({ status: 429, error })).toMatchObject({ kind: 'money', retryable: false });
    expect(anthropic({ status: 402, error: { error: { type: 'billing_error' } } }).kind).toBe('money');
  });

  it.each([500, 502, 503, 504, 529, 408])('%i leaves it open whether the provider acted', (status) => {
    expect(of(status, {})).toMatchObject({ kind: 'server', unknown: true, retryable: true });
  });
});

it('takes an answer that is not what was asked for as no answer', () => {
  expect(openai(new UnreadableAnswer('no list'))).toMatchObject({ kind: 'server', unknown: true, retryable: true });
});

it.each([
  [{ 'retry-after': '7' }, 7],
  [{ 'retry-after-ms': '1500' }, 1.5],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
])('reads how long to wait: %j', (headers, seconds) => {
  expect(of(429, {}, headers as Record<string, string>).retryAfterSeconds).toBe(seconds);
});
