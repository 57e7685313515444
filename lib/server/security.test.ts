import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerEndpoints, answerHealth, answerKey, answerProxy, answerSession } from './answer.ts';
import { verifierOf } from './passphrase.ts';
import type { SignInSettings } from './sign-in-settings.ts';
import { call, startCall, answerTo, until, type Answer, type CallOptions } from './testing/client.ts';
import { aLive, startFront, type Front } from './testing/front.ts';
import { startUpstream, type FakeUpstream } from './testing/upstream.ts';

// The doors of lib/server over real HTTP, with a sign-in, between a client that behaves badly and a provider that remembers.
const FULL = 'five words nobody will guess';
const VIEW = 'only looking around here';
const KEY = 'sk-test-0123456789abcdef';
const CHEAP = 10;
const settings: SignInSettings = {
  full: verifierOf(FULL, CHEAP),
  view: verifierOf(VIEW, CHEAP),
  key: new Uint8Array(randomBytes(32)),
  hours: 1,
};
let upstream: FakeUpstream;
let front: Front;
let logged: string[];

function door(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/api/health') return answerHealth();
  if (pathname === '/api/session') return answerSession(request);
  if (pathname === '/api/endpoints') return answerEndpoints(request);
  return pathname.startsWith('/api/keys/') ? answerKey(request) : answerProxy(request);
}

beforeEach(async () => {
  upstream = await startUpstream();
  await restart();
  logged = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => (logged.push(String(text)), true));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await front.stop();
  await upstream.stop();
});

async function restart(more: Partial<Parameters<typeof startFront>[1]> = {}): Promise<void> {
  await front?.stop();
  front = await startFront(door, { baseUrl: upstream.baseUrl, key: KEY, signIn: settings, ...more });
}

const codeOf = (answer: Answer): string => JSON.parse(answer.body.toString()).error.code;
const seen = (answer: Answer) => [answer.status, codeOf(answer), answer.headers['x-rowmill-problem']];
const sign = (passphrase: string, { name = 'Ada', headers = {} }: { name?: unknown; headers?: Record<string, string> } = {}) =>
  call(front.origin, '/api/session', { method: 'POST', body: JSON.stringify({ name, passphrase }), headers });
const cookieOf = (answer: Answer): string => answer.headers['set-cookie']![0]!.split(';')[0]!;
const signedIn = async (passphrase = FULL) => cookieOf(await sign(passphrase));
const as = (cookie: string, path: string, { headers, ...options }: CallOptions = {}) =>
  call(front.origin, path, { ...options, headers: { cookie, ...headers } });
const audited = () => logged.map((line) => JSON.parse(line)).filter(({ event }) => event === 'write');

const doors: [method: string, path: string][] = [
  ['GET', '/api/endpoints'],
  ['GET', '/api/session'],
  ['PUT', '/api/keys/openai'],
  ['DELETE', '/api/keys/openai'],
  ['GET', '/api/openai/v1/models'],
  ['POST', '/api/openai/v1/files'],
  ['DELETE', '/api/openai/v1/files/file-1'],
  ['POST', '/api/openai/v1/batches'],
  ['POST', '/api/openai/v1/chat/completions'],
  ['POST', '/api/anthropic/v1/messages/batches'],
  ['GET', '/api/sandbox-openai/v1/models'],
  ['GET', '/api/nowhere/v1/models'],
  ['GET', '/api/openai/v1/organization'],
];

describe('without a session', () => {
  test.each(doors)('%s %s is shut', async (method, path) => {
    expect(seen(await call(front.origin, path, { method }))).toEqual([401, 'signed_out', 'signed_out']);
    expect(upstream.requests).toHaveLength(0);
  });

  test('only health is told, and that tells nothing', async () => {
    const { status, body } = await call(front.origin, '/api/health', { headers: { 'sec-fetch-site': '', host: '10.0.0.1' } });
    expect(status).toBe(200);
    expect(JSON.parse(body.toString())).toEqual({ ok: true, version: null, sandbox: 'down' });
  });

  test('a large upload is answered all the same, and none of it goes on', async () => {
    const answer = await call(front.origin, '/api/openai/v1/files', { method: 'POST', body: Buffer.alloc(20_000_000) });
    expect(seen(answer)).toEqual([401, 'signed_out', 'signed_out']);
    expect(upstream.requests).toHaveLength(0);
  });

  test('a 401 of the provider carries no mark of ours', async () => {
    upstream.behave((_, response) =>
      response.writeHead(401, { 'x-rowmill-problem': 'signed_out' }).end('{"error":{"code":"invalid_api_key"}}'),
    );
    const answer = await as(await signedIn(), '/api/openai/v1/models');
    expect(seen(answer)).toEqual([401, 'invalid_api_key', undefined]);
  });
});

