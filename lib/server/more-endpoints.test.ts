import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMoreEndpoints } from './more-endpoints.ts';

const groq = { id: 'groq', label: 'Groq', baseUrl: 'https://api.groq.com/openai/v1/', keyEnv: 'GROQ_API_KEY' };
const read = (entries: unknown, env: Record<string, string> = {}) =>
  readMoreEndpoints({ ROWMILL_ENDPOINTS: typeof entries === 'string' ? entries : JSON.stringify(entries), ...env } as never);

test('none set: none', () => expect(readMoreEndpoints({ ROWMILL_ENDPOINTS: ' ' } as never)).toEqual({ endpoints: [], problems: [] }));

test('an entry is completed with what its protocol says', () => {
  const { endpoints, problems } = read([groq], { GROQ_API_KEY: ' gsk-1234 ' });
  expect(problems).toEqual([]);
  const { spec, ...rest } = endpoints[0]!;
  expect(spec).toMatchObject({ name: 'openai', label: 'Groq', submitAs: 'file' });
  expect(rest).toEqual({
    id: 'groq',
    label: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    key: 'gsk-1234',
    keyVariable: 'GROQ_API_KEY',
    auth: 'bearer',
    query: {},
    lineUrl: '/v1/chat/completions',
    maxUploadBytes: null,
  });
});

test('a key that is not there yet is missing and no error; one given in the entry is named by where it stands', () => {
  const { endpoints } = read([
    groq,
    { ...groq, id: 'gateway', protocol: 'anthropic', keyEnv: undefined, key: 'sk-inline', lineUrl: undefined },
  ]);
  expect(endpoints.map(({ key, keyVariable }) => [key, keyVariable])).toEqual([
    [null, 'GROQ_API_KEY'],
    ['sk-inline', 'ROWMILL_ENDPOINTS'],
  ]);
  expect(endpoints[1]).toMatchObject({ baseUrl: 'https://api.groq.com/openai/v1', lineUrl: '', spec: { name: 'anthropic' } });
});

test('a file may hold them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rowmill-endpoints-'));
  const file = join(folder, 'endpoints.json');
  writeFileSync(file, JSON.stringify([{ ...groq, keyEnv: undefined, key: 'gsk' }]));
  expect(readMoreEndpoints({ ROWMILL_ENDPOINTS_FILE: file } as never).endpoints[0]).toMatchObject({
    keyVariable: 'ROWMILL_ENDPOINTS_FILE',
  });
  expect(readMoreEndpoints({ ROWMILL_ENDPOINTS_FILE: `${file}x` } as never).problems[0]).toMatch(/cannot be read \(ENOENT\)\.$/);
  expect(readMoreEndpoints({ ROWMILL_ENDPOINTS_FILE: file, ROWMILL_ENDPOINTS: '[]' } as never).problems[0]).toMatch(/are both set/);
  rmSync(folder, { recursive: true });
});

test.each([
  ['{}', /^ROWMILL_ENDPOINTS must hold a JSON array/],
  ['[', /^ROWMILL_ENDPOINTS must hold a JSON array/],
  [[null], /^ROWMILL_ENDPOINTS, entry 1: /],
  [[groq, { ...groq, id: 'a b' }], /^ROWMILL_ENDPOINTS, entry 2: id must be up to 40 small letters/],
  [[{ ...groq, id: 'openai' }], /entry 1 \("openai"\): id is one that Rowmill uses itself/],
  [[{ ...groq, id: 'sandbox-2' }], /id is one that Rowmill uses itself/],
  [[{ ...groq, id: 'session' }], /id is one that Rowmill uses itself/],
  [[groq, groq], /entry 2 \("groq"\): id is used twice\.$/],
  [[{ ...groq, baseUrl: 'http://api.groq.com' }], /\("groq"\): baseUrl must be an https address/],
  [[{ ...groq, baseUrl: 'https://x.example/v1?key=1' }], /baseUrl must be an https address/],
  [[{ ...groq, keyEnv: undefined }], /exactly one of keyEnv and key is needed/],
  [[{ ...groq, key: 'sk' }], /exactly one of keyEnv and key is needed/],
  [[{ ...groq, keyEnv: 'A B' }], /keyEnv must be the name of an environment variable/],
  [[{ ...groq, lineUrl: 'https://x' }], /lineUrl must be a path/],
  [[{ ...groq, lineURL: '/v1' }], /lineURL/],
  [[{ ...groq, protocol: 'gemini' }], /\("groq"\): protocol: /],
  [[{ ...groq, label: '' }], /\("groq"\): label: /],
  [[{ ...groq, maxUploadBytes: 0.5 }], /\("groq"\): maxUploadBytes: /],
])('%j is refused in words that name the entry', (entries, words) => {
  const { endpoints, problems } = read(entries);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(words);
  expect(endpoints.length).toBeLessThan(2);
});

test('no key is ever in the words', () => {
  const inline = read([{ ...groq, keyEnv: undefined, key: 'sk secret' }]);
  const named = read([groq], { GROQ_API_KEY: 'sk secret' });
  expect(inline.problems.join()).toMatch(/key holds spaces/);
  expect(named.problems.join()).toMatch(/GROQ_API_KEY holds spaces/);
  expect(JSON.stringify([inline, named])).not.toContain('secret');
});
