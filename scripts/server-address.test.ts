import { describe, expect, test } from 'vitest';
import type { IncomingMessage } from 'node:http';
import { clientAddress, isPlainTarget, judgeHost, readAddress } from './server-address.js';

const addressOf = (env: Record<string, string>) => {
  const read = readAddress(env);
  if (!read.ok) throw new Error(read.words);
  return read.address;
};

describe('address', () => {
  test('by default this machine only, under one name', () => {
    expect(addressOf({})).toMatchObject({ port: 3000, binds: ['127.0.0.1', '::1'], origin: 'http://localhost:3000', warning: null });
    expect(addressOf({ PORT: '80' })).toMatchObject({ origin: 'http://localhost', host: 'localhost' });
    expect(addressOf({ HOST: '::1' }).binds).toEqual(['::1']);
  });

  const passphrase = { ROWMILL_PASSPHRASE: 'five words that nobody guesses' };
  const wordsOf = (env: Record<string, string>) => {
    const read = readAddress(env);
    return read.ok ? '' : read.words;
  };

  test('open to others only with the address they will open, and a passphrase', () => {
    expect(wordsOf({ HOST: '0.0.0.0' })).toMatch(/PUBLIC_ORIGIN.*ROWMILL_PASSPHRASE/);
    expect(wordsOf({ HOST: '0.0.0.0', ...passphrase })).toMatch(/PUBLIC_ORIGIN(?!.*ROWMILL_PASSPHRASE)/);
    expect(wordsOf({ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'http://localhost:8080' })).toContain('ROWMILL_PASSPHRASE');
    expect(wordsOf({ PUBLIC_ORIGIN: 'https://rowmill.example.org' })).toContain('ROWMILL_PASSPHRASE');
    expect(wordsOf({ PUBLIC_ORIGIN: 'https://rowmill.example.org', ROWMILL_PASSPHRASE: '  ' })).toContain('ROWMILL_PASSPHRASE');
    const open = addressOf({ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://rowmill.example.org/', ...passphrase });
    expect(open).toMatchObject({ binds: ['0.0.0.0'], origin: 'https://rowmill.example.org', host: 'rowmill.example.org', signIn: true });
    expect(addressOf({ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'http://localhost:8080', ROWMILL_PASSPHRASE_HASH: 'x' }).host).toBe(
      'localhost:8080',
    );
  });

  test('a passphrase works on this machine too; one that can be guessed is warned of', () => {
    expect(addressOf(passphrase)).toMatchObject({ signIn: true, warning: null });
    expect(addressOf({})).toMatchObject({ signIn: false });
    expect(addressOf({ ROWMILL_PASSPHRASE: 'summer' }).warning).toContain('12 characters');
    expect(addressOf({ ...passphrase, ROWMILL_VIEW_PASSPHRASE: 'look' }).warning).toContain('12 characters');
  });

  test.each(['http://rowmill.example.org', 'https://rowmill.example.org/path', 'rowmill.example.org', 'https://me@rowmill.example.org'])(
    'refuses PUBLIC_ORIGIN=%s',
    (origin) => expect(readAddress({ PUBLIC_ORIGIN: origin }).ok).toBe(false),
  );

  test.each(['0', '70000', '3000.5', 'http'])('refuses PORT=%s', (port) => expect(readAddress({ PORT: port }).ok).toBe(false));
});

test.each([
  ['localhost:3000', 'own'],
  ['127.0.0.1:3000', 'alias'],
  ['[::1]:3000', 'alias'],
  ['rowmill.localhost:3000', 'alias'],
  ['localhost:3001', 'foreign'],
  ['evil.example:3000', 'foreign'],
  ['localhost.evil.example:3000', 'foreign'],
  ['localhost:3000@evil.example', 'foreign'],
  ['evil.example@localhost:3000', 'foreign'],
  ['', 'foreign'],
  [undefined, 'foreign'],
])('Host %s is %s', (host, expected) => expect(judgeHost(host, addressOf({}))).toBe(expected));

test.each([
  ['/', true],
  ['/jobs/a-b?tab=%2e%2e/%2f', true],
  ['/_next/static/chunks/app_%5Bid%5D.js', true],
  ['/api/openai/v1/files/../models', false],
  ['/api/openai/v1/files/%2E%2e/models', false],
  ['/api/openai/v1/files/a%2Fb', false],
  ['/api/openai/v1/files/a\\b', false],
  ['/api/openai/v1/files/%252e', false],
  ['/api/openai/v1//models', false],
  ['/a%00', false],
  ['/a%c0%ae%c0%af', false],
  ['/a%', false],
  ['/a%zz', false],
  ['/a\tb', false],
  ['http://localhost:3000/', false],
  ['*', false],
  ['', false],
])('target %s: %s', (target, plain) => expect(isPlainTarget(target)).toBe(plain));

describe('where a request comes from', () => {
  const from = (told?: string) =>
    ({
      headers: told === undefined ? {} : { 'x-forwarded-for': told },
      socket: { remoteAddress: '10.0.0.9' },
    }) as unknown as IncomingMessage;

  test('is the connection’s own address, whatever the client says', () => {
    expect(clientAddress(from('203.0.113.7'), false)).toBe('10.0.0.9');
  });

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['192.0.2.1, 203.0.113.7', '203.0.113.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['192.0.2.1, <script>', '10.0.0.9'],
    ['', '10.0.0.9'],
    [undefined, '10.0.0.9'],
  ])('behind a trusted proxy that says %s it is %s', (told, address) => expect(clientAddress(from(told), true)).toBe(address));
});
