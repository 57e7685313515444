import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import { clientOf } from '../test-drive.ts';
import { type Fault, refuse } from './errors.ts';
import { findModel, lifecycleOf, listedModels, runningModel } from './models.ts';
import { caught, HEADERS, manyRequests, messagesClient, openMessages, paramsFor } from './test-drive.ts';

describe('every answer', () => {
  test('carries a request id, in a refusal also within', async () => {
    const { sandbox, client } = await openMessages();
    const { response } = await client.models.list().withResponse();
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    for (const path of ['/v1/messages/nothing', '/v1/messages/batches/msgbatch_none', '/v1/messages/batches/%2e%2e', '/v1/nothing']) {
      const answer = await fetch(sandbox.url + path, { headers: HEADERS });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({
        type: 'error',
        error: { type: 'not_found_error', message: expect.any(String) },
        request_id: answer.headers.get('request-id'),
      });
    }
  });

  test('needs the key, then the version', async () => {
    const { sandbox } = await openMessages();
    const wrong = await caught(messagesClient(sandbox, 'wrong').models.list());
    expect(wrong).toBeInstanceOf(Anthropic.AuthenticationError);
    expect(wrong).toMatchObject({ status: 401, type: 'authentication_error', requestID: expect.stringMatching(/^req_/) });
    const status = async (headers: Record<string, string>) => (await fetch(`${sandbox.url}/v1/messages/batches`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ 'x-api-key': 'wrong', authorization: HEADERS.authorization })).toBe(401);
    expect(await status({ authorization: HEADERS.authorization })).toBe(400);
    expect(await status({ ...HEADERS, 'anthropic-version': '2020-01-01' })).toBe(400);
    expect(await status({ ...HEADERS, 'anthropic-version': '2023-06-01' })).toBe(200);
  });

  test('refuses a key also while a large body is being sent', async () => {
    const { sandbox } = await openMessages();
    const refused = await caught(messagesClient(sandbox, 'wrong').messages.batches.create({ requests: manyRequests(5_000) }));
    expect(refused).toMatchObject({ status: 401 });
  });

  test('names the faults of a body', async () => {
    const { sandbox } = await openMessages({ limits: { messageBytes: 1_000 } });
    const post = async (body: string, headers: Record<string, string> = {}) => {
      const reply = await fetch(`${sandbox.url}/v1/messages`, { method: 'POST', headers: { ...HEADERS, ...headers }, body });
      const { error } = (await reply.json()) as { error: { type: string; details?: { error_code: string } } };
      return [reply.status, error.details?.error_code ?? error.type];
    };
    expect(await post('{')).toEqual([400, 'invalid_request_error']);
    expect(await post('[]')).toEqual([400, 'invalid_request_error']);
    expect(await post(JSON.stringify({ a: 'x'.repeat(2_000) }))).toEqual([413, 'request_too_large']);
    expect(await post('{}', { 'content-encoding': 'gzip' })).toEqual([400, 'request_body_encoding_unsupported']);
  });
});

describe('one server for both protocols', () => {
  test('tells models apart by the version header', async () => {
    const { sandbox, client } = await openMessages();
    expect((await clientOf(sandbox).models.list()).data.map((model) => model.id)).toContain('gpt-6-luna');
    expect((await client.models.list()).data.map((model) => model.id)).toContain('claude-haiku-5-5');
    const plain = await fetch(`${sandbox.url}/v1/models`, { headers: { authorization: HEADERS.authorization } });
    expect(plain.headers.get('x-request-id')).toMatch(/^req_/);
    expect(await plain.json()).toMatchObject({ object: 'list' });
  });
});

