import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, describe, expect, it } from 'vitest';
import type { EndpointInfo } from '#lib/core/endpoint';
import type { Json } from '#lib/core/json';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type AnthropicOptions, type Question } from '#lib/core/recipe';
import type { RemoteBatch } from '#lib/core/remote';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { jsonReply } from '#lib/sandbox/http/reply';
import type { Intercept } from '#lib/sandbox/intercept';
import { startSandbox, type SandboxOptions } from '#lib/sandbox/start';
import { AT_ONCE, newFolder, TOKEN } from '#lib/sandbox/test-drive';
import type { BatchMark, CallResult, ProviderApi } from '../provider.ts';
import { anthropicApi } from './api.ts';
import { codec } from './codec.ts';

const ENDPOINT: EndpointInfo = {
  id: 'a',
  protocol: 'anthropic',
  kind: 'sandbox',
  label: 'Sandbox',
  host: 'this server',
  fingerprint: 'f',
  identity: 'identity-1',
  keyVariable: null,
  keySource: null,
  mayType: false,
  lineUrl: '',
};

interface Seen {
  call: string;
  headers: IncomingHttpHeaders;
}

interface Setting {
  api: ProviderApi;
  seen: Seen[];
  /** Bytes told of while batches were sent. */
  sent: number[];
}

/** Forwards `/api/a/v1/…` to the sandbox as the server does: key added, nothing else changed. */
async function startShim(url: string, token: string, seen: Seen[]): Promise<string> {
  const shim = createServer((request, response) => {
    const path = request.url!.replace('/api/a', '');
    seen.push({ call: `${request.method} ${path}`, headers: request.headers });
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const upstream = httpRequest(url + path, { method: request.method, headers, agent: false }, (reply) => {
      response.writeHead(reply.statusCode!, reply.headers);
      reply.pipe(response);
      reply.once('error', () => response.destroy());
    });
    upstream.once('error', () => response.destroy());
    request.pipe(upstream);
  });
  await new Promise<void>((resolve) => shim.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    shim.close();
    shim.closeAllConnections();
  });
  return `http://127.0.0.1:${(shim.address() as AddressInfo).port}`;
}

async function start(options: Partial<SandboxOptions> = {}, token = TOKEN): Promise<Setting> {
  const folder = await newFolder();
  const sandbox = await startSandbox({ folder, token: TOKEN, ...options, delays: { ...AT_ONCE, ...options.delays } });
  onTestFinished(() => sandbox.close());
  const [seen, sent]: [Seen[], number[]] = [[], []];
  const origin = await startShim(sandbox.url, token, seen);
  // XMLHttpRequest is the browser's alone.
  const watched = (onProgress: (bytes: number) => void): typeof fetch => {
    return (input, init) => {
      if (init?.body instanceof Blob) onProgress(init.body.size);
      return fetch(input, init);
    };
  };
  const api = anthropicApi(ENDPOINT, origin, (onProgress) => {
    return watched((bytes) => {
      sent.push(bytes);
      onProgress(bytes);
    });
  });
  return { api, seen, sent };
}

const SCHEMA: Json = {
  type: 'object',
  properties: {
    sentiment: { type: 'string', enum: ['positive', 'negative'] },
    stars: { type: ['integer', 'null'], minimum: 1, maximum: 5 },
  },
};

function ask(model: string, options: Partial<AnthropicOptions> = {}, more: Partial<Question> = {}): Question {
  const { provider, options: defaults } = DEFAULT_OPTIONS.anthropic;
  return { ...DEFAULT_RECIPE.question, model, schema: SCHEMA, provider: { provider, options: { ...defaults, ...options } }, ...more };
}

const write = rowWriter(['text']);
const idsOf = (i: number) => [`${i}a`, `${i}b`];

