import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clientOf, newFolder } from '../test-drive.ts';
import {
  caught,
  HEADERS,
  linesOf,
  manyRequests,
  messageOf,
  openMessages,
  requestFor,
  type Request,
  rowsOf,
  runBatch,
  watchMessages,
} from './test-drive.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
describe('a message batch', () => {
  test('is in progress without counts, ends with counts, and answers every request', async () => {
    const { client, sandbox } = await openMessages({ delays: { running: 150 } });
    const created = await client.messages.batches.create({ requests: manyRequests(40) });
    const none = { succeeded: 0, errored: 0, canceled: 0, expired: 0 };
    expect(created).toEqual({
      id: expect.stringMatching(/^msgbatch_\w+$/),
      type: 'message_batch',
      processing_status: 'in_progress',
      request_counts: { processing: 40, ...none },
      created_at: expect.stringMatching(ISO),
      expires_at: expect.stringMatching(ISO),
      ended_at: null,
      cancel_initiated_at: null,
      archived_at: null,
      results_url: null,
    });
    expect(Date.parse(created.expires_at) - Date.parse(created.created_at)).toBe(24 * 3_600_000);
    for (;;) {
      const now = await client.messages.batches.retrieve(created.id);
      if (now.processing_status === 'ended') break;
      expect(now).toEqual(created);
    }
    const { batch } = await watchMessages(client, created.id);
    expect(batch).toMatchObject({
      request_counts: { processing: 0, ...none, succeeded: 40 },
      ended_at: expect.stringMatching(ISO),
      results_url: `${sandbox.url}/v1/messages/batches/${created.id}/results`,
    });
    const lines = await linesOf(client, created.id);
    const ids = lines.map((line) => line.custom_id);
    expect(ids.toSorted()).toEqual(
      manyRequests(40)
        .map(({ custom_id }) => custom_id)
        .toSorted(),
    );
    expect(ids).not.toEqual(manyRequests(40).map(({ custom_id }) => custom_id));
    for (const line of lines) {
      expect(rowsOf(messageOf(line))).toEqual([{ input_id: line.custom_id.slice(10), sentiment: 'positive', price: null }]);
    }
  });

  test('gives the same results for the same requests, ids aside', async () => {
    const { client } = await openMessages();
    const requests = ['Great, for $5.', 'Awful.', 'A box.', 'Fine [[sandbox:truncate]]'].map((text, i) => requestFor(`r-${i}`, text));
    const plain = requests.map((one) => ({
      ...one,
      params: { ...one.params, output_config: undefined, system: 'Answer in JSON.' },
    })) as Request[];
    for (const sent of [requests, plain]) {
      const [first, second] = [await runBatch(client, sent), await runBatch(client, sent)].map(({ lines }) =>
        lines.map((line) => ({ ...messageOf(line), id: '', custom_id: line.custom_id })),
      );
      expect(first).toEqual(second);
    }
  });

  test('has lines of all four kinds', async () => {
    const { client } = await openMessages();
    const { batch, lines } = await runBatch(client, [
      requestFor('fine', 'Lovely.'),
      requestFor('warm', 'Lovely.', { temperature: 0 }),
      requestFor('unknown', 'Lovely.', { model: 'claude-0' }),
      requestFor('down', 'Lovely. [[sandbox:fail]]'),
      requestFor('late', 'Lovely. [[sandbox:expire]]'),
    ]);
    expect(batch.request_counts).toEqual({ processing: 0, succeeded: 1, errored: 3, canceled: 0, expired: 1 });
    const results = new Map(lines.map((line) => [line.custom_id, line.result]));
    const error = (type: string) => ({
      type: 'errored',
      error: { type: 'error', error: { type, message: expect.any(String) }, request_id: expect.stringMatching(/^req_/) },
    });
    expect(results.get('fine')).toMatchObject({ type: 'succeeded', message: { type: 'message', role: 'assistant' } });
    expect(results.get('warm')).toEqual(error('invalid_request_error'));
    expect(results.get('unknown')).toEqual(error('not_found_error'));
    expect(results.get('down')).toEqual(error('api_error'));
    expect(results.get('late')).toEqual({ type: 'expired' });
  });

  test('may mix models', async () => {
    const { client } = await openMessages();
    const { lines } = await runBatch(client, [
      requestFor('a', 'Good.'),
      requestFor('b', 'Good.', { model: 'claude-opus-5-5', thinking: undefined }),
    ]);
    expect(lines.map((line) => messageOf(line).model).toSorted()).toEqual(['claude-haiku-5-5', 'claude-opus-5-5']);
  });

  test('expires when its window closes: done work succeeded, the rest expired', async () => {
    const { client } = await openMessages({ delays: { running: 20_000, window: 500 } });
    const { batch, lines } = await runBatch(client, manyRequests(2_000));
    const { succeeded, expired } = batch.request_counts;
    expect(succeeded).toBeGreaterThan(0);
    expect(expired).toBeGreaterThan(0);
    expect(succeeded + expired).toBe(2_000);
    expect(lines.filter((line) => line.result.type === 'expired')).toHaveLength(expired);
    expect(new Set(lines.map((line) => line.custom_id)).size).toBe(2_000);
  });
});

