import type OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { bodyFor, create, linesOf, openSandbox, requestLine, resultsOf, upload, watch } from '../test-drive.ts';

const caught = (promise: PromiseLike<unknown>) =>
  Promise.resolve(promise).then(
    () => null,
    (error: unknown) => error as InstanceType<typeof OpenAI.APIError>,
  );
const manyLines = (count: number) =>
  Array.from({ length: count }, (_, i) => requestLine(`job-0-${i}`, bodyFor([`A good lamp, number ${i}.`], i)));

describe('a batch', () => {
  test('goes through its states, counts as it runs, and answers every request', async () => {
    const { client } = await openSandbox({ delays: { validating: 40, running: 600, finalizing: 40 } });
    const created = await create(client, manyLines(40), { description: 'Batch job x', job: 'x' });
    expect(created).toMatchObject({ object: 'batch', status: 'validating', endpoint: '/v1/chat/completions', completion_window: '24h' });
    expect(created.metadata).toEqual({ description: 'Batch job x', job: 'x' });
    const running = await watch(client, created.id, ['in_progress']);
    expect(running.batch.request_counts!.total).toBe(40);
    const counts = new Set<number>();
    for (;;) {
      const now = await client.batches.retrieve(created.id);
      if (now.status !== 'in_progress') break;
      counts.add(now.request_counts!.completed);
    }
    expect(counts.size).toBeGreaterThan(3);
    const { batch, seen } = await watch(client, created.id);
    expect([...running.seen, ...seen]).toEqual(['validating', 'in_progress', 'finalizing', 'completed']);
    expect(batch.request_counts).toEqual({ total: 40, completed: 40, failed: 0 });
    expect(batch).toMatchObject({ model: 'gpt-4.1-mini', expires_at: batch.created_at + 86_400 });
    expect(batch.completed_at).toBeGreaterThanOrEqual(batch.in_progress_at!);
    expect(batch.error_file_id).toBeUndefined();
    const lines = await linesOf(client, batch.output_file_id);
    const ids = lines.map((line) => line.custom_id);
    expect(ids.toSorted()).toEqual(Array.from({ length: 40 }, (_, i) => `job-0-${i}`).toSorted());
    expect(ids).not.toEqual(Array.from({ length: 40 }, (_, i) => `job-0-${i}`));
    for (const line of lines) {
      expect(line).toMatchObject({
        error: null,
        response: { status_code: 200, body: { object: 'chat.completion', model: 'gpt-4.1-mini' } },
      });
      expect(resultsOf(line)).toEqual([{ input_id: line.custom_id.slice(6), sentiment: 'positive', price: null }]);
    }
    const output = lines.reduce((sum, line) => sum + line.response!.body.usage!.completion_tokens, 0);
    expect(batch.usage).toMatchObject({ output_tokens: output, total_tokens: output + batch.usage!.input_tokens });
    const file = await client.files.retrieve(batch.output_file_id!);
    expect(file).toMatchObject({ purpose: 'batch_output', filename: `${batch.id}_output.jsonl` });
  });

  test('answers the same rows the same way every time', async () => {
    const { client } = await openSandbox();
    const lines = ['Great, for $5.', 'Awful.', 'A box.'].map((text, i) => requestLine(`r-${i}`, bodyFor([text], i)));
    const outputs: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      const { batch } = await watch(client, (await create(client, lines)).id);
      outputs.push((await linesOf(client, batch.output_file_id)).map((line) => [line.custom_id, resultsOf(line)]));
    }
    expect(outputs[0]).toEqual(outputs[1]);
  });

  test('puts refused requests into the error file as answers with a status', async () => {
    const { client } = await openSandbox();
    const noJson = bodyFor(['x'], 1, { response_format: { type: 'json_object' }, messages: [{ role: 'user', content: 'Say something.' }] });
    const loose = {
      type: 'json_schema',
      json_schema: { name: 'x', strict: true, schema: { type: 'object', properties: { a: { type: 'string' } } } },
    };
    const { batch } = await watch(
      client,
      (
        await create(client, [
          requestLine('fine', bodyFor(['Lovely.'])),
          requestLine('no-json', noJson),
          requestLine('loose', bodyFor(['x'], 1, { response_format: loose })),
          requestLine('down', bodyFor(['x [[sandbox:fail]]'])),
        ])
      ).id,
    );
    expect(batch.status).toBe('completed');
    expect(batch.request_counts).toEqual({ total: 4, completed: 1, failed: 3 });
    expect((await linesOf(client, batch.output_file_id)).map((line) => line.custom_id)).toEqual(['fine']);
    const errors = new Map((await linesOf(client, batch.error_file_id)).map((line) => [line.custom_id, line]));
    expect(errors.get('no-json')).toMatchObject({
      error: null,
      response: { status_code: 400, body: { error: { param: 'messages', type: 'invalid_request_error' } } },
    });
    expect(errors.get('loose')!.response!.body.error!.message).toMatch(/additionalProperties/);
    expect(errors.get('down')).toMatchObject({ error: null, response: { status_code: 500, body: { error: { type: 'server_error' } } } });
  });

  test('of which every request is refused is completed without an output file', async () => {
    const { client } = await openSandbox();
    const { batch } = await watch(client, (await create(client, [requestLine('a', bodyFor(['[[sandbox:fail]]']))])).id);
    expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 1, completed: 0, failed: 1 } });
    expect(batch.output_file_id).toBeUndefined();
    expect(batch.error_file_id).toMatch(/^file-/);
  });

  const body = bodyFor(['x']);
  test.each([
    ['no JSON', [requestLine('a', body), '{"custom_id": '], { code: 'invalid_json_line', line: 2 }],
    ['no JSON object', ['[]'], { code: 'invalid_json_line', line: 1 }],
    [
      'no custom_id',
      [requestLine('a', body, { custom_id: undefined })],
      { code: 'missing_required_parameter', param: 'custom_id', line: 1 },
    ],
    ['a custom_id twice', [requestLine('a', body), '', requestLine('a', body)], { code: 'duplicate_custom_id', line: 3 }],
    ['another url', [requestLine('a', body, { url: '/v1/responses' })], { code: 'url_mismatch', line: 1, param: 'url' }],
    ['another method', [requestLine('a', body, { method: 'GET' })], { code: 'invalid_method', line: 1 }],
    ['two models', [requestLine('a', body), requestLine('b', { ...body, model: 'gpt-4o' })], { code: 'model_mismatch', line: 2 }],
    ['an unknown model', [requestLine('a', { ...body, model: 'gpt-0' })], { code: 'model_not_found', line: 1 }],
    ['no messages', [requestLine('a', { model: 'gpt-4.1-mini' })], { code: 'missing_required_parameter', param: 'body.messages' }],
    ['no body', [requestLine('a', null)], { code: 'missing_required_parameter', param: 'body' }],
    ['nothing', ['', '  '], { code: 'empty_file', line: null }],
    ['too many requests', manyLines(11), { code: 'too_many_tasks', line: null }],
  ])('fails at once over a file with %s', async (_, lines, fault) => {
    const { client } = await openSandbox({ limits: { requestsPerBatch: 10 } });
    const { batch, seen } = await watch(client, (await create(client, lines)).id);
    expect(seen.at(-1)).toBe('failed');
    expect(batch.failed_at).toBeTypeOf('number');
    expect(batch.errors).toMatchObject({ object: 'list', data: [fault] });
    expect(batch.errors!.data![0]!.message).toBeTruthy();
    expect(batch.output_file_id ?? batch.error_file_id).toBeUndefined();
  });

  test('takes exactly as many requests as permitted', async () => {
    const { client } = await openSandbox({ limits: { requestsPerBatch: 10 } });
    expect((await watch(client, (await create(client, manyLines(10))).id)).batch.status).toBe('completed');
  });

  test('can be cancelled, keeping what was answered', async () => {
    const { client } = await openSandbox({ delays: { running: 20_000, cancelling: 30 } });
    const created = await create(client, manyLines(4_000));
    while ((await client.batches.retrieve(created.id)).request_counts!.completed < 5);
    const cancelling = await client.batches.cancel(created.id);
    expect(cancelling).toMatchObject({ status: 'cancelling', cancelling_at: expect.any(Number) });
    expect((await client.batches.cancel(created.id)).status).toBe('cancelling');
    const { batch } = await watch(client, created.id);
    expect(batch).toMatchObject({ status: 'cancelled', cancelled_at: expect.any(Number) });
    const lines = await linesOf(client, batch.output_file_id);
    expect(lines.length).toBe(batch.request_counts!.completed);
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(lines.length).toBeLessThan(4_000);
    expect(await caught(client.batches.cancel(created.id))).toMatchObject({ status: 400 });
  });

  test('comes to that end whenever it is cancelled, and is seen on the way', async () => {
    const { client } = await openSandbox({ delays: { validating: 10, running: 20, finalizing: 10, cancelling: 250 } });
    const cancelAfter = async (ms: number) => {
      const { id } = await create(client, manyLines(3));
      await new Promise((resolve) => setTimeout(resolve, ms));
      const refusal = await caught(client.batches.cancel(id));
      const { batch, seen } = await watch(client, id);
      return refusal ? refusal.status : [seen.filter((state) => state === 'cancelling').length, batch.status];
    };
    const ends: unknown[] = [];
    for (let ms = 0; ms < 60; ms += 4) ends.push(...(await Promise.all(Array.from({ length: 4 }, (_, k) => cancelAfter(ms + k)))));
    expect(ends).toContainEqual([1, 'cancelled']);
    for (const end of ends) expect([[1, 'cancelled'], 400]).toContainEqual(end);
  });

  test('cancelled before it began has no files', async () => {
    const { client } = await openSandbox({ delays: { validating: 20_000 } });
    const created = await create(client, manyLines(2));
    await client.batches.cancel(created.id);
    const { batch } = await watch(client, created.id);
    expect(batch.status).toBe('cancelled');
    expect(batch.output_file_id ?? batch.error_file_id).toBeUndefined();
  });

  test('expires when its window closes: done work in the output, the rest in the error file', async () => {
    const { client } = await openSandbox({ delays: { running: 20_000, window: 600 } });
    const { batch } = await watch(client, (await create(client, manyLines(2_000))).id);
    expect(batch).toMatchObject({ status: 'expired', expired_at: expect.any(Number) });
    const done = await linesOf(client, batch.output_file_id);
    const left = await linesOf(client, batch.error_file_id);
    expect(done.length).toBeGreaterThan(0);
    expect(done.length + left.length).toBe(2_000);
    expect(left[0]).toMatchObject({ response: null, error: { code: 'batch_expired' } });
    expect(new Set([...done, ...left].map((line) => line.custom_id)).size).toBe(2_000);
  });

  test('expires where a row says so', async () => {
    const { client } = await openSandbox();
    const lines = [
      requestLine('a', bodyFor(['Good.'])),
      requestLine('b', bodyFor(['Good. [[sandbox:expire]]'])),
      requestLine('c', bodyFor(['Bad.'])),
    ];
    const { batch } = await watch(client, (await create(client, lines)).id);
    expect(batch.status).toBe('expired');
    expect((await linesOf(client, batch.output_file_id)).map((line) => line.custom_id).toSorted()).toEqual(['a', 'c']);
    expect((await linesOf(client, batch.error_file_id)).map((line) => [line.custom_id, line.error?.code])).toEqual([
      ['b', 'batch_expired'],
    ]);
  });

  test('waits for room in the queue of its model', async () => {
    const { client } = await openSandbox({ delays: { running: 5_000 }, limits: { queuedTokens: 3_000 } });
    const first = await create(client, manyLines(10));
    await watch(client, first.id, ['in_progress']);
    const { batch } = await watch(client, (await create(client, manyLines(10))).id);
    expect(batch.errors!.data).toMatchObject([{ code: 'token_limit_exceeded', line: null }]);
    await client.batches.cancel(first.id);
    await watch(client, first.id);
    expect((await watch(client, (await create(client, manyLines(10))).id, ['in_progress', 'failed'])).batch.status).toBe('in_progress');
  });
});