describe('signing in', () => {
  test('gives a cookie, and who one is; nothing secret is in answers or log', async () => {
    const answer = await sign(FULL, { name: ' Ada Lovelace ' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.toString())).toEqual({ session: { name: 'Ada Lovelace', mayWrite: true } });
    expect(answer.headers['cache-control']).toBe('no-store');
    const who = await as(cookieOf(answer), '/api/session');
    expect(JSON.parse(who.body.toString())).toEqual({ session: { name: 'Ada Lovelace', mayWrite: true } });
    expect((await as(cookieOf(answer), '/api/openai/v1/models')).status).toBe(200);
    expect(logged.join('')).not.toMatch(/five words|looking/);
    expect(upstream.requests[0]!.headers.cookie).toBeUndefined();
  });

  test.each([
    ['', FULL],
    ['   ', FULL],
    ['a'.repeat(81), FULL],
    ['Ada\nEve', FULL],
    ['Ada\u202e', FULL],
    [7, FULL],
    ['Ada', 7],
    ['Ada', 'x'.repeat(1001)],
  ])('name %j: not with this', async (name, passphrase) => {
    expect(seen(await sign(passphrase as string, { name }))[1]).toBe('sign_in_unreadable');
  });

  test('what is no JSON, or too much of it, is refused', async () => {
    for (const body of ['', '{', 'null', `{"name":"Ada","passphrase":"${FULL}","x":"${'x'.repeat(20_000)}"}`]) {
      const answer = await call(front.origin, '/api/session', { method: 'POST', body });
      expect(seen(answer)).toEqual([400, 'sign_in_unreadable', 'sign_in_unreadable']);
    }
  });

  test('signed out, the cookie is worth nothing any more', async () => {
    const cookie = await signedIn();
    const out = await as(cookie, '/api/session', { method: 'DELETE' });
    expect([out.status, out.headers['set-cookie']![0]]).toEqual([204, expect.stringMatching(/=; Max-Age=0; Path=\/; HttpOnly/)]);
    expect((await as(cookie, '/api/endpoints')).status).toBe(401);
  });

  test('a session from before is not taken over: no fixation', async () => {
    const planted = await signedIn(VIEW);
    const own = cookieOf(await sign(FULL, { headers: { cookie: planted } }));
    expect(own).not.toBe(planted);
    expect((await as(planted, '/api/openai/v1/files/file-1', { method: 'DELETE' })).status).toBe(403);
    for (const made of [`${own.split('=')[0]}=fixed`, `${own}; ${own.split('=')[0]}=fixed`.split('; ').toReversed().join('; ')]) {
      expect((await as(made, '/api/endpoints')).status).toBe(401);
    }
  });

  test('where there is no sign-in nobody is asked for anything', async () => {
    await restart({ signIn: undefined });
    const who = await call(front.origin, '/api/session');
    expect(JSON.parse(who.body.toString())).toEqual({ session: { name: null, mayWrite: true } });
    expect((await sign(FULL)).headers['set-cookie']).toBeUndefined();
    expect((await call(front.origin, '/api/endpoints')).status).toBe(200);
  });
});

describe('guessing', () => {
  const from = (address: string) => ({ headers: { 'x-rowmill-address': address } });

  test('is slowed down, at once and in words; other addresses are not', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => sign(`guess ${n}`, from('203.0.113.7'))));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    const paused = guesses.find(({ status }) => status === 429)!;
    expect(codeOf(paused)).toBe('sign_in_paused');
    expect(Number(paused.headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(paused.body.toString()).error.message).toContain(`in ${paused.headers['retry-after']} seconds`);
    expect((await sign(FULL, from('203.0.113.7'))).status).toBe(429);
    expect((await sign(FULL, from('203.0.113.8'))).status).toBe(200);
  });

  test('from everywhere is slowed down too, and nobody signed in notices', async () => {
    const cookie = await signedIn();
    const guesses = await Promise.all(Array.from({ length: 70 }, (_, n) => sign('guess', from(`203.0.${n}.1`))));
    expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(8);
    expect((await as(cookie, '/api/openai/v1/models')).status).toBe(200);
  });

  test('is written down, without the guess', async () => {
    await sign('a secret guess', { name: 'Eve', ...from('203.0.113.7') });
    expect(JSON.parse(logged[0]!)).toMatchObject({ event: 'sign_in_refused', who: 'Eve', from: '203.0.113.7' });
    expect(logged.join('')).not.toContain('guess');
  });
});