describe('a cancelled message batch', () => {
  test('finishes what is in flight and gives the others back as canceled', async () => {
    const { client } = await openMessages({ delays: { running: 20_000, cancelling: 40 } });
    const created = await client.messages.batches.create({ requests: manyRequests(400) });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const canceling = await client.messages.batches.cancel(created.id);
    expect(canceling).toMatchObject({
      processing_status: 'canceling',
      cancel_initiated_at: expect.stringMatching(ISO),
      request_counts: { processing: 400, canceled: 0 },
    });
    expect(await client.messages.batches.cancel(created.id)).toEqual(canceling);
    expect(await caught(client.messages.batches.delete(created.id))).toMatchObject({ status: 400 });
    const { batch, seen } = await watchMessages(client, created.id);
    expect(seen).toEqual(['canceling', 'ended']);
    const { succeeded, canceled } = batch.request_counts;
    expect(succeeded).toBeGreaterThan(16);
    expect(canceled).toBeGreaterThan(300);
    expect(succeeded + canceled).toBe(400);
    const lines = await linesOf(client, created.id);
    expect(lines.filter((line) => line.result.type === 'canceled')).toHaveLength(canceled);
    expect(new Set(lines.map((line) => line.custom_id)).size).toBe(400);
    expect(await caught(client.messages.batches.cancel(created.id))).toMatchObject({ status: 400, type: 'invalid_request_error' });
  });

  test('of one request is canceled before it began', async () => {
    const { client } = await openMessages({ delays: { running: 20_000 } });
    const { id } = await client.messages.batches.create({ requests: manyRequests(1) });
    await client.messages.batches.cancel(id);
    expect((await watchMessages(client, id)).batch.request_counts).toMatchObject({ succeeded: 0, canceled: 1 });
  });
});

