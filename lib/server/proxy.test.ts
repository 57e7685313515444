import { randomBytes } from 'node:crypto';
import { createServer as createNetServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerProxy } from './answer.ts';
import { listEndpoints } from './endpoints.ts';
import { answerTo, call, sha256, startCall, until } from './testing/client.ts';
import { aConfig, startFront, type Front } from './testing/front.ts';
import { startUpstream, type FakeUpstream } from './testing/upstream.ts';

const key = 'sk-test-0123456789abcdef';
let upstream: FakeUpstream;
let front: Front;
let logged: string[];

beforeEach(async () => {
  upstream = await startUpstream();
  front = await startFront(answerProxy, { baseUrl: upstream.baseUrl, key });
  logged = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    logged.push(String(text));
    return true;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await front.stop();
  await upstream.stop();
});

const codeOf = (answer: { body: Buffer }): string => JSON.parse(answer.body.toString()).error.code;
const post = (path: string, body: Buffer | string, headers: Record<string, string> = {}) =>
  call(front.origin, path, { method: 'POST', body, headers: { 'content-length': String(Buffer.byteLength(body)), ...headers } });

describe('headers', () => {
  test('are rebuilt on the way up', async () => {
    await post('/api/openai/v1/batches', '{}', {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: 'Bearer from-the-browser',
      cookie: 'session=1',
      'x-stainless-lang': 'js',
      'anthropic-version': '2026-10-21',
      'x-forwarded-for': '10.0.0.1',
      'user-agent': 'Mozilla/5.0',
      'accept-encoding': 'gzip',
    });
    const { headers, url } = upstream.requests[0]!;
    expect(url).toBe('/v1/batches');
    expect(headers).toEqual({
      authorization: `Bearer ${key}`,
      'accept-encoding': 'identity',
      'user-agent': 'rowmill',
      'content-type': 'application/json',
      'content-length': '2',
      accept: 'application/json',
      host: new URL(upstream.baseUrl).host,
      connection: 'close',
    });
  });

  test('come down without cookies, policies, redirects or the key', async () => {
    upstream.behave((_, response) => {
      response.writeHead(200, {
        'content-type': 'text/html',
        'set-cookie': 'a=b',
        location: 'https://elsewhere.example',
        'content-security-policy': 'default-src *',
        'access-control-allow-origin': '*',
        'x-request-id': 'req-1',
        'x-ratelimit-remaining-requests': '7',
        'retry-after': '3',
        'openai-processing-ms': '12',
      });
      response.end('<script>alert(1)</script>');
    });
    const answer = await call(front.origin, '/api/openai/v1/models');
    const { date: _, connection: __, 'transfer-encoding': ___, ...headers } = answer.headers;
    expect(headers).toEqual({
      'cache-control': 'no-store, no-transform',
      'content-type': 'text/plain; charset=utf-8',
      'x-request-id': 'req-1',
      'x-ratelimit-remaining-requests': '7',
      'retry-after': '3',
      'openai-processing-ms': '12',
    });
    expect(JSON.stringify(answer.headers) + answer.body.toString() + logged.join('')).not.toContain(key);
  });

  test('errors of the provider pass as they are', async () => {
    upstream.behave((_, response) => response.writeHead(429, { 'content-type': 'application/json' }).end('{"error":{"code":"slow"}}'));
    const answer = await call(front.origin, '/api/openai/v1/batches?limit=2&after=b_1');
    expect(answer.status).toBe(429);
    expect(codeOf(answer)).toBe('slow');
    expect(upstream.requests[0]!.url).toBe('/v1/batches?limit=2&after=b_1');
  });
});