describe('signed in to look only', () => {
  test('reads pass', async () => {
    const cookie = await signedIn(VIEW);
    for (const path of ['/api/endpoints', '/api/openai/v1/models', '/api/openai/v1/batches', '/api/openai/v1/files/f_1/content']) {
      expect((await as(cookie, path)).status).toBe(200);
    }
    expect(JSON.parse((await as(cookie, '/api/session')).body.toString()).session.mayWrite).toBe(false);
  });

  test.each(doors.filter(([method, path]) => method !== 'GET' && !path.includes('organization')))(
    '%s %s is refused',
    async (method, path) => {
      const answer = await as(await signedIn(VIEW), path, { method, body: method === 'DELETE' ? undefined : '{"key":"sk-other"}' });
      expect(seen(answer)).toEqual([403, 'view_only', 'view_only']);
      expect(JSON.parse(answer.body.toString()).error.message).toContain('to look only');
      expect(upstream.requests).toHaveLength(0);
    },
  );
});

describe('other sites', () => {
  test.each([
    [{ origin: 'https://evil.example' }, 403, 'not_same_origin'],
    [{ origin: 'null', 'sec-fetch-site': '' }, 403, 'not_same_origin'],
    [{ 'sec-fetch-site': 'cross-site' }, 403, 'not_same_origin'],
    [{ 'sec-fetch-site': 'same-site' }, 403, 'not_same_origin'],
    [{ 'sec-fetch-site': 'none' }, 403, 'not_same_origin'],
    [{ host: 'evil.example' }, 421, 'wrong_host'],
    [{ host: 'evil.example', 'x-forwarded-host': '127.0.0.1' }, 421, 'wrong_host'],
  ])('with a session and %j they may neither write, nor sign in or out', async (headers, status, code) => {
    const cookie = await signedIn();
    const other = headers as Record<string, string>;
    for (const [method, path] of [
      ['POST', '/api/openai/v1/batches'],
      ['POST', '/api/session'],
      ['DELETE', '/api/session'],
    ] as const) {
      const body = method === 'POST' ? '{}' : undefined;
      expect(seen(await as(cookie, path, { method, body, headers: other }))).toEqual([status, code, code]);
    }
    expect(upstream.requests).toHaveLength(0);
    expect((await as(cookie, '/api/endpoints')).status).toBe(200);
  });

  test('what a client says of itself by X-Forwarded headers changes nothing', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '127.0.0.1',
      forwarded: 'host=evil.example',
    };
    expect((await as(await signedIn(), '/api/openai/v1/models', { headers })).status).toBe(200);
    const up = upstream.requests[0]!.headers;
    expect(Object.keys(up).filter((name) => name.includes('forwarded'))).toEqual([]);
  });
});

