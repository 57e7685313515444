import { describe, expect, test } from 'vitest';
import { isPlainTarget, judgeHost, readAddress } from './server-address.js';

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

  test('open to others only with the address they will open, and then with a warning', () => {
    const refused = readAddress({ HOST: '0.0.0.0' });
    expect(refused.ok ? '' : refused.words).toContain('PUBLIC_ORIGIN');
    const open = addressOf({ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://rowmill.example.org/' });
    expect(open).toMatchObject({ binds: ['0.0.0.0'], origin: 'https://rowmill.example.org', host: 'rowmill.example.org' });
    expect(open.warning).toContain('no sign-in');
    expect(addressOf({ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'http://localhost:8080' }).host).toBe('localhost:8080');
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
  ['/a\tb', false],
  ['http://localhost:3000/', false],
  ['*', false],
  ['', false],
])('target %s: %s', (target, plain) => expect(isPlainTarget(target)).toBe(plain));
