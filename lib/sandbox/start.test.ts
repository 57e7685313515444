import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { jsonReply } from './http/reply.ts';
import { startSandbox } from './start.ts';
import { AT_ONCE, bodyFor, clientOf, create, linesOf, newFolder, openSandbox, requestLine, TOKEN, upload, watch } from './test-drive.ts';

const caught = (promise: PromiseLike<unknown>) =>
  Promise.resolve(promise).then(
    () => null,
    (error: unknown) => error as InstanceType<typeof OpenAI.APIError>,
  );
const manyLines = (count: number) =>
  Array.from({ length: count }, (_, i) => requestLine(`job-0-${i}`, bodyFor([`A good lamp, number ${i}.`], i)));

describe('every answer', () => {
  test('carries a request id, also when it is a refusal', async () => {
    const { sandbox, client } = await openSandbox();
    const { response } = await client.models.list().withResponse();
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    for (const path of ['/v1/nothing', '/', '//', '/v1/batches/%2e%2e', '/v1/files/x/content?a=b']) {
      const answer = await fetch(sandbox.url + path, { headers: { authorization: `Bearer ${TOKEN}` } });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
      expect(await answer.json()).toMatchObject({
        error: { message: expect.any(String), type: 'invalid_request_error', code: expect.toSatisfy(() => true) },
      });
    }
  });

  test('needs the key', async () => {
    const { sandbox } = await openSandbox();
    const wrong = await caught(clientOf(sandbox, 'wrong').models.list());
    expect(wrong).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(wrong).toMatchObject({ status: 401, code: 'invalid_api_key', requestID: expect.stringMatching(/^req_/) });
    expect((await fetch(`${sandbox.url}/v1/models`)).status).toBe(401);
  });

  test('names the faults of a body', async () => {
    const { sandbox } = await openSandbox({ limits: { jsonBytes: 1_000 } });
    const post = async (body: string) =>
      (await fetch(`${sandbox.url}/v1/batches`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` }, body })).status;
    expect(await post('{')).toBe(400);
    expect(await post('[]')).toBe(400);
    expect(await post(JSON.stringify({ a: 'x'.repeat(2_000) }))).toBe(413);
  });
});

test('models are listed and found, with dated snapshots', async () => {
  const { client } = await openSandbox();
  const models = (await client.models.list()).data;
  expect(models.map((model) => model.id)).toContain('gpt-6-luna');
  for (const model of models)
    expect(model).toEqual({ id: model.id, object: 'model', created: expect.any(Number), owned_by: expect.any(String) });
  expect(await client.models.retrieve('gpt-4o-mini-2024-07-18')).toMatchObject({ id: 'gpt-4o-mini-2024-07-18' });
  expect(await caught(client.models.retrieve('gpt-0'))).toMatchObject({ status: 404, code: 'model_not_found' });
});

describe('a live request', () => {
  test('is answered at once, as in a batch', async () => {
    const { client } = await openSandbox();
    const answer = await client.chat.completions.create(bodyFor(['I love it, only $12.50!', 'It broke.']));
    expect(answer).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-4.1-mini',
      choices: [{ finish_reason: 'stop', message: { role: 'assistant', refusal: null } }],
    });
    expect(JSON.parse(answer.choices[0]!.message.content!)).toEqual({
      all_results: [
        { input_id: '1', sentiment: 'positive', price: 12.5 },
        { input_id: '2', sentiment: 'negative', price: null },
      ],
    });
    expect(answer.usage!.total_tokens).toBe(answer.usage!.prompt_tokens + answer.usage!.completion_tokens);
  });

  test('is cut at its limit', async () => {
    const { client } = await openSandbox();
    const answer = await client.chat.completions.create(bodyFor(['I love it.'], 1, { max_completion_tokens: 3 }) as never);
    expect((answer as OpenAI.ChatCompletion).choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '{"all_result' } });
  });

  test.each([
    [{ model: 'gpt-0' }, 404, 'model_not_found'],
    [{ messages: undefined }, 400, 'missing_required_parameter'],
    [{ model: 'o3', temperature: 0 }, 400, 'unsupported_value'],
    [{ model: 'gpt-6-luna', temperature: 0 }, 400, 'unsupported_value'],
    [{ model: 'o3', max_tokens: 5 }, 400, 'unsupported_parameter'],
    [{ temperature: 3 }, 400, 'invalid_value'],
    [{ response_format: { type: 'json_schema', json_schema: { name: 'not good', schema: {} } } }, 400, 'invalid_value'],
    [{ messages: [{ role: 'poet', content: 'x' }] }, 400, 'invalid_value'],
  ])('with %j is refused', async (changes, status, code) => {
    const { client } = await openSandbox();
    expect(await caught(client.chat.completions.create(bodyFor(['x'], 1, changes) as never))).toMatchObject({ status, code });
  });

  test('to a GPT-6 model takes a temperature without effort', async () => {
    const { client } = await openSandbox();
    const body = bodyFor(['x'], 1, { model: 'gpt-6-luna', temperature: 0, reasoning_effort: 'none' });
    expect(await caught(client.chat.completions.create(body as never))).toBeNull();
  });
});

describe('a restart', () => {
  test('goes on where a batch stood, without losing or repeating a request', async () => {
    const folder = await newFolder();
    const first = await startSandbox({ folder, token: TOKEN, delays: { ...AT_ONCE, running: 20_000 } });
    const created = await create(clientOf(first), manyLines(600));
    while ((await clientOf(first).batches.retrieve(created.id)).request_counts!.completed < 8);
    await first.close();
    const { client, sandbox } = await openSandbox({ folder });
    expect(sandbox.instance).toBe(first.instance);
    const after = await client.batches.retrieve(created.id);
    expect(after.request_counts!.completed).toBeGreaterThanOrEqual(8);
    const { batch } = await watch(client, created.id);
    expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 600, completed: 600, failed: 0 } });
    const ids = (await linesOf(client, batch.output_file_id)).map((line) => line.custom_id);
    expect(ids.length).toBe(600);
    expect(new Set(ids).size).toBe(600);
  });

  test('cuts off what a crash left half written', async () => {
    const folder = await newFolder();
    const first = await startSandbox({ folder, token: TOKEN, delays: { ...AT_ONCE, running: 20_000 } });
    const created = await create(clientOf(first), manyLines(300));
    while ((await clientOf(first).batches.retrieve(created.id)).request_counts!.completed < 4);
    await first.close();
    const work = join(folder, 'work', `${created.id}.output`);
    await writeFile(work, `${await readFile(work, 'utf8')}{"id":"half a li`);
    const { client } = await openSandbox({ folder });
    const { batch } = await watch(client, created.id);
    expect(await linesOf(client, batch.output_file_id)).toHaveLength(300);
  });

  test.each(['validating', 'finalizing', 'cancelling'] as const)('in %s comes to the same end', async (state) => {
    const folder = await newFolder();
    const first = await startSandbox({
      folder,
      token: TOKEN,
      delays: { ...AT_ONCE, ...(state === 'cancelling' && { running: 60_000 }), [state]: 60_000 },
    });
    const client = clientOf(first);
    const created = await create(client, manyLines(3));
    if (state === 'cancelling') await client.batches.cancel(created.id);
    await watch(client, created.id, [state]);
    await first.close();
    const again = await openSandbox({ folder });
    expect((await watch(again.client, created.id)).batch.status).toBe(state === 'cancelling' ? 'cancelled' : 'completed');
  });

  test('keeps files, and names each folder differently', async () => {
    const folder = await newFolder();
    const first = await startSandbox({ folder, token: TOKEN });
    const id = await upload(clientOf(first), ['{"a":1}']);
    await first.close();
    const { client } = await openSandbox({ folder });
    expect(await (await client.files.content(id)).text()).toBe('{"a":1}');
    const other = await openSandbox();
    expect(other.sandbox.instance).not.toBe(first.instance);
  });

  test('fails a batch whose input is gone', async () => {
    const folder = await newFolder();
    const first = await startSandbox({ folder, token: TOKEN, delays: { ...AT_ONCE, validating: 60_000 } });
    const created = await create(clientOf(first), manyLines(2));
    await clientOf(first).files.delete(created.input_file_id);
    await first.close();
    const { client } = await openSandbox({ folder });
    expect((await watch(client, created.id)).batch).toMatchObject({ status: 'failed', errors: { data: [{ code: 'file_not_found' }] } });
  });

  test('deletes what is older than it keeps, and sets aside what it cannot read', async () => {
    const folder = await newFolder();
    const first = await startSandbox({ folder, token: TOKEN, delays: AT_ONCE });
    const { batch } = await watch(clientOf(first), (await create(clientOf(first), manyLines(2))).id);
    await first.close();
    const path = join(folder, 'openai-batches', `${batch.id}.json`);
    const kept = await openSandbox({ folder });
    expect((await kept.client.batches.list()).data).toHaveLength(1);
    await kept.sandbox.close();
    for (const document of [path, ...(await readdir(join(folder, 'files'))).map((name) => join(folder, 'files', name))]) {
      const record = JSON.parse(await readFile(document, 'utf8')) as { createdAt: number };
      await writeFile(document, JSON.stringify({ ...record, createdAt: Date.now() - 31 * 86_400_000 }));
      await utimes(document, 0, 0);
    }
    await writeFile(join(folder, 'files', 'file-broken.json'), '{');
    const { client } = await openSandbox({ folder });
    expect((await client.batches.list()).data).toEqual([]);
    expect((await client.files.list()).data).toEqual([]);
    expect(await readdir(join(folder, 'content'))).toEqual([]);
    expect(await readdir(join(folder, 'files'))).toEqual(['file-broken.json.unreadable']);
  });
});

describe('a wrapper', () => {
  test('can answer, drop and delay calls, before and after they took effect', async () => {
    let fault: 'before' | 'after' | 'drop' | null = null;
    const { client } = await openSandbox({
      intercept: {
        before: ({ method, path }) =>
          fault === 'before' && method === 'POST' && path === '/v1/batches' ? jsonReply({ error: { message: 'x' } }, 503) : undefined,
        after: ({ path }, reply) => {
          if (path !== '/v1/batches') return undefined;
          if (fault === 'drop') return 'drop';
          return fault === 'after' ? { ...reply, status: 500 } : undefined;
        },
      },
    });
    const input_file_id = await upload(client, manyLines(1));
    const send = () => client.batches.create({ input_file_id, endpoint: '/v1/chat/completions', completion_window: '24h' });
    fault = 'before';
    expect(await caught(send())).toMatchObject({ status: 503 });
    fault = 'drop';
    expect(await caught(send())).toBeInstanceOf(OpenAI.APIConnectionError);
    fault = 'after';
    expect(await caught(send())).toMatchObject({ status: 500 });
    fault = null;
    expect((await client.batches.list()).data).toHaveLength(2);
  });

  test('can change lines and break off downloads', async () => {
    let cutAfter: number | undefined;
    const { client } = await openSandbox({
      intercept: {
        line: ({ customId, text }) => (customId === 'job-0-1' ? null : text.replace('lamp', 'lamp')),
        after: (_, reply) =>
          reply.body.kind === 'file' && cutAfter !== undefined ? { ...reply, body: { ...reply.body, cutAfter } } : undefined,
      },
    });
    const { batch } = await watch(client, (await create(client, manyLines(3))).id);
    expect((await linesOf(client, batch.output_file_id)).map((line) => line.custom_id).toSorted()).toEqual(['job-0-0', 'job-0-2']);
    cutAfter = 100;
    await expect(linesOf(client, batch.output_file_id)).rejects.toThrow('terminated');
  });
});
