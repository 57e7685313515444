import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { newFolder } from '../test-drive.ts';
import { caught, HEADERS, manyRequests, openMessages, requestFor, watchMessages } from './test-drive.ts';

describe('message batches on their way in', () => {
  const good = JSON.stringify(requestFor('a', 'x'));
  test.each([
    ['no requests', '{"requests":[]}', /at least one/],
    ['no list', '{"requests":{}}', /a list/],
    ['nothing', '{}', /requests.*required/],
    ['two lists', `{"requests":[${good}],"requests":[]}`, /./],
    ['no JSON', `{"requests":[${good},`, /JSON/],
    ['no JSON in a request', `{"requests":[${good},{"custom_id": b}]}`, /JSON/],
    ['broken UTF-8', Buffer.concat([Buffer.from('{"requests":[{"custom_id":"'), Buffer.from([0xff]), Buffer.from('"}]}')]), /JSON/],
    ['something beside the list', `{"requests":[${good}],"metadata":{}}`, /metadata/],
    ['an id twice', `{"requests":[${good},${good}]}`, /requests\.1\.custom_id.*earlier/],
    ['an empty id', JSON.stringify({ requests: [requestFor('', 'x')] }), /requests\.0\.custom_id/],
    ['an id of other characters', JSON.stringify({ requests: [requestFor('a.b', 'x')] }), /custom_id/],
    ['an id too long', JSON.stringify({ requests: [requestFor('a'.repeat(65), 'x')] }), /custom_id/],
    ['no id', '{"requests":[{"params":{}}]}', /custom_id.*required/],
    ['no params', '{"requests":[{"custom_id":"a"}]}', /params/],
    ['something beside params', '{"requests":[{"custom_id":"a","params":{},"url":"/v1"}]}', /url/],
    ['too many', JSON.stringify({ requests: manyRequests(6) }), /5 requests/],
  ])('are refused with %s', async (_, body, message) => {
    const { client, sandbox } = await openMessages({ limits: { requestsPerMessageBatch: 5 } });
    const reply = await fetch(`${sandbox.url}/v1/messages/batches`, { method: 'POST', headers: HEADERS, body });
    expect(reply.status).toBe(400);
    const { error } = (await reply.json()) as { error: { type: string; message: string } };
    expect(error).toEqual({ type: 'invalid_request_error', message: expect.stringMatching(message) });
    expect((await client.messages.batches.list()).data).toEqual([]);
  });

  test('are taken with spaces and line breaks anywhere', async () => {
    const { client, sandbox } = await openMessages();
    const body = JSON.stringify({ requests: [requestFor('a', 'Good.\nReally\u2028.'), requestFor('b', 'Bad.')] }, null, 2).replaceAll(
      '\n',
      '\r\n',
    );
    const reply = await fetch(`${sandbox.url}/v1/messages/batches`, { method: 'POST', headers: HEADERS, body });
    const { id } = (await reply.json()) as { id: string };
    expect((await watchMessages(client, id)).batch.request_counts.succeeded).toBe(2);
  });

  test('above the limits are refused with 413, announced or not', async () => {
    const { client, sandbox } = await openMessages({ limits: { messageBatchBytes: 100_000, messageBytes: 10_000 } });
    const big = await caught(client.messages.batches.create({ requests: manyRequests(500) }));
    expect(big).toMatchObject({ status: 413, type: 'request_too_large' });
    const one = await caught(client.messages.batches.create({ requests: [requestFor('a', 'x'.repeat(30_000))] }));
    expect(one).toMatchObject({ status: 413, message: expect.stringContaining('requests.0') });
    const body = Readable.from([Buffer.from('{"requests":['), ...manyRequests(500).map((each) => `${JSON.stringify(each)},`)]);
    expect((await send(sandbox.url, body)).status).toBe(413);
    expect((await client.messages.batches.list()).data).toEqual([]);
  });

  test('wait for room in the queue', async () => {
    const { client } = await openMessages({ delays: { running: 20_000 }, limits: { queuedRequests: 10 } });
    const { id } = await client.messages.batches.create({ requests: manyRequests(6) });
    const refused = await caught(client.messages.batches.create({ requests: manyRequests(5) }));
    expect(refused).toMatchObject({ status: 429, type: 'rate_limit_error' });
    expect(Number(refused!.headers!.get('retry-after'))).toBeGreaterThan(0);
    await client.messages.batches.create({ requests: manyRequests(4) });
    await client.messages.batches.cancel(id);
    await watchMessages(client, id);
    await client.messages.batches.create({ requests: manyRequests(5) });
  });

  test('of 100 MB cost no memory', async () => {
    const { sandbox, client } = await openMessages({ delays: { running: 60_000 } });
    const count = 10_000;
    // Made once, so that the sending side makes no garbage of its own.
    const [head, tail] = JSON.stringify(requestFor('ID', 'A lamp. '.repeat(1_250))).split('ID') as [string, string];
    const end = Buffer.from(tail);
    const before = process.memoryUsage().rss;
    let peak = before;
    async function* body() {
      yield Buffer.from('{"requests":[');
      for (let i = 0; i < count; i++) {
        peak = Math.max(peak, process.memoryUsage().rss);
        yield Buffer.from(`${i === 0 ? '' : ','}${head}job-chunk-${i}`);
        yield end;
      }
      yield Buffer.from(']}');
    }
    const reply = await send(sandbox.url, Readable.from(body()));
    expect(reply.status).toBe(200);
    expect(reply.sentBytes).toBeGreaterThan(100e6);
    const { id } = JSON.parse(reply.text) as { id: string };
    for (let i = 0; i < 20; i++) {
      peak = Math.max(peak, process.memoryUsage().rss);
      expect((await client.messages.batches.retrieve(id)).request_counts.processing).toBe(count);
    }
    expect((peak - before) / 1e6).toBeLessThan(80);
  });

  test('broken off while they are sent leave nothing behind', async () => {
    const folder = await newFolder();
    const { sandbox, client } = await openMessages({ folder });
    async function* body() {
      yield Buffer.from(
        `{"requests":[${manyRequests(50)
          .map((each) => JSON.stringify(each))
          .join(',')}`,
      );
      throw new Error('gone');
    }
    await expect(send(sandbox.url, Readable.from(body()))).rejects.toThrow('gone');
    expect((await client.messages.batches.list()).data).toEqual([]);
    await expect.poll(() => readdir(join(folder, 'work'))).toEqual([]);
  });
});

async function send(url: string, body: Readable): Promise<{ status: number; text: string; sentBytes: number }> {
  const outgoing = httpRequest(`${url}/v1/messages/batches`, { method: 'POST', headers: HEADERS });
  let sentBytes = 0;
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() }));
    });
  });
  async function* counted(pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      sentBytes += piece.length;
      yield piece;
    }
  }
  const [, reply] = await Promise.all([pipeline(body, counted, outgoing), answered]);
  return { ...reply, sentBytes };
}
