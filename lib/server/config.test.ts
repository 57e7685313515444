import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { listEndpoints } from './endpoints.ts';

const key = 'sk-proj-abcdefghijklmnop';

describe('settings from the environment', () => {
  test('nothing set: the provider’s own address, no key', () => {
    expect(readConfig({ OPENAI_API_KEY: '  ', OPENAI_BASE_URL: '' } as never)).toEqual({
      ok: true,
      config: { openai: { baseUrl: 'https://api.openai.com/v1', key: null }, sandbox: { folder: '.rowmill/sandbox', delays: undefined } },
    });
  });

  test.each(['https://gateway.example/openai/v1/', 'http://localhost:8000/v1', 'http://192.168.1.4/v1', 'http://vllm:8000/v1'])(
    'takes %s',
    (url) => {
      const read = readConfig({ OPENAI_BASE_URL: url } as never);
      expect(read.ok && read.config.openai.baseUrl).toBe(url.replace(/\/$/, ''));
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

describe('endpoints', () => {
  const sandbox = { baseUrl: 'http://127.0.0.1:5/v1', instance: 'abc123', token: 'secret' };
  const infos = (baseUrl: string, key: string | null, address: typeof sandbox | null = sandbox) =>
    listEndpoints({ openai: { baseUrl, key }, sandbox: { folder: '', delays: undefined } }, address).map(({ info }) => info);

  test('are always both listed; without a key there is no identity', () => {
    const [live, practice] = infos('https://api.openai.com/v1', null, null);
    expect(live).toMatchObject({ id: 'openai', kind: 'live', host: 'https://api.openai.com', fingerprint: null, identity: null });
    expect(practice).toMatchObject({ id: 'sandbox-openai', kind: 'sandbox', fingerprint: null, identity: null, keyVariable: null });
  });

  test('the identity changes with key and address, never with the sandbox’s port', () => {
    const [first] = infos('https://api.openai.com/v1', key);
    expect(first!.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect(first!.identity).toMatch(/^[0-9a-f]{32}$/);
    expect(infos('https://api.openai.com/v1', `${key}x`)[0]!.identity).not.toBe(first!.identity);
    expect(infos('https://other.example/v1', key)[0]!.identity).not.toBe(first!.identity);
    const moved = infos('https://api.openai.com/v1', key, { ...sandbox, baseUrl: 'http://127.0.0.1:6/v1' });
    expect(moved[1]!.identity).toBe(infos('https://api.openai.com/v1', key)[1]!.identity);
  });

  test('nothing secret is in what leaves', () => {
    expect(JSON.stringify(infos('https://api.openai.com/v1', key))).not.toMatch(/sk-proj|secret/);
  });
});