describe('what is not forwarded', () => {
  test.each([
    ['GET', '/api/openai/v1/organization/admin_api_keys', 404, 'not_allowed'],
    ['DELETE', '/api/openai/v1/batches/b_1', 404, 'not_allowed'],
    ['POST', '/api/openai/v1/files/f_1/content', 404, 'not_allowed'],
    ['POST', '/api/openai/v1/batches?x=1', 404, 'not_allowed'],
    ['GET', '/api/elsewhere/v1/models', 404, 'unknown_endpoint'],
    ['GET', '/api/openai/v2/models', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files/a%2fb', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files/a%2Fcontent', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files/a%5cb', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files/%252e%252e', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files/a%00', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files/a%0d%0ab', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files//content', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files/', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files/%2e%2e/%2e%2e/organization', 400, 'bad_path'],
    ['GET', '/api/openai/v1/files/../organization', 404, 'not_allowed'],
    ['GET', '/api/openai/v1/files/..\\organization', 404, 'not_allowed'],
  ])('%s %s', async (method, path, status, code) => {
    const answer = await call(front.origin, path, { method });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(upstream.requests).toHaveLength(0);
  });

  test.each([
    [{ origin: 'https://evil.example' }, 403, 'not_same_origin'],
    [{ origin: 'null' }, 403, 'not_same_origin'],
    [{ 'sec-fetch-site': 'cross-site' }, 403, 'not_same_origin'],
    [{ 'sec-fetch-site': 'same-site' }, 403, 'not_same_origin'],
    [{ 'sec-fetch-site': '' }, 403, 'not_same_origin'],
    [{ host: 'evil.example' }, 421, 'wrong_host'],
    [{ host: 'localhost:1' }, 421, 'wrong_host'],
  ])('a request with %j', async (headers, status, code) => {
    const answer = await call(front.origin, '/api/openai/v1/models', { headers: headers as Record<string, string> });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(upstream.requests).toHaveLength(0);
  });

  test('an address typed by the person may read and not write', async () => {
    const headers = { 'sec-fetch-site': 'none' };
    expect((await call(front.origin, '/api/openai/v1/models', { headers })).status).toBe(200);
    expect((await call(front.origin, '/api/openai/v1/batches', { method: 'POST', headers })).status).toBe(403);
  });

  test('a call meant for another key', async () => {
    const settings = { config: aConfig({ baseUrl: upstream.baseUrl, key }), typed: { allowed: false, held: new Map() } };
    const { identity } = listEndpoints(settings, null)[0]!.info;
    const other = await post('/api/openai/v1/batches', '{}', { 'x-rowmill-identity': 'f'.repeat(32) });
    expect([other.status, codeOf(other), other.headers['x-should-retry']]).toEqual([409, 'endpoint_changed', 'false']);
    expect(upstream.requests).toHaveLength(0);
    expect((await post('/api/openai/v1/batches', '{}', { 'x-rowmill-identity': identity! })).status).toBe(200);
  });

  test('a call without a key on the server, large body and all', async () => {
    await front.stop();
    front = await startFront(answerProxy, { baseUrl: upstream.baseUrl, key: null });
    const answer = await post('/api/openai/v1/files', Buffer.alloc(5_000_000));
    expect([answer.status, codeOf(answer)]).toEqual([401, 'no_key']);
    expect(answer.body.toString()).toContain('OPENAI_API_KEY');
  });

  test('a call to a sandbox that is not there', async () => {
    const answer = await call(front.origin, '/api/sandbox-openai/v1/models');
    expect([answer.status, codeOf(answer)]).toEqual([503, 'sandbox_starting']);
  });
});

describe('bodies', () => {
  test('30 MB arrive byte for byte, and begin to arrive before the last was sent', async () => {
    const bytes = randomBytes(30_000_000);
    const received: Buffer[] = [];
    upstream.behave((request, response) => {
      request.on('data', (chunk: Buffer) => received.push(chunk));
      request.once('end', () => response.end('{"id":"file-1"}'));
    });
    const started = startCall(front.origin, '/api/openai/v1/files', {
      method: 'POST',
      headers: { 'content-length': String(bytes.length) },
    });
    const answer = answerTo(started);
    started.write(bytes.subarray(0, 10_000_000));
    await until(() => received.length > 0);
    started.end(bytes.subarray(10_000_000));
    expect((await answer).status).toBe(200);
    expect(sha256(Buffer.concat(received))).toBe(sha256(bytes));
    expect(upstream.requests[0]!.headers['content-length']).toBe('30000000');
  });

  test('a slow provider holds the browser back instead of filling the memory', async () => {
    upstream.behave((request) => request.pause());
    const started = startCall(front.origin, '/api/openai/v1/files', { method: 'POST' });
    started.on('error', () => undefined);
    const piece = Buffer.alloc(1_000_000);
    let pieces = 0;
    while (pieces < 200 && started.write(piece)) pieces += 1;
    let held = false;
    while (pieces < 200 && !held) {
      pieces += 1;
      started.write(piece);
      held = await Promise.race([
        new Promise<boolean>((resolve) => started.once('drain', () => resolve(false))),
        new Promise<boolean>((resolve) => setTimeout(resolve, 1500, true)),
      ]);
    }
    started.destroy();
    expect(pieces).toBeLessThan(100);
  });

  test('a slow drip comes down as it is made', async () => {
    let next: () => void = () => undefined;
    upstream.behave((_, response) => {
      response.write('one,');
      next = () => {
        response.write('two,');
        next = () => response.end('three');
      };
    });
    const started = startCall(front.origin, '/api/openai/v1/files/f_1/content');
    let text = '';
    started.once('response', (reply) => reply.on('data', (chunk: Buffer) => (text += chunk)));
    const answer = answerTo(started);
    started.end();
    await until(() => text === 'one,');
    next();
    await until(() => text === 'one,two,');
    next();
    expect((await answer).body.toString()).toBe('one,two,three');
  });

  test('compressed though asked not to: plain in the browser', async () => {
    upstream.behave((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"data":[]}')));
    const answer = await call(front.origin, '/api/openai/v1/models');
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.body.toString()).toBe('{"data":[]}');
    upstream.behave((_, response) => response.writeHead(200, { 'content-encoding': 'odd' }).end('?'));
    expect(codeOf(await call(front.origin, '/api/openai/v1/models'))).toBe('upstream_unreadable');
  });

  test.each(['identity', 'gzip'])('a download that breaks off (%s) does not look whole', async (coding) => {
    const bytes = coding === 'gzip' ? gzipSync(randomBytes(200_000)) : randomBytes(200_000);
    upstream.behave((_, response) => {
      response.writeHead(200, { 'content-encoding': coding, 'content-length': String(bytes.length) });
      response.write(bytes.subarray(0, 100_000), () => response.destroy());
    });
    const whole = await call(front.origin, '/api/openai/v1/files/f_1/content').then(
      (answer) => answer.whole,
      () => false,
    );
    expect(whole).toBe(false);
  });
});

describe('a provider that behaves badly', () => {
  test('redirects are not followed', async () => {
    upstream.behave((_, response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end());
    const answer = await call(front.origin, '/api/openai/v1/models');
    expect([answer.status, codeOf(answer), answer.headers.location]).toEqual([502, 'upstream_redirect', undefined]);
  });

  test('nobody there', async () => {
    await upstream.stop();
    const answer = await post('/api/openai/v1/batches', '{}');
    expect([answer.status, codeOf(answer)]).toEqual([502, 'upstream_unreachable']);
  });

  test('hangs up after all was sent: its effect is unknown', async () => {
    upstream.behave((request, response) => request.resume().once('end', () => response.destroy()));
    const answer = await post('/api/openai/v1/batches', '{}');
    expect([answer.status, codeOf(answer)]).toEqual([502, 'upstream_lost']);
  });

  test('hangs up in the middle of an upload: it did not get the whole', async () => {
    upstream.behave((request) => request.once('data', () => request.destroy()));
    const answer = await post('/api/openai/v1/files', Buffer.alloc(40_000_000));
    expect([answer.status, codeOf(answer)]).toEqual([502, 'upload_interrupted']);
  });

  test('answers 413 and hangs up without reading: the answer arrives', async () => {
    const text =
      'HTTP/1.1 413 Payload Too Large\r\ncontent-type: application/json\r\ncontent-length: 29\r\nconnection: close\r\n\r\n{"error":{"code":"too_large"}}'.slice(
        0,
        -1,
      );
    const abrupt = createNetServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(text, () => socket.destroy()));
    });
    await new Promise<void>((resolve) => abrupt.listen(0, '127.0.0.1', resolve));
    await front.stop();
    const { port } = abrupt.address() as { port: number };
    front = await startFront(answerProxy, { baseUrl: `http://127.0.0.1:${port}/v1`, key });
    for (let time = 0; time < 20; time += 1) {
      expect((await post('/api/openai/v1/files', Buffer.alloc(20_000_000))).status).toBe(413);
    }
    abrupt.close();
  });
});