describe('results', () => {
  test('are not there before the end', async () => {
    const { client, sandbox } = await openMessages({ delays: { running: 20_000 } });
    const { id } = await client.messages.batches.create({ requests: manyRequests(2) });
    const reply = await fetch(`${sandbox.url}/v1/messages/batches/${id}/results`, { headers: HEADERS });
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ type: 'error', error: { type: 'not_found_error' } });
  });

  test('come without an announced length, and whole', async () => {
    const { client, sandbox } = await openMessages();
    const { batch } = await runBatch(client, manyRequests(3));
    const reply = await fetch(batch.results_url!, { headers: HEADERS });
    expect(reply.headers.get('content-length')).toBeNull();
    expect((await reply.text()).trimEnd().split('\n')).toHaveLength(3);
    expect(batch.results_url).toContain(sandbox.url);
  });

  test('are archived after a while; the batch stays, its file goes', async () => {
    const folder = await newFolder();
    const first = await openMessages({ folder });
    const { batch } = await runBatch(first.client, manyRequests(2));
    // The requests go a moment after the batch has ended.
    await expect.poll(() => readdir(join(folder, 'work'))).toEqual([`${batch.id}.results`]);
    await first.sandbox.close();
    const { client, sandbox } = await openMessages({ folder, delays: { archive: 0 } });
    const archived = await client.messages.batches.retrieve(batch.id);
    expect(archived).toEqual({ ...batch, archived_at: batch.ended_at, results_url: null });
    expect((await fetch(`${sandbox.url}/v1/messages/batches/${batch.id}/results`, { headers: HEADERS })).status).toBe(404);
    await expect.poll(() => readdir(join(folder, 'work'))).toEqual([]);
  });

  test('are deleted with their batch', async () => {
    const folder = await newFolder();
    const { client } = await openMessages({ folder });
    const { batch } = await runBatch(client, manyRequests(2));
    expect(await client.messages.batches.delete(batch.id)).toEqual({ id: batch.id, type: 'message_batch_deleted' });
    expect(await caught(client.messages.batches.retrieve(batch.id))).toMatchObject({ status: 404, type: 'not_found_error' });
    expect(await caught(client.messages.batches.delete(batch.id))).toMatchObject({ status: 404 });
    expect((await client.messages.batches.list()).data).toEqual([]);
    await expect.poll(() => readdir(join(folder, 'work'))).toEqual([]);
  });

  test('can be changed line by line and broken off by a test', async () => {
    let cutAfter: number | undefined;
    const { client } = await openMessages({
      intercept: {
        line: ({ file, customId, text }) => (file === 'results' && customId === 'job-chunk-1' ? null : text),
        after: (_, reply) =>
          reply.body.kind === 'file' && cutAfter !== undefined ? { ...reply, body: { ...reply.body, cutAfter } } : undefined,
      },
    });
    const { batch, lines } = await runBatch(client, manyRequests(3));
    expect(batch.request_counts.succeeded).toBe(3);
    expect(lines.map((line) => line.custom_id).toSorted()).toEqual(['job-chunk-0', 'job-chunk-2']);
    cutAfter = 100;
    await expect(linesOf(client, batch.id)).rejects.toThrow('terminated');
  });
});

describe('message batches', () => {
  test('are listed newest first, in pages both ways', async () => {
    const { client } = await openMessages();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await client.messages.batches.create({ requests: manyRequests(1) })).id);
    const listed: string[] = [];
    for await (const batch of client.messages.batches.list({ limit: 2 })) listed.push(batch.id);
    expect(listed).toEqual(ids);
    const older = await client.messages.batches.list({ limit: 2, after_id: ids[1]! });
    expect(older.data.map((batch) => batch.id)).toEqual([ids[2], ids[3]]);
    expect(older).toMatchObject({ has_more: true, first_id: ids[2], last_id: ids[3] });
    const newer = await client.messages.batches.list({ limit: 2, before_id: ids[3]! });
    expect(newer.data.map((batch) => batch.id)).toEqual([ids[1], ids[2]]);
    expect(newer.has_more).toBe(true);
    expect(await client.messages.batches.list({ before_id: ids[0]! })).toMatchObject({ data: [], has_more: false, first_id: null });
    expect((await client.messages.batches.list({ limit: 1_000 })).data).toHaveLength(5);
    for (const limit of [0, 1_001, 1.5]) expect(await caught(client.messages.batches.list({ limit }))).toMatchObject({ status: 400 });
    expect(await caught(client.messages.batches.list({ after_id: 'msgbatch_none' }))).toMatchObject({ status: 404 });
    expect(await caught(client.messages.batches.list({ after_id: ids[0]!, before_id: ids[0]! }))).toMatchObject({ status: 400 });
  });

  test('leave the lists of the other protocol alone', async () => {
    const { client, sandbox } = await openMessages();
    await runBatch(client, manyRequests(1));
    const openai = clientOf(sandbox);
    expect((await openai.batches.list()).data).toEqual([]);
    expect((await openai.files.list()).data).toEqual([]);
  });

  test('run side by side', async () => {
    const { client } = await openMessages({ delays: { running: 100 } });
    const ended = await Promise.all(Array.from({ length: 6 }, () => runBatch(client, manyRequests(50))));
    expect(ended.map(({ batch }) => batch.request_counts.succeeded)).toEqual([50, 50, 50, 50, 50, 50]);
  });
});
