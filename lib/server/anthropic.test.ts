import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerProxy } from './answer.ts';
import { answerTo, call, sha256, startCall, until } from './testing/client.ts';
import { startFront, type Front } from './testing/front.ts';
import { startUpstream, type FakeUpstream } from './testing/upstream.ts';

const key = 'sk-ant-0123456789abcdef';
let upstream: FakeUpstream;
let front: Front;
let logged: string[];

beforeEach(async () => {
  upstream = await startUpstream();
  const sandbox = { baseUrl: upstream.baseUrl, instance: 'spool', token: 'token-of-the-sandbox' };
  front = await startFront(answerProxy, { baseUrl: upstream.baseUrl, key, sandbox });
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

const post = (path: string, body: Buffer | string, headers: Record<string, string> = {}) =>
  call(front.origin, path, { method: 'POST', body, headers: { 'content-length': String(Buffer.byteLength(body)), ...headers } });

describe('headers', () => {
  test('the browser’s words on the protocol pass, what its SDK adds does not', async () => {
    await post('/api/anthropic/v1/messages', '{}', {
      'content-type': 'application/json',
      'anthropic-version': '2027-01-01',
      'anthropic-beta': 'output-300k-2026-03-24',
      'anthropic-dangerous-direct-browser-access': 'true',
      'anthropic-workspace-id': 'w_1',
      'x-api-key': 'from-the-browser',
      authorization: 'Bearer from-the-browser',
      'x-stainless-lang': 'js',
    });
    const { headers, url } = upstream.requests[0]!;
    expect(url).toBe('/v1/messages');
    expect(headers).toEqual({
      authorization: `Bearer ${key}`,
      'accept-encoding': 'identity',
      'user-agent': 'rowmill',
      'content-type': 'application/json',
      'content-length': '2',
      'anthropic-version': '2027-01-01',
      'anthropic-beta': 'output-300k-2026-03-24',
      host: new URL(upstream.baseUrl).host,
      connection: 'close',
    });
  });

  test('a version is always said, so that the sandbox knows which protocol is meant; to the other protocol never', async () => {
    await call(front.origin, '/api/sandbox-anthropic/v1/models');
    await call(front.origin, '/api/sandbox-openai/v1/models', { headers: { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'x' } });
    const [asAnthropic, asOpenai] = upstream.requests.map(({ headers }) => headers);
    expect(asAnthropic).toMatchObject({ 'anthropic-version': '2026-10-21', authorization: 'Bearer token-of-the-sandbox' });
    expect(asAnthropic).not.toHaveProperty('anthropic-beta');
    expect(Object.keys(asOpenai!).filter((name) => name.startsWith('anthropic'))).toEqual([]);
  });

  test('request id and limits come down, the organisation does not', async () => {
    upstream.behave((_, response) => {
      response.writeHead(429, {
        'request-id': 'req_1',
        'anthropic-ratelimit-requests-remaining': '0',
        'retry-after': '7',
        'anthropic-organization-id': 'org',
        'set-cookie': 'a=b',
      });
      response.end('{"type":"error","error":{"type":"rate_limit_error","message":"slow"}}');
    });
    const answer = await call(front.origin, '/api/anthropic/v1/messages/batches?limit=20&after_id=msgbatch_1');
    const { date: _, connection: __, 'transfer-encoding': ___, ...headers } = answer.headers;
    expect([answer.status, headers]).toEqual([
      429,
      {
        'cache-control': 'no-store, no-transform',
        'request-id': 'req_1',
        'anthropic-ratelimit-requests-remaining': '0',
        'retry-after': '7',
      },
    ]);
    expect(upstream.requests[0]!.url).toBe('/v1/messages/batches?limit=20&after_id=msgbatch_1');
  });
});

describe('calls', () => {
  test.each([
    ['POST', '/messages/batches'],
    ['GET', '/messages/batches'],
    ['GET', '/messages/batches/msgbatch_1'],
    ['GET', '/messages/batches/msgbatch_1/results'],
    ['POST', '/messages/batches/msgbatch_1/cancel'],
    ['POST', '/messages'],
    ['GET', '/models'],
  ])('%s %s passes', async (method, path) => {
    expect((await call(front.origin, `/api/anthropic/v1${path}`, { method })).status).toBe(200);
    expect([upstream.requests[0]!.method, upstream.requests[0]!.url]).toEqual([method, `/v1${path}`]);
  });

  test.each([
    ['POST', '/files'],
    ['GET', '/organizations/api_keys'],
    ['POST', '/messages/batches?beta=true'],
    ['GET', '/messages'],
  ])('%s %s does not', async (method, path) => {
    const answer = await call(front.origin, `/api/anthropic/v1${path}`, { method });
    expect([answer.status, JSON.parse(answer.body.toString()).error.code]).toEqual([404, 'not_allowed']);
    expect(upstream.requests).toHaveLength(0);
  });

  test('a refusal of our own reads as an error of this protocol', async () => {
    await front.stop();
    front = await startFront(answerProxy, { baseUrl: upstream.baseUrl, key: null });
    const answer = await post('/api/anthropic/v1/messages/batches', '{}');
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body.toString())).toEqual({
      type: 'error',
      error: { message: expect.stringContaining('ANTHROPIC_API_KEY'), type: 'rowmill_proxy', code: 'no_key', param: null },
    });
  });
});