describe('a browser that goes away', () => {
  test('in the middle of an upload: the provider is hung up on', async () => {
    let closed = false;
    upstream.behave((request) => request.resume().once('close', () => (closed = true)));
    const started = startCall(front.origin, '/api/openai/v1/files', { method: 'POST', headers: { 'content-length': '1000000' } });
    started.on('error', () => undefined);
    started.write(Buffer.alloc(500_000));
    await until(() => upstream.requests.length > 0);
    started.destroy();
    await until(() => closed);
    expect(upstream.requests[0]!.complete).toBe(false);
  });

  test('in the middle of a download: the provider is hung up on', async () => {
    let closed = false;
    upstream.behave((_, response) => {
      response.once('close', () => (closed = true));
      const more = (): void => void (response.destroyed || response.write(Buffer.alloc(100_000), more));
      more();
    });
    const started = startCall(front.origin, '/api/openai/v1/files/f_1/content');
    started.on('error', () => undefined);
    started.once('response', (reply) => reply.once('data', () => started.destroy()));
    started.end();
    await until(() => closed);
    expect(closed).toBe(true);
  });

  test('while a read is awaited: the provider is hung up on', async () => {
    let closed = false;
    upstream.behave((_, response) => response.once('close', () => (closed = true)));
    const started = startCall(front.origin, '/api/openai/v1/batches/b_1');
    started.on('error', () => undefined);
    started.end();
    await until(() => upstream.requests.length > 0);
    started.destroy();
    await until(() => closed);
    expect(closed).toBe(true);
  });

  test('after a create was sent: its reply is read to the end and its id logged', async () => {
    let reply: () => void = () => undefined;
    upstream.behave((request, response) => {
      request.resume().once('end', () => {
        reply = () => response.end('{"id":"batch_42","input_file_id":"secret text"}');
      });
    });
    const body = '{"input_file_id":"file-1"}';
    const headers = { 'content-length': String(body.length) };
    const started = startCall(front.origin, '/api/openai/v1/batches', { method: 'POST', headers });
    started.on('error', () => undefined);
    started.end(body);
    await until(() => upstream.requests[0]?.complete === true);
    started.destroy();
    await until(() => front.abandoned() === 1);
    reply();
    await until(() => logged.length > 0);
    expect(JSON.parse(logged[0]!)).toMatchObject({ event: 'create', kind: 'batch', id: 'batch_42', status: 200, browserGone: true });
    expect(logged.join('')).not.toMatch(/secret|sk-test/);
  });
});
