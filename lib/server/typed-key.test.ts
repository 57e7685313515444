import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerEndpoints, answerKey, answerProxy } from './answer.ts';
import { call, startCall, until, type Answer } from './testing/client.ts';
import { startFront, type Front } from './testing/front.ts';
import { startUpstream, type FakeUpstream } from './testing/upstream.ts';

const ofEnvironment = 'sk-env-0123456789abcdef';
const typed = 'sk-typed-fedcba9876543210';
let upstream: FakeUpstream;
let front: Front;
let logged: string;
let answers: Answer[];

function door(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/api/keys/')) return answerKey(request);
  return pathname === '/api/endpoints' ? answerEndpoints(request) : answerProxy(request);
}

async function start(settings: { key: string | null; mayType?: boolean }): Promise<void> {
  await front?.stop();
  front = await startFront(door, { baseUrl: upstream.baseUrl, ...settings });
}

beforeEach(async () => {
  upstream = await startUpstream();
  upstream.behave((_, response) => response.end('{"data":[]}'));
  await start({ key: null });
  logged = '';
  answers = [];
  const hear = (text: unknown) => ((logged += String(text)), true);
  vi.spyOn(process.stdout, 'write').mockImplementation(hear);
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
});

afterEach(async () => {
  const seen = answers.map(({ headers, body }) => JSON.stringify(headers) + body.toString()).join('') + logged;
  vi.restoreAllMocks();
  await front.stop();
  await upstream.stop();
  if (/sk-typed|sk-env|fedcba98/.test(seen)) throw new Error('a key was named in an answer or a log line');
});

async function ask(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await call(front.origin, path, { method, body, headers });
  answers.push(answer);
  return answer;
}
const json = (answer: Answer) => JSON.parse(answer.body.toString());
const put = (key: unknown, { endpoint = 'openai', headers = {} } = {}) =>
  ask('PUT', `/api/keys/${endpoint}`, JSON.stringify({ key }), { 'content-type': 'application/json', ...headers });
const standing = async () => {
  const { endpoints } = json(await ask('GET', '/api/endpoints'));
  return endpoints.map(({ id, keySource }: { id: string; keySource: string | null }) => [id, keySource]).slice(0, 2);
};

describe('a key typed by a person', () => {
  test('is checked with one read, used from then on, and named nowhere', async () => {
    const answer = await put(` ${typed}\n`);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(json(answer).endpoint).toMatchObject({ id: 'openai', keySource: 'typed', mayType: true });
    expect(upstream.requests.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['GET', '/v1/models', `Bearer ${typed}`],
    ]);
    await ask('GET', '/api/openai/v1/batches');
    expect(upstream.requests[1]!.headers.authorization).toBe(`Bearer ${typed}`);
    expect(await standing()).toEqual([
      ['openai', 'typed'],
      ['anthropic', null],
    ]);
    expect(JSON.parse(logged)).toMatchObject({ event: 'key_typed', endpoint: 'openai' });
  });

  test('is asked about in the words of its own protocol', async () => {
    expect((await put(typed, { endpoint: 'anthropic' })).status).toBe(200);
    expect(upstream.requests[0]!.headers).toMatchObject({ authorization: `Bearer ${typed}`, 'anthropic-version': '2026-10-21' });
  });

  test('wins over the environment’s until it is forgotten; jobs of the other key are refused meanwhile', async () => {
    await start({ key: ofEnvironment });
    const first = json(await ask('GET', '/api/endpoints')).endpoints[0];
    const { endpoint } = json(await put(typed));
    expect(endpoint.identity).not.toBe(first.identity);
    const stale = await ask('GET', '/api/openai/v1/batches', undefined, { 'x-rowmill-identity': first.identity });
    expect([stale.status, json(stale).error.code]).toEqual([409, 'endpoint_changed']);
    const back = await ask('DELETE', '/api/keys/openai');
    expect(json(back).endpoint).toEqual(first);
    await ask('GET', '/api/openai/v1/batches', undefined, { 'x-rowmill-identity': first.identity });
    expect(upstream.requests.at(-1)!.headers.authorization).toBe(`Bearer ${ofEnvironment}`);
  });

  test('once forgotten, with none in the environment, calls say what is missing', async () => {
    await put(typed);
    expect(json(await ask('DELETE', '/api/keys/openai')).endpoint).toMatchObject({ keySource: null, identity: null });
    const answer = await ask('GET', '/api/openai/v1/batches');
    expect([answer.status, json(answer).error.code]).toEqual([401, 'no_key']);
    expect(json(answer).error.message).toContain('Type the key in Connections');
    expect((await ask('DELETE', '/api/keys/openai')).status).toBe(200);
  });
});