describe('models', () => {
  test('are listed in pages, with what they can', async () => {
    const { client } = await openMessages();
    const ids: string[] = [];
    for await (const model of client.models.list({ limit: 2 })) ids.push(model.id);
    expect(ids.slice(0, 4)).toEqual(['claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-4-5']);
    const yes = { supported: true };
    const no = { supported: false };
    expect(await client.models.retrieve('claude-sonnet-5-5')).toMatchObject({
      type: 'model',
      display_name: 'Claude Sonnet 5.5',
      lifecycle: 'active',
      retires_at: null,
      max_input_tokens: 1_000_000,
      max_tokens: 128_000,
      capabilities: {
        batch: yes,
        structured_outputs: yes,
        effort: { ...yes, xhigh: yes },
        thinking: { ...yes, types: { adaptive: yes, between_tools: yes, disabled: no, enabled: no } },
      },
    });
    expect(await client.models.retrieve('claude-haiku-4-5-20251001')).toMatchObject({ id: 'claude-haiku-4-5', max_tokens: 64_000 });
    expect(await caught(client.models.retrieve('claude-0'))).toMatchObject({ status: 404, type: 'not_found_error' });
    expect((await client.models.list({ lifecycle: ['active'] })).data.every((model) => model.lifecycle === 'active')).toBe(true);
  });

  test('leave the list on the day they retire, and answer no longer', () => {
    const model = findModel('claude-sonnet-4-5')!;
    const [before, after] = [model.retiresAt! - 1, model.retiresAt!];
    expect([lifecycleOf(model, before), lifecycleOf(model, after)]).toEqual(['deprecated', 'retired']);
    expect(listedModels(['active', 'deprecated'], before)).toContain(model);
    expect(listedModels(['active', 'deprecated'], after)).not.toContain(model);
    expect(listedModels(['retired'], after)).toEqual([model]);
    expect([runningModel(model.id, before), runningModel(model.id, after)]).toEqual([model, undefined]);
  });
});

describe('limits', () => {
  test('of calls a minute are answered 429 with a time to wait', async () => {
    const { client } = await openMessages({ limits: { callsPerMinute: 2 } });
    await client.models.list();
    await client.models.list();
    const refused = await caught(client.messages.batches.create({ requests: manyRequests(1) }));
    expect(refused).toBeInstanceOf(Anthropic.RateLimitError);
    expect(refused).toMatchObject({ status: 429, type: 'rate_limit_error' });
    expect(Number(refused!.headers!.get('retry-after'))).toBeGreaterThan(50);
  });

  test('of what the service bears are answered 529 every so often', async () => {
    const { client } = await openMessages({ limits: { overloadedEvery: 3 } });
    const outcomes: (number | undefined)[] = [];
    for (let i = 0; i < 6; i++) outcomes.push((await caught(client.messages.create(paramsFor(['Good.']))))?.status);
    expect(outcomes).toEqual([undefined, undefined, 529, undefined, undefined, 529]);
  });
});

describe('a wrapper', () => {
  test.each<[Fault, number]>([
    [{ type: 'billing_error', message: 'x' }, 402],
    [{ type: 'permission_error', message: 'x' }, 403],
    [{ type: 'rate_limit_error', message: 'x', details: { error_code: 'enforced_spend_limit_reached' } }, 429],
    [{ type: 'timeout_error', message: 'x' }, 504],
    [{ type: 'overloaded_error', message: 'x' }, 529],
  ])('can answer with %j', async (fault, status) => {
    const { client } = await openMessages({
      intercept: { before: ({ path, requestId }) => (path === '/v1/messages/batches' ? refuse(fault, requestId) : undefined) },
    });
    const refused = await caught(client.messages.batches.create({ requests: manyRequests(1) }));
    expect(refused).toMatchObject({ status, type: fault.type, errorCode: fault.details?.['error_code'] ?? null });
    expect(refused!.headers!.get('retry-after')).toBeNull();
  });

  test('can drop a create before and after it took effect', async () => {
    let drop: 'before' | 'after' | null = null;
    const { client } = await openMessages({
      intercept: {
        before: ({ method }) => (drop === 'before' && method === 'POST' ? 'drop' : undefined),
        after: ({ method }) => (drop === 'after' && method === 'POST' ? 'drop' : undefined),
      },
    });
    const create = () => caught(client.messages.batches.create({ requests: manyRequests(1) }));
    drop = 'before';
    expect(await create()).toBeInstanceOf(Anthropic.APIConnectionError);
    expect((await client.messages.batches.list()).data).toHaveLength(0);
    drop = 'after';
    expect(await create()).toBeInstanceOf(Anthropic.APIConnectionError);
    expect((await client.messages.batches.list()).data).toHaveLength(1);
  });
});