describe('batches', () => {
  test('are listed newest first and in pages', async () => {
    const { client } = await openSandbox();
    const file = await upload(client, manyLines(1));
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      ids.push((await client.batches.create({ input_file_id: file, endpoint: '/v1/chat/completions', completion_window: '24h' })).id);
    }
    const listed: string[] = [];
    for await (const batch of client.batches.list({ limit: 2 })) listed.push(batch.id);
    expect(listed).toEqual(ids.toReversed());
    const page = await client.batches.list({ limit: 2, after: ids[3]! });
    expect(page.data.map((batch) => batch.id)).toEqual([ids[2], ids[1]]);
    expect(page).toMatchObject({ has_more: true });
    expect((await client.batches.list({ after: ids[0]! })).data).toEqual([]);
    expect(await caught(client.batches.list({ limit: 101 }))).toMatchObject({ status: 400 });
    expect(await caught(client.batches.list({ after: 'batch_none' }))).toMatchObject({ status: 404 });
  });

  test('are refused where they ask for what is not offered', async () => {
    const { client } = await openSandbox();
    const input_file_id = await upload(client, manyLines(1));
    const good = { input_file_id, endpoint: '/v1/chat/completions', completion_window: '24h' } as const;
    const refused = async (changes: object) => (await caught(client.batches.create({ ...good, ...changes })))!;
    expect(await refused({ input_file_id: 'file-none' })).toMatchObject({ status: 400, param: 'input_file_id' });
    expect(await refused({ input_file_id: undefined })).toMatchObject({ status: 400, code: 'missing_required_parameter' });
    expect(await refused({ endpoint: '/v1/nothing' })).toMatchObject({ status: 400, param: 'endpoint' });
    expect(await refused({ completion_window: '1h' })).toMatchObject({ status: 400, param: 'completion_window' });
    expect(await refused({ metadata: { a: 'x'.repeat(513) } })).toMatchObject({ status: 400 });
    expect(await refused({ metadata: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, 'v'])) })).toMatchObject({
      status: 400,
    });
    expect(await refused({ output_expires_after: { anchor: 'created_at', seconds: 1 } })).toMatchObject({ status: 400 });
    expect((await client.batches.list()).data).toEqual([]);
    expect(await caught(client.batches.retrieve('batch_none'))).toMatchObject({ status: 404 });
    expect(await caught(client.batches.cancel('batch_none'))).toMatchObject({ status: 404 });
  });

  test('beyond the hourly limit are answered 429 with a time to wait', async () => {
    const { client } = await openSandbox({ limits: { batchesPerHour: 2 } });
    await create(client, manyLines(1));
    await create(client, manyLines(1));
    const refused = (await caught(create(client, manyLines(1))))!;
    expect(refused).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(Number(refused.headers!.get('retry-after'))).toBeGreaterThan(3_000);
    expect((await client.batches.list()).data).toHaveLength(2);
  });

  test('run side by side', async () => {
    const { client } = await openSandbox({ delays: { running: 100 } });
    const created = await Promise.all(Array.from({ length: 6 }, () => create(client, manyLines(50))));
    const ended = await Promise.all(created.map((batch) => watch(client, batch.id)));
    expect(ended.map(({ batch }) => batch.request_counts!.completed)).toEqual([50, 50, 50, 50, 50, 50]);
  });
});