describe('is not kept', () => {
  test.each(['', '   ', 'sk typed', 'sk-typed\r\nx-evil: 1', 'sk-typed-schlüssel', 7, null])('%j', async (key) => {
    const answer = await put(key);
    expect([answer.status, json(answer).error.code]).toEqual([400, 'key_implausible']);
    expect(upstream.requests).toHaveLength(0);
  });

  test.each([1001, 100_000])('what has %i characters', async (characters) => {
    expect(json(await put('k'.repeat(characters))).error.code).toBe('key_implausible');
    expect(upstream.requests).toHaveLength(0);
  });

  test('what is no JSON', async () => {
    expect(json(await ask('PUT', '/api/keys/openai', typed)).error.code).toBe('key_implausible');
    expect(json(await ask('PUT', '/api/keys/openai')).error.code).toBe('key_implausible');
  });

  test.each([
    [401, 422, 'key_refused'],
    [400, 422, 'key_refused'],
    [500, 502, 'key_unchecked'],
    [307, 502, 'key_unchecked'],
  ])('where the provider answers %i; what was used before still is', async (status, ours, code) => {
    await start({ key: ofEnvironment });
    upstream.behave((_, response) => response.writeHead(status).end(`{"error":{"message":"Incorrect API key: ${typed}"}}`));
    const answer = await put(typed);
    expect([answer.status, json(answer).error.code]).toEqual([ours, code]);
    expect((await standing())[0]).toEqual(['openai', 'environment']);
  });

  test.each([403, 404, 429])('… but kept where the answer is %i, which does not judge it', async (status) => {
    upstream.behave((_, response) => response.writeHead(status).end('{}'));
    expect((await put(typed)).status).toBe(200);
    expect((await standing())[0]).toEqual(['openai', 'typed']);
  });

  test('where the provider cannot be reached', async () => {
    await upstream.stop();
    const answer = await put(typed);
    expect([answer.status, json(answer).error.code]).toEqual([502, 'key_unchecked']);
    expect((await standing())[0]).toEqual(['openai', null]);
  });

  test('where the browser has gone before it was checked', async () => {
    let reply: () => void = () => undefined;
    let closed = false;
    upstream.behave((_, response) => {
      reply = () => response.end('{}');
      response.once('close', () => (closed = true));
    });
    const started = startCall(front.origin, '/api/keys/openai', { method: 'PUT' });
    started.on('error', () => undefined);
    started.end(JSON.stringify({ key: typed }));
    await until(() => upstream.requests.length > 0);
    started.destroy();
    await until(() => closed);
    reply();
    expect((await standing())[0]).toEqual(['openai', null]);
  });
});

describe('may not be typed', () => {
  test.each(['PUT', 'DELETE'])('where other machines may reach the server (%s)', async (method) => {
    await start({ key: ofEnvironment, mayType: false });
    const answer = await (method === 'PUT' ? put(typed) : ask(method, '/api/keys/openai'));
    expect([answer.status, json(answer).error.code]).toEqual([403, 'key_not_typed_here']);
    expect(json(answer).error.message).toContain('OPENAI_API_KEY');
    expect(json(await ask('GET', '/api/endpoints')).endpoints[0]).toMatchObject({ mayType: false, keySource: 'environment' });
    expect(upstream.requests).toHaveLength(0);
  });

  test.each(['sandbox-openai', 'elsewhere', 'constructor', '__proto__'])('for %s', async (endpoint) => {
    const answer = await put(typed, { endpoint });
    expect([answer.status, json(answer).error.code]).toEqual([404, 'unknown_endpoint']);
  });

  test.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ 'sec-fetch-site': '' }, 403],
    [{ host: 'evil.example' }, 421],
  ])('nor forgotten, by a request with %j', async (headers, status) => {
    await put(typed);
    const other = headers as Record<string, string>;
    expect((await put(`${typed}-other`, { headers: other })).status).toBe(status);
    expect((await ask('DELETE', '/api/keys/openai', undefined, other)).status).toBe(status);
    expect(upstream.requests).toHaveLength(1);
    expect((await standing())[0]).toEqual(['openai', 'typed']);
  });
});
