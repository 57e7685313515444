import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { listEndpoints } from './endpoints.ts';
import { noTypedKeys } from './keys.ts';
import { aConfig, aLive } from './testing/front.ts';

const key = 'sk-proj-abcdefghijklmnop';

describe('settings from the environment', () => {
  test('nothing set: the provider’s own address, no key', () => {
    expect(readConfig({ OPENAI_API_KEY: '  ', OPENAI_BASE_URL: '' } as never)).toEqual({
      ok: true,
      config: {
        live: [
          aLive('openai', { baseUrl: 'https://api.openai.com/v1', key: null }),
          aLive('anthropic', { baseUrl: 'https://api.anthropic.com/v1', key: null }),
        ],
        maxUploadBytes: null,
        signIn: null,
        sandbox: { folder: '.rowmill/sandbox', delays: undefined },
      },
    });
  });

  test.each(['https://gateway.example/openai/v1/', 'http://localhost:8000/v1', 'http://192.168.1.4/v1', 'http://vllm:8000/v1'])(
    'takes %s',
    (url) => {
      const read = readConfig({ OPENAI_BASE_URL: url } as never);
      expect(read.ok && read.config.live[0]?.baseUrl).toBe(url.replace(/\/$/, ''));
    },
  );

  test.each([
    'http://api.openai.com/v1',
    'https://u:p@gateway.example/v1',
    'https://x.example/v1?key=1',
    'ftp://x.example',
    'api.openai.com',
  ])('refuses %s in words', (url) => {
    const read = readConfig({ OPENAI_BASE_URL: url } as never);
    expect(read.ok ? '' : read.problems.join()).toMatch(/^OPENAI_BASE_URL must be an https address/);
  });

  test.each(['https://gateway.example/anthropic', 'https://gateway.example/anthropic/', 'https://gateway.example/anthropic/v1/'])(
    'ANTHROPIC_BASE_URL %s is taken with and without /v1',
    (url) => {
      const read = readConfig({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key } as never);
      expect(read.ok && read.config.live[1]).toMatchObject({ baseUrl: 'https://gateway.example/anthropic/v1', key });
    },
  );

  test('every setting that cannot be right is named at once', () => {
    const read = readConfig({
      OPENAI_BASE_URL: 'x',
      ANTHROPIC_BASE_URL: 'y',
      ANTHROPIC_API_KEY: 'a b',
      ROWMILL_SANDBOX_DELAYS: 'z',
    } as never);
    expect(read.ok ? [] : read.problems.map((words) => words.split(' ')[0])).toEqual([
      'OPENAI_BASE_URL',
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_BASE_URL',
      'ROWMILL_SANDBOX_DELAYS',
    ]);
  });

  test('delays of the sandbox are JSON', () => {
    const read = readConfig({ ROWMILL_SANDBOX_DELAYS: '{"running":5}' } as never);
    expect(read.ok && read.config.sandbox.delays).toEqual({ running: 5 });
    for (const text of ['quick', '{"running":"5"}', '[]']) {
      const refused = readConfig({ ROWMILL_SANDBOX_DELAYS: text } as never);
      expect(refused.ok ? '' : refused.problems.join()).toMatch(/^ROWMILL_SANDBOX_DELAYS must be JSON/);
    }
  });

  test('a broken key is refused without being shown', () => {
    const read = readConfig({ OPENAI_API_KEY: `${key}\n${key}` } as never);
    expect(read.ok ? '' : read.problems.join()).toMatch(/^OPENAI_API_KEY holds spaces/);
    expect(JSON.stringify(read)).not.toContain(key);
  });
});

describe('keys may be typed', () => {
  test.each([
    [{}, true],
    [{ HOST: '', PUBLIC_ORIGIN: ' ' }, true],
    [{ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'http://localhost:3000' }, false],
    [{ PUBLIC_ORIGIN: 'https://rowmill.example.org' }, false],
    [{ HOST: '127.0.0.1' }, false],
  ])('with %j: %s', (env, allowed) => {
    expect(noTypedKeys(env as never)).toEqual({ allowed, held: new Map() });
  });
});

describe('endpoints', () => {
  const sandbox = { baseUrl: 'http://127.0.0.1:5/v1', instance: 'abc123', token: 'secret' };
  const base = 'https://api.example.com/v1';
  const infos = (baseUrl: string, key: string | null, typed: [string, string][] = [], address: typeof sandbox | null = sandbox) =>
    listEndpoints({ config: aConfig({ baseUrl, key }), typed: { allowed: true, held: new Map(typed) } }, address).map(({ info }) => info);

  test('are always all listed, in one order; without a key there is no identity', () => {
    const all = infos(base, null, [], null);
    expect(all.map(({ id, protocol, kind, label, lineUrl }) => [id, protocol, kind, label, lineUrl])).toEqual([
      ['openai', 'openai', 'live', 'OpenAI', '/v1/chat/completions'],
      ['anthropic', 'anthropic', 'live', 'Anthropic', ''],
      ['sandbox-openai', 'openai', 'sandbox', 'Sandbox (OpenAI protocol)', '/v1/chat/completions'],
      ['sandbox-anthropic', 'anthropic', 'sandbox', 'Sandbox (Anthropic protocol)', ''],
    ]);
    for (const info of all) expect(info).toMatchObject({ fingerprint: null, identity: null, keySource: null });
    expect(all.map(({ mayType, keyVariable }) => [mayType, keyVariable])).toEqual([
      [true, 'OPENAI_API_KEY'],
      [true, 'ANTHROPIC_API_KEY'],
      [false, null],
      [false, null],
    ]);
  });

  test('the identity changes with protocol, key and address, never with the sandbox’s port', () => {
    const all = infos(base, key);
    expect(all[0]!.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect(all[0]!.identity).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(all.map(({ identity }) => identity)).size).toBe(4);
    expect(infos(base, `${key}x`)[0]!.identity).not.toBe(all[0]!.identity);
    expect(infos('https://other.example/v1', key)[0]!.identity).not.toBe(all[0]!.identity);
    const moved = infos(base, key, [], { ...sandbox, baseUrl: 'http://127.0.0.1:6/v1' });
    expect(moved.slice(2)).toEqual(all.slice(2));
  });

  test('a typed key wins over the environment’s, for its own provider only', () => {
    const before = infos(base, key);
    const typed = infos(base, key, [['anthropic', `${key}-typed`]]);
    expect(typed.map(({ keySource }) => keySource)).toEqual(['environment', 'typed', null, null]);
    expect(typed[0]).toEqual(before[0]);
    expect(typed[1]!.identity).not.toBe(before[1]!.identity);
    expect(infos(base, null, [['anthropic', key]])[1]!.identity).toBe(before[1]!.identity);
  });

  test('nothing secret is in what leaves', () => {
    expect(JSON.stringify(infos(base, key, [['openai', `${key}-typed`]]))).not.toMatch(/sk-proj|secret/);
  });
});