/** What a server answers to bytes no HTTP client would send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(front.port, '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.on('data', (chunk) => (got += chunk.toString('latin1')));
    socket.once('error', reject);
    socket.once('close', () => resolve(got));
    setTimeout(() => socket.end(), 500);
  });
}

describe('smuggling', () => {
  const head = (cookie: string) => `Host: 127.0.0.1:${front.port}\r\nsec-fetch-site: same-origin\r\ncookie: ${cookie}\r\n`;
  const hidden = 'DELETE /api/openai/v1/files/victim HTTP/1.1\r\nHost: x\r\n\r\n';

  test.each([
    ['length and chunks', 'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`],
    ['chunks in disguise', 'Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n', hidden],
    ['a space before the colon', 'Transfer-Encoding : chunked\r\nContent-Length: 4\r\n', hidden],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 90\r\n', hidden],
    ['a bare line feed', 'X-Odd: a\nContent-Length: 90\r\n', hidden],
    ['an open chunk size', 'Transfer-Encoding: chunked\r\n', `g\r\n${hidden}`],
  ])('%s is refused before anything goes on', async (_, headers, body) => {
    const cookie = await signedIn();
    const got = await raw(`POST /api/openai/v1/batches HTTP/1.1\r\n${head(cookie)}${headers}\r\n${body}`);
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
    expect(got).not.toContain('victim');
    expect(upstream.requests.filter(({ url }) => url?.includes('victim'))).toEqual([]);
  });

  test('line ends in a path or a cookie make no headers', async () => {
    const cookie = await signedIn();
    const got = await raw(`GET /api/openai/v1/models%0d%0aX-Evil:1 HTTP/1.1\r\n${head(cookie)}connection: close\r\n\r\n`);
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
    expect(got).toContain('bad_path');
    expect(upstream.requests).toHaveLength(0);
  });
});

test.each([
  '/api/openai/v1/files/%2e%2e%2fmodels',
  '/api/openai/v1/files/..%2fmodels',
  '/api/openai/v1/files/%252e%252e%252fmodels',
  '/api/openai/v1/files/a%252fb',
  '/api/openai/v1/files/a%5c..%5cb',
  '/api/openai/v1/files/\u2025\u2215models',
  '/api/openai/v1/files/%e2%80%a5%ef%bc%8fmodels',
  '/api/openai/v1/files/%c0%ae%c0%ae%c0%afmodels',
  '/api/openai/v1/files/file-1;/content',
  '/api/openai/v1/files/@evil.example/content',
  '/api//openai/v1/models',
  '/api/openai%2fv1%2fmodels',
  '/api/op\u0435nai/v1/models',
])('path %s leads nowhere', async (path) => {
  const answer = await as(await signedIn(), encodeURI(path).replaceAll('%25', '%'));
  expect([400, 404]).toContain(answer.status);
  expect(upstream.requests).toHaveLength(0);
});

test('a redirect of the provider is neither followed nor passed on', async () => {
  const elsewhere = await startUpstream();
  for (const status of [301, 302, 303, 307, 308]) {
    upstream.behave((request, response) => {
      request.resume();
      response.writeHead(status, { location: `${elsewhere.baseUrl}/models` }).end();
    });
    const answer = await as(await signedIn(), '/api/openai/v1/batches', { method: 'POST', body: '{}' });
    expect([...seen(answer), answer.headers.location]).toEqual([502, 'upstream_redirect', 'upstream_redirect', undefined]);
  }
  expect(elsewhere.requests).toHaveLength(0);
  await elsewhere.stop();
});

describe('bodies larger than the server passes on', () => {
  test('are refused by their length before the provider hears of them, in words', async () => {
    await restart({ maxUploadBytes: 1_000_000 });
    const cookie = await signedIn();
    const answer = await as(cookie, '/api/openai/v1/files', { method: 'POST', body: Buffer.alloc(1_000_001) });
    expect(seen(answer)).toEqual([413, 'upload_too_large', 'upload_too_large']);
    expect(JSON.parse(answer.body.toString()).error.message).toContain('1,000,000 bytes');
    expect(upstream.requests).toHaveLength(0);
    expect((await as(cookie, '/api/openai/v1/files', { method: 'POST', body: Buffer.alloc(1_000_000) })).status).toBe(200);
    const { endpoints } = JSON.parse((await as(cookie, '/api/endpoints')).body.toString());
    expect(endpoints.map((one: { maxUploadBytes?: number }) => one.maxUploadBytes)).toEqual(endpoints.map(() => 1_000_000));
  });

  test('are cut off where they hide their length, and the provider never gets the whole', async () => {
    await restart({ maxUploadBytes: 1_000_000 });
    const started = startCall(front.origin, '/api/openai/v1/files', { method: 'POST', headers: { cookie: await signedIn() } });
    const answer = answerTo(started);
    for (let piece = 0; piece < 20; piece += 1) started.write(Buffer.alloc(100_000));
    started.end();
    expect(seen(await answer)).toEqual([413, 'upload_too_large', 'upload_too_large']);
    await until(() => upstream.requests[0]?.destroyed ?? false);
    expect(upstream.requests[0]!.complete).toBe(false);
  });

  test('by the limit of one endpoint, where that is lower', async () => {
    const one = { ...aLive('openai', { baseUrl: upstream.baseUrl, key: KEY }), id: 'gateway', maxUploadBytes: 10 };
    await restart({ maxUploadBytes: 1000, more: [one] });
    const cookie = await signedIn();
    const status = async (id: string) => (await as(cookie, `/api/${id}/v1/files`, { method: 'POST', body: 'x'.repeat(11) })).status;
    expect([await status('gateway'), await status('openai')]).toEqual([413, 200]);
  });
});

test('a hundred clients that hardly send hold up nobody', async () => {
  const cookie = await signedIn();
  const slow = Array.from({ length: 100 }, (_, n) => {
    const path = n % 2 ? '/api/session' : '/api/openai/v1/files';
    const started = startCall(front.origin, path, { method: 'POST', headers: { cookie, 'content-length': '1000' } });
    started.on('error', () => undefined);
    started.write('{');
    return started;
  });
  await until(() => upstream.requests.length === 50);
  expect((await as(cookie, '/api/openai/v1/models')).status).toBe(200);
  expect((await sign(FULL)).status).toBe(200);
  for (const one of slow) one.destroy();
  await until(() => audited().length === 50);
});

describe('the log of writes', () => {
  test('says who did what, how much, and what came of it', async () => {
    const cookie = await signedIn();
    await as(cookie, '/api/openai/v1/files', { method: 'POST', body: 'private text' });
    await as(cookie, '/api/openai/v1/batches', { method: 'POST', body: '{}' });
    upstream.behave((request, response) => request.resume().once('end', () => response.writeHead(404).end('{}')));
    await as(cookie, '/api/openai/v1/batches/batch_7/cancel', { method: 'POST' });
    await as(cookie, '/api/openai/v1/models?after=secret');
    await as(await signedIn(VIEW), '/api/anthropic/v1/messages/batches/msgbatch_1', { method: 'DELETE' });
    expect(audited().map((line) => ({ ...line, at: 'now', identity: line.identity.length }))).toEqual(
      [
        { endpoint: 'openai', method: 'POST', path: '/files', bytesUp: 12, upstreamStatus: 200, status: 200, batch: null },
        { endpoint: 'openai', method: 'POST', path: '/batches', bytesUp: 2, upstreamStatus: 200, status: 200, batch: 'x-1' },
        {
          endpoint: 'openai',
          method: 'POST',
          path: '/batches/batch_7/cancel',
          bytesUp: 0,
          upstreamStatus: 404,
          status: 404,
          batch: 'batch_7',
        },
        {
          endpoint: 'anthropic',
          method: 'DELETE',
          path: '/messages/batches/msgbatch_1',
          bytesUp: 0,
          upstreamStatus: null,
          status: 403,
          batch: 'msgbatch_1',
        },
      ].map((line) => ({ at: 'now', event: 'write', who: 'Ada', identity: 32, ...line })),
    );
    expect(logged.join('')).not.toMatch(/private|secret|sk-test/);
  });

  test('a name cannot write lines of its own', async () => {
    const cookie = cookieOf(await sign(FULL, { name: '"},{"event":"write' }));
    await as(cookie, '/api/openai/v1/files/file-1', { method: 'DELETE' });
    expect(audited()).toMatchObject([{ who: '"},{"event":"write', path: '/files/file-1' }]);
  });
});

describe('endpoints of the configuration', () => {
  test('get their own key, header, base and query; a query of ours is added to theirs and never logged', async () => {
    const live = aLive('openai', { baseUrl: `${upstream.baseUrl.replace('/v1', '')}/openai`, key: 'azure-key' });
    await restart({ more: [{ ...live, id: 'azure', label: 'Azure', auth: 'api-key', query: { 'api-version': '2026-01-01' } }] });
    const cookie = await signedIn();
    await as(cookie, '/api/azure/v1/batches?limit=2');
    await as(cookie, '/api/azure/v1/files', { method: 'POST', body: 'x' });
    expect(upstream.requests.map(({ url }) => url)).toEqual([
      '/openai/batches?limit=2&api-version=2026-01-01',
      '/openai/files?api-version=2026-01-01',
    ]);
    for (const { headers } of upstream.requests) {
      expect([headers['api-key'], headers.authorization, headers['x-api-key']]).toEqual(['azure-key', undefined, undefined]);
    }
    expect(logged.join('')).not.toMatch(/azure-key|api-version/);
  });
});