function requestOf(question: Question, i: number): string {
  const frame = codec.frame({ question, prompt: 'Judge each review. Answer in JSON with all_results and input_id.', lineUrl: '' });
  const rows = idsOf(i).map((id) => write(id, [`A good lamp, number ${id}.`]));
  return packRequest(frame, codec.customId('job', 0, i, null), rows);
}

function fileOf(question: Question, requests: number): Blob {
  const { open, separator, close } = codec.frame({ question, prompt: '', lineUrl: '' });
  return new Blob([open, Array.from({ length: requests }, (_, i) => requestOf(question, i)).join(separator), close]);
}

const markOf = (requests: number, intentAt = Date.now()): BatchMark => ({
  jobId: 'job',
  k: 0,
  attempt: '1-k3fa',
  digest: 'd',
  requests,
  intentAt,
});
const never = new AbortController().signal;

function valueOf<T>(result: CallResult<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function failureOf<T>(result: CallResult<T>) {
  if (result.ok) throw new Error('It succeeded.');
  return result.failure;
}

const create = (api: ProviderApi, requests: number, question = ask('claude-haiku-4-5')) =>
  api.createBatch({ fileId: null, file: fileOf(question, requests), lineUrl: '', mark: markOf(requests) }, () => {}, never);

async function ended(api: ProviderApi, id: string): Promise<RemoteBatch> {
  for (;;) {
    const batch = valueOf(await api.batch(id));
    if (batch.phase !== 'running') return batch;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const resultsOf = (api: ProviderApi, id: string) => api.results({ id, outputFileId: null, errorFileId: null }, never);

/** A fault at one call of the sandbox. */
function failing(call: RegExp, verdict: ReturnType<NonNullable<Intercept['before']>>): Intercept {
  return { before: ({ method, path }) => (call.test(`${method} ${path}`) ? verdict : undefined) };
}

const refusal = (status: number, type: string, more: object = {}) =>
  jsonReply({ type: 'error', error: { type, message: 'No.', ...more }, request_id: 'req_7' }, status);

describe('a whole batch', () => {
  it.each<[string, Question]>([
    ['a forced tool', ask('claude-haiku-4-5')],
    ['an output format', ask('claude-sonnet-5-5')],
    ['an output format without thinking', ask('claude-haiku-5-5', {}, { thinking: 'disabled' })],
    ['an output format at an effort', ask('claude-opus-5-5', { cacheTtl: '1h' }, { thinking: 'adaptive:low' })],
    ['free text', ask('claude-haiku-4-5', { structuredOutput: 'free_text' })],
  ])('by %s brings every row', async (_name, question) => {
    const { api, sent } = await start();
    const created = valueOf(await create(api, 4, question));
    expect(created).toMatchObject({ phase: 'running', status: 'in_progress', counts: { total: 4, completed: 0, failed: 0 } });
    expect(sent).toEqual([fileOf(question, 4).size + '{"requests":}'.length]);
    expect(await ended(api, created.id)).toMatchObject({ phase: 'ended', status: 'ended', counts: { total: 4, completed: 4, failed: 0 } });
    const { output, errors } = valueOf(await resultsOf(api, created.id));
    expect(errors).toBeNull();
    const lines = (await output!.text()).trimEnd().split('\n').map(codec.decode);
    const answered = new Map(
      lines.map(({ customId, outcome, rows, usage }) => [
        customId,
        { outcome, ids: rows.map((row) => row.inputId), isUsed: usage!.inputTokens > 0 },
      ]),
    );
    const expected = Array.from(
      { length: 4 },
      (_, i) => [`job-chunk-00000${i}`, { outcome: 'answered', ids: idsOf(i), isUsed: true }] as const,
    );
    expect(answered).toEqual(new Map(expected));
  });

  it('is sent under the job’s identity, without a word about the browser', async () => {
    const { api, seen } = await start();
    await create(api, 1);
    const { call, headers } = seen[0]!;
    expect(call).toBe('POST /v1/messages/batches');
    expect(headers).toMatchObject({
      'x-rowmill-identity': 'identity-1',
      'content-type': 'application/json',
      'anthropic-version': '2026-10-21',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('x-stainless'))).toEqual([]);
  });

  it('that is canceled still runs until it has ended', async () => {
    const { api } = await start({ delays: { running: 60_000, cancelling: 50 } });
    const { id } = valueOf(await create(api, 3));
    expect(valueOf(await api.cancelBatch(id))).toMatchObject({ status: 'canceling', phase: 'running' });
    const batch = await ended(api, id);
    expect(batch.counts).toMatchObject({ total: 3 });
    const { output } = valueOf(await resultsOf(api, id));
    const outcomes = (await output!.text())
      .trimEnd()
      .split('\n')
      .map((line) => codec.decode(line).outcome);
    expect(outcomes).toHaveLength(3);
    expect(outcomes).toContain('cancelled');
  });
});

describe('a create', () => {
  it('that was acted on but never answered is unknown, made once, and found again', async () => {
    const { api, seen } = await start({ intercept: { after: ({ method }) => (method === 'POST' ? 'drop' : undefined) } });
    const mark = markOf(3);
    expect(failureOf(await create(api, 3))).toMatchObject({ kind: 'offline', unknown: true });
    expect(seen).toHaveLength(1);
    const [found, ...others] = valueOf(await api.batchesSince(mark.intentAt - 1000, 10));
    expect(others).toEqual([]);
    expect(api.matches(found!, mark)).toBe('possible');
    expect(api.matches(found!, { ...mark, requests: 4 })).toBe('no');
    expect(api.matches(found!, { ...mark, intentAt: mark.intentAt + 20 * 60_000 })).toBe('no');
    expect(api.matches(found!, { ...mark, intentAt: mark.intentAt - 25 * 3_600_000 })).toBe('no');
  });

  it.each<[number, string, object, object]>([
    [400, 'invalid_request_error', {}, { kind: 'rejected', retryable: false, unknown: false, code: 'invalid_request_error' }],
    [401, 'authentication_error', {}, { kind: 'auth', retryable: false, unknown: false }],
    [403, 'permission_error', {}, { kind: 'auth', retryable: false }],
    [402, 'billing_error', {}, { kind: 'money', retryable: false, unknown: false }],
    [404, 'not_found_error', {}, { kind: 'not-found', retryable: false }],
    [413, 'request_too_large', {}, { kind: 'too-large', retryable: false, unknown: false }],
    [429, 'rate_limit_error', {}, { kind: 'rate-limit', retryable: true, unknown: false, code: 'rate_limit_error' }],
    [
      429,
      'rate_limit_error',
      { details: { error_code: 'enforced_spend_limit_reached' } },
      { kind: 'money', retryable: false, code: 'enforced_spend_limit_reached' },
    ],
    [
      429,
      'rate_limit_error',
      { details: { error_code: 'ramp_limit_exceeded' } },
      { kind: 'rate-limit', retryable: true, code: 'ramp_limit_exceeded' },
    ],
    [500, 'api_error', {}, { kind: 'server', retryable: true, unknown: true }],
    [504, 'timeout_error', {}, { kind: 'server', unknown: true }],
    [529, 'overloaded_error', {}, { kind: 'server', retryable: true, unknown: true }],
    [418, 'constructor', {}, { kind: 'rejected' }],
    [502, 'rowmill_proxy', { code: 'upload_interrupted' }, { kind: 'server', unknown: false, code: 'upload_interrupted' }],
    [409, 'rowmill_proxy', { code: 'endpoint_changed' }, { kind: 'identity', unknown: false }],
    [401, 'rowmill_proxy', { code: 'no_key' }, { kind: 'auth', code: 'no_key' }],
  ])('answered %d %s %j is tried once, and told apart', async (status, type, more, failure) => {
    const { api, seen } = await start({ intercept: failing(/^POST/, refusal(status, type, more)) });
    expect(failureOf(await create(api, 1))).toMatchObject({ status, message: 'No.', ...failure });
    expect(seen).toHaveLength(1);
  });

  it('keeps the request’s id and how long to wait', async () => {
    const verdict = { ...refusal(429, 'rate_limit_error'), headers: { 'retry-after': '12' } };
    const { api } = await start({ intercept: failing(/^POST/, verdict) });
    expect(failureOf(await create(api, 1))).toMatchObject({ requestId: expect.stringMatching(/^req_/), retryAfterSeconds: 12 });
  });

  it('that is aborted says so', async () => {
    const { api } = await start({ intercept: { before: () => new Promise(() => {}) } });
    const abort = new AbortController();
    const pending = api.createBatch(
      { fileId: null, file: fileOf(ask('claude-haiku-4-5'), 1), lineUrl: '', mark: markOf(1) },
      () => {},
      abort.signal,
    );
    setTimeout(() => abort.abort(), 20);
    expect(failureOf(await pending)).toMatchObject({ kind: 'aborted', unknown: true });
  });
});

describe('deleting', () => {
  it('takes a batch that is over, and its results, away; before that it is refused', async () => {
    const { api } = await start({ delays: { running: 60_000, cancelling: 50 } });
    const { id } = valueOf(await create(api, 3));
    const batch = { id, inputFileId: null, outputFileId: null, errorFileId: null };
    expect(failureOf(await api.deleteBatch(batch))).toMatchObject({ status: 400 });
    await api.cancelBatch(id);
    await ended(api, id);
    expect(valueOf(await api.deleteBatch(batch))).toBeNull();
    expect(valueOf(await api.batchesSince(0, 10))).toEqual([]);
    expect(valueOf(await api.deleteBatch(batch))).toBeNull();
  });
});

describe('results', () => {
  it('tell by a custom id whose batch it is, once it has ended', async () => {
    const { api } = await start({ delays: { running: 60_000, cancelling: 50 } });
    const { id } = valueOf(await create(api, 3));
    expect(valueOf(await api.someCustomId(id, never))).toBeNull();
    await api.cancelBatch(id);
    await ended(api, id);
    const { output } = valueOf(await resultsOf(api, id));
    const ids = (await output!.text())
      .trimEnd()
      .split('\n')
      .map((line) => codec.decode(line).customId);
    expect(ids).toContain(valueOf(await api.someCustomId(id, never)));
  });

  it('that are not ready come later', async () => {
    const { api } = await start({ delays: { running: 60_000 } });
    const { id } = valueOf(await create(api, 1));
    expect(failureOf(await resultsOf(api, id))).toMatchObject({ kind: 'server', retryable: true });
  });

  it('that are archived, or of a batch that is gone, are none', async () => {
    const { api } = await start({ delays: { archive: 1 } });
    const { id } = valueOf(await create(api, 1));
    await ended(api, id);
    expect(valueOf(await resultsOf(api, id))).toEqual({ output: null, errors: null });
    expect(valueOf(await resultsOf(api, 'msgbatch_0'))).toEqual({ output: null, errors: null });
  });

  it.each([
    ['within its last line', 1],
    ['before its end', 300],
  ])('cut off %s are incomplete', async (_name, missing) => {
    const cut: Intercept['after'] = (_call, reply) => {
      const { body } = reply;
      return body.kind === 'file' ? { ...reply, body: { ...body, bytes: body.bytes - missing - 1 } } : undefined;
    };
    const { api } = await start({ intercept: { after: cut } });
    const { id } = valueOf(await create(api, 2));
    await ended(api, id);
    expect(failureOf(await resultsOf(api, id))).toMatchObject({ kind: 'incomplete', retryable: true });
  });

  it('whose connection breaks are fetched again', async () => {
    const cut: Intercept['after'] = (_call, reply) => {
      const { body } = reply;
      return body.kind === 'file' ? { ...reply, body: { ...body, cutAfter: 50 } } : undefined;
    };
    const { api } = await start({ intercept: { after: cut } });
    const { id } = valueOf(await create(api, 2));
    await ended(api, id);
    expect(failureOf(await resultsOf(api, id))).toMatchObject({ kind: 'offline', retryable: true });
  });
});

describe('the list of batches', () => {
  it('runs from new to old, page by page, and ends at a time or a number', async () => {
    const { api, seen } = await start();
    const made: string[] = [];
    for (let n = 0; n < 103; n++) made.unshift(valueOf(await create(api, 1)).id);
    seen.length = 0;
    const all = valueOf(await api.batchesSince(0, 1000));
    expect(all.map((batch) => batch.id)).toEqual(made);
    expect(seen.map(({ call }) => call)).toEqual([
      'GET /v1/messages/batches?limit=100',
      `GET /v1/messages/batches?limit=100&after_id=${made[99]}`,
    ]);
    expect(valueOf(await api.batchesSince(0, 2))).toHaveLength(2);
    expect(valueOf(await api.batchesSince(Date.now() + 60_000, 10))).toEqual([]);
  });
});

describe('one request', () => {
  it.each([ask('claude-haiku-4-5'), ask('claude-sonnet-5-5')])('is answered live, as a line of a batch would be', async (question) => {
    const { api } = await start();
    const line = valueOf(await api.live(requestOf(question, 0), never));
    expect(codec.decode(line)).toMatchObject({
      customId: 'job-chunk-000000',
      outcome: 'answered',
      rows: [{ inputId: '0a' }, { inputId: '0b' }],
    });
  });

  it('that is refused is not sent again', async () => {
    const { api, seen } = await start();
    const request = requestOf(ask('claude-opus-5-5', {}, { thinking: 'disabled' }), 0);
    expect(failureOf(await api.live(request, never))).toMatchObject({ kind: 'rejected', code: 'invalid_request_error' });
    expect(seen).toHaveLength(1);
  });

  it('is counted', async () => {
    const { api } = await start();
    const counted = await api.countTokens(requestOf(ask('claude-haiku-4-5'), 0), never);
    expect(valueOf(counted!)).toBeGreaterThan(20);
  });
});

describe('what a key may do', () => {
  it('is told by small reads', async () => {
    const { api } = await start();
    expect(await api.permissions()).toEqual({ models: 'permitted', files: null, batches: 'permitted' });
    const { api: stranger } = await start({}, 'wrong');
    expect(await stranger.permissions()).toMatchObject({ models: { kind: 'auth' }, files: null, batches: { kind: 'auth' } });
  });

  it('is to use the models listed, with their limits', async () => {
    const { api } = await start();
    const models = valueOf(await api.models());
    expect(models.find((model) => model.id === 'claude-haiku-5-5')).toMatchObject({
      inputTokens: 1_000_000,
      outputTokens: 128_000,
      retiresAt: null,
    });
    expect(models.find((model) => model.id === 'claude-haiku-5-5')!.raw).toMatchObject({ display_name: 'Claude Haiku 5.5' });
  });

  it('is not to use retired ones', async () => {
    const retired = { id: 'old', lifecycle: 'retired', retires_at: '2026-01-01T00:00:00Z', max_input_tokens: 1, max_tokens: 1 };
    const leaving = { ...retired, id: 'leaving', lifecycle: 'deprecated', max_tokens: null };
    const list = jsonReply({ data: [leaving, retired], has_more: false, first_id: null, last_id: null });
    const { api } = await start({ intercept: failing(/models/, list) });
    expect(valueOf(await api.models())).toEqual([
      { id: 'leaving', inputTokens: 1, outputTokens: null, retiresAt: Date.UTC(2026, 0, 1), raw: leaving },
    ]);
  });
});
