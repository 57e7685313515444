import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { answerTo, startCall, until } from './testing/client.ts';
import { aLive } from './testing/front.ts';
import { startUpstream } from './testing/upstream.ts';
import { cookieOf, FULL, KEY, seen, teamOfEachTest, VIEW } from './testing/team.ts';

// A client that behaves badly, signed in.
const team = teamOfEachTest();

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
    const cookie = await team.signedIn();
    const other = headers as Record<string, string>;
    for (const [method, path] of [
      ['POST', '/api/openai/v1/batches'],
      ['POST', '/api/session'],
      ['DELETE', '/api/session'],
    ] as const) {
      const body = method === 'POST' ? '{}' : undefined;
      expect(seen(await team.as(cookie, path, { method, body, headers: other }))).toEqual([status, code, code]);
    }
    expect(team.upstream.requests).toHaveLength(0);
    expect((await team.as(cookie, '/api/endpoints')).status).toBe(200);
  });

  test('what a client says of itself by X-Forwarded headers changes nothing', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '127.0.0.1',
      forwarded: 'host=evil.example',
    };
    expect((await team.as(await team.signedIn(), '/api/openai/v1/models', { headers })).status).toBe(200);
    const up = team.upstream.requests[0]!.headers;
    expect(Object.keys(up).filter((name) => name.includes('forwarded'))).toEqual([]);
  });
});