describe('a batch in one call', () => {
  test('30 MB of it arrive byte for byte, and begin to arrive before the last was sent', async () => {
    const bytes = randomBytes(30_000_000);
    const received: Buffer[] = [];
    upstream.behave((request, response) => {
      request.on('data', (chunk: Buffer) => received.push(chunk));
      request.once('end', () => response.end('{"id":"msgbatch_1"}'));
    });
    const started = startCall(front.origin, '/api/anthropic/v1/messages/batches', {
      method: 'POST',
      headers: { 'content-length': String(bytes.length), 'content-type': 'application/json' },
    });
    const answer = answerTo(started);
    started.write(bytes.subarray(0, 10_000_000));
    await until(() => received.length > 0);
    started.end(bytes.subarray(10_000_000));
    expect((await answer).status).toBe(200);
    expect(sha256(Buffer.concat(received))).toBe(sha256(bytes));
  });

  test('its id is logged though the browser is gone, and nothing of the key or the texts', async () => {
    let reply: () => void = () => undefined;
    upstream.behave((request, response) => {
      request.resume().once('end', () => (reply = () => response.end('{"id":"msgbatch_7","type":"message_batch"}')));
    });
    const body = '{"requests":[{"custom_id":"a","params":{"text":"a private text"}}]}';
    const started = startCall(front.origin, '/api/anthropic/v1/messages/batches', { method: 'POST' });
    started.on('error', () => undefined);
    const before = reply;
    started.end(body);
    await until(() => reply !== before);
    started.destroy();
    await until(() => front.abandoned() > 0);
    reply();
    await until(() => logged.length > 0);
    const line = JSON.parse(logged[0]!);
    expect(line).toMatchObject({ event: 'create', kind: 'batch', endpoint: 'anthropic', id: 'msgbatch_7', browserGone: true });
    expect(logged.join('')).not.toMatch(/private text|sk-ant/);
  });

  test('results come down as they are made, and one that breaks off does not look whole', async () => {
    let breakOff: () => void = () => undefined;
    upstream.behave((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-jsonl' });
      response.write('{"custom_id":"a"}\n');
      breakOff = () => response.destroy();
    });
    const started = startCall(front.origin, '/api/anthropic/v1/messages/batches/msgbatch_1/results');
    let text = '';
    started.once('response', (reply) => reply.on('data', (chunk: Buffer) => (text += chunk)));
    const answer = answerTo(started);
    started.end();
    await until(() => text === '{"custom_id":"a"}\n');
    breakOff();
    expect(await answer.then(({ whole }) => whole)).toBe(false);
  });
});
