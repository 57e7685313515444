import { describe, expect, it } from 'vitest';
import type { EndpointInfo } from '#lib/core/endpoint';
import type { CallFailure } from '#lib/core/failure';
import { connectionState, lostKey, type Permissions } from './connection-state.ts';

const live: EndpointInfo = {
  id: 'openai',
  protocol: 'openai',
  kind: 'live',
  label: 'OpenAI',
  host: 'https://api.example.com',
  fingerprint: 'abc',
  identity: 'def',
  keyVariable: 'OPENAI_API_KEY',
  keySource: 'environment',
  mayType: true,
  lineUrl: '/v1/chat/completions',
};
const keyless: EndpointInfo = { ...live, fingerprint: null, identity: null, keySource: null };

const failure = (kind: CallFailure['kind']): CallFailure => ({
  kind,
  status: 401,
  code: null,
  message: kind,
  requestId: null,
  retryable: false,
  unknown: false,
  retryAfterSeconds: null,
});
const permissions = (
  models: CallFailure | 'permitted',
  files: CallFailure | 'permitted' | null = models,
  batches = models,
): Permissions => ({ models, files, batches });
const wordsFor = (answer: Permissions) => connectionState(live, { ok: true, permissions: answer }).words;

describe('connectionState', () => {
  it('says where a missing key goes', () => {
    const state = connectionState(keyless, null);
    expect(state.words).toBe('No key');
    expect(state.trouble?.todo).toMatch(/^Type a key below, or set OPENAI_API_KEY/);
    expect(connectionState({ ...keyless, mayType: false }, null).trouble?.todo).toMatch(/^Set OPENAI_API_KEY/);
  });

  it('tells a sandbox that is not running from a missing key', () => {
    expect(connectionState({ ...keyless, kind: 'sandbox', keyVariable: null }, null).words).toBe('Not running');
  });

  it('is connected only when all reads the provider has are permitted', () => {
    expect(wordsFor(permissions('permitted'))).toBe('Connected');
    expect(wordsFor(permissions('permitted', null))).toBe('Connected');
    expect(wordsFor(permissions(failure('auth'), null))).toBe('Refused');
    expect(wordsFor(permissions('permitted', null, failure('auth')))).toBe('Connected in part');
    expect(wordsFor(permissions('permitted', 'permitted', failure('auth')))).toBe('Connected in part');
    expect(wordsFor(permissions('permitted', 'permitted', failure('server')))).toBe('Cannot be reached');
  });

  it('tells a refused key from a provider out of reach and from a changed key', () => {
    expect(wordsFor(permissions(failure('auth')))).toBe('Refused');
    expect(wordsFor(permissions(failure('offline')))).toBe('Cannot be reached');
    expect(wordsFor(permissions(failure('identity')))).toBe('Key changed');
  });

  it('keeps what the provider said, once', () => {
    expect(connectionState(live, { ok: true, permissions: permissions(failure('auth')) }).trouble?.details).toBe('401 · auth');
  });

  it('does not claim a state before or without an answer', () => {
    expect(connectionState(live, null).words).toBe('Asking …');
    expect(connectionState(live, { ok: false, message: 'no worker' })).toMatchObject({
      words: 'Not known',
      trouble: { details: 'no worker' },
    });
  });
});

describe('lostKey', () => {
  it('misses a typed key that is no longer held, and no other', () => {
    expect(lostKey(keyless, undefined)).toBeNull();
    expect(lostKey({ ...live, keySource: 'typed' }, 'another')).toBeNull();
    expect(lostKey(live, 'abc')).toBeNull();
    expect(lostKey(keyless, 'abc')).toMatchObject({ what: 'The key typed here (fingerprint abc) is gone.' });
    expect(lostKey(live, '123')?.what).toContain('The key in OPENAI_API_KEY is used now');
  });
});