/** What a server answers to bytes no HTTP client would send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(team.front.port, '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.on('data', (chunk) => (got += chunk.toString('latin1')));
    socket.once('error', reject);
    socket.once('close', () => resolve(got));
    setTimeout(() => socket.end(), 500);
  });
}

describe('smuggling', () => {
  const head = (cookie: string) => `Host: 127.0.0.1:${team.front.port}\r\nsec-fetch-site: same-origin\r\ncookie: ${cookie}\r\n`;
  const hidden = 'DELETE /api/openai/v1/files/victim HTTP/1.1\r\nHost: x\r\n\r\n';

  test.each([
    ['length and chunks', 'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`],
    ['chunks in disguise', 'Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n', hidden],
    ['a space before the colon', 'Transfer-Encoding : chunked\r\nContent-Length: 4\r\n', hidden],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 90\r\n', hidden],
    ['a bare line feed', 'X-Odd: a\nContent-Length: 90\r\n', hidden],
    ['an open chunk size', 'Transfer-Encoding: chunked\r\n', `g\r\n${hidden}`],
  ])('%s is refused before anything goes on', async (_, headers, body) => {
    const cookie = await team.signedIn();
    const got = await raw(`POST /api/openai/v1/batches HTTP/1.1\r\n${head(cookie)}${headers}\r\n${body}`);
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
    expect(got).not.toContain('victim');
    expect(team.upstream.requests.filter(({ url }) => url?.includes('victim'))).toEqual([]);
  });

  test('line ends in a path or a cookie make no headers', async () => {
    const cookie = await team.signedIn();
    const got = await raw(`GET /api/openai/v1/models%0d%0aX-Evil:1 HTTP/1.1\r\n${head(cookie)}connection: close\r\n\r\n`);
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
    expect(got).toContain('bad_path');
    expect(team.upstream.requests).toHaveLength(0);
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
  const answer = await team.as(await team.signedIn(), encodeURI(path).replaceAll('%25', '%'));
  expect([400, 404]).toContain(answer.status);
  expect(team.upstream.requests).toHaveLength(0);
});

test('a redirect of the provider is neither followed nor passed on', async () => {
  const elsewhere = await startUpstream();
  for (const status of [301, 302, 303, 307, 308]) {
    team.upstream.behave((request, response) => {
      request.resume();
      response.writeHead(status, { location: `${elsewhere.baseUrl}/models` }).end();
    });
    const answer = await team.as(await team.signedIn(), '/api/openai/v1/batches', { method: 'POST', body: '{}' });
    expect([...seen(answer), answer.headers.location]).toEqual([502, 'upstream_redirect', 'upstream_redirect', undefined]);
  }
  expect(elsewhere.requests).toHaveLength(0);
  await elsewhere.stop();
});

describe('bodies larger than the server passes on', () => {
  test('are refused by their length before the provider hears of them, in words', async () => {
    await team.restart({ maxUploadBytes: 1_000_000 });
    const cookie = await team.signedIn();
    const answer = await team.as(cookie, '/api/openai/v1/files', { method: 'POST', body: Buffer.alloc(1_000_001) });
    expect(seen(answer)).toEqual([413, 'upload_too_large', 'upload_too_large']);
    expect(JSON.parse(answer.body.toString()).error.message).toContain('1,000,000 bytes');
    expect(team.upstream.requests).toHaveLength(0);
    expect((await team.as(cookie, '/api/openai/v1/files', { method: 'POST', body: Buffer.alloc(1_000_000) })).status).toBe(200);
    const { endpoints } = JSON.parse((await team.as(cookie, '/api/endpoints')).body.toString());
    expect(endpoints.map((one: { maxUploadBytes?: number }) => one.maxUploadBytes)).toEqual(endpoints.map(() => 1_000_000));
  });

  test('are cut off where they hide their length, and the provider never gets the whole', async () => {
    await team.restart({ maxUploadBytes: 1_000_000 });
    const started = startCall(team.front.origin, '/api/openai/v1/files', { method: 'POST', headers: { cookie: await team.signedIn() } });
    const answer = answerTo(started);
    for (let piece = 0; piece < 20; piece += 1) started.write(Buffer.alloc(100_000));
    started.end();
    expect(seen(await answer)).toEqual([413, 'upload_too_large', 'upload_too_large']);
    await until(() => team.upstream.requests[0]?.destroyed ?? false);
    expect(team.upstream.requests[0]!.complete).toBe(false);
  });

  test('by the limit of one endpoint, where that is lower', async () => {
    const one = { ...aLive('openai', { baseUrl: team.upstream.baseUrl, key: KEY }), id: 'gateway', maxUploadBytes: 10 };
    await team.restart({ maxUploadBytes: 1000, more: [one] });
    const cookie = await team.signedIn();
    const status = async (id: string) => (await team.as(cookie, `/api/${id}/v1/files`, { method: 'POST', body: 'x'.repeat(11) })).status;
    expect([await status('gateway'), await status('openai')]).toEqual([413, 200]);
  });
});

test('a hundred clients that hardly send hold up nobody', async () => {
  const cookie = await team.signedIn();
  const slow = Array.from({ length: 100 }, (_, n) => {
    const path = n % 2 ? '/api/session' : '/api/openai/v1/files';
    const started = startCall(team.front.origin, path, { method: 'POST', headers: { cookie, 'content-length': '1000' } });
    started.on('error', () => undefined);
    started.write('{');
    return started;
  });
  await until(() => team.upstream.requests.length === 50);
  expect((await team.as(cookie, '/api/openai/v1/models')).status).toBe(200);
  expect((await team.sign(FULL)).status).toBe(200);
  for (const one of slow) one.destroy();
  await until(() => team.audited().length === 50);
});

describe('the log of writes', () => {
  test('says who did what, how much, and what came of it', async () => {
    const cookie = await team.signedIn();
    await team.as(cookie, '/api/openai/v1/files', { method: 'POST', body: 'private text' });
    await team.as(cookie, '/api/openai/v1/batches', { method: 'POST', body: '{}' });
    team.upstream.behave((request, response) => request.resume().once('end', () => response.writeHead(404).end('{}')));
    await team.as(cookie, '/api/openai/v1/batches/batch_7/cancel', { method: 'POST' });
    await team.as(cookie, '/api/openai/v1/models?after=secret');
    await team.as(await team.signedIn(VIEW), '/api/anthropic/v1/messages/batches/msgbatch_1', { method: 'DELETE' });
    expect(team.audited().map((line) => ({ ...line, at: 'now', identity: line.identity.length }))).toEqual(
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
    expect(team.logged.join('')).not.toMatch(/private|secret|sk-test/);
  });

  test('a name cannot write lines of its own', async () => {
    const cookie = cookieOf(await team.sign(FULL, { name: '"},{"event":"write' }));
    await team.as(cookie, '/api/openai/v1/files/file-1', { method: 'DELETE' });
    expect(team.audited()).toMatchObject([{ who: '"},{"event":"write', path: '/files/file-1' }]);
  });
});

describe('endpoints of the configuration', () => {
  test('get their own key, header, base and query; a query of ours is added to theirs and never logged', async () => {
    const live = aLive('openai', { baseUrl: `${team.upstream.baseUrl.replace('/v1', '')}/openai`, key: 'azure-key' });
    await team.restart({ more: [{ ...live, id: 'azure', label: 'Azure', auth: 'api-key', query: { 'api-version': '2026-01-01' } }] });
    const cookie = await team.signedIn();
    await team.as(cookie, '/api/azure/v1/batches?limit=2');
    await team.as(cookie, '/api/azure/v1/files', { method: 'POST', body: 'x' });
    expect(team.upstream.requests.map(({ url }) => url)).toEqual([
      '/openai/batches?limit=2&api-version=2026-01-01',
      '/openai/files?api-version=2026-01-01',
    ]);
    for (const { headers } of team.upstream.requests) {
      expect([headers['api-key'], headers.authorization, headers['x-api-key']]).toEqual(['azure-key', undefined, undefined]);
    }
    expect(team.logged.join('')).not.toMatch(/azure-key|api-version/);
  });
});
