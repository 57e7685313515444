import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import OpenAI, { toFile } from 'openai';
import { describe, expect, test } from 'vitest';
import { openSandbox, TOKEN, upload } from '../test-drive.ts';

const caught = (promise: PromiseLike<unknown>) =>
  Promise.resolve(promise).then(
    () => null,
    (error: unknown) => error as InstanceType<typeof OpenAI.APIError>,
  );

describe('files', () => {
  test('come back as they went, with their facts', async () => {
    const { client } = await openSandbox();
    const text = '{"a":"äöü 🙂"}\r\n--boundary\n\n';
    const file = await client.files.create({ file: await toFile(Buffer.from(text), 'b ü.jsonl'), purpose: 'batch' });
    expect(file).toMatchObject({
      object: 'file',
      filename: 'b ü.jsonl',
      bytes: Buffer.byteLength(text),
      purpose: 'batch',
      status: 'processed',
    });
    expect(file.expires_at! - file.created_at).toBe(30 * 86_400);
    expect(await client.files.retrieve(file.id)).toEqual(file);
    const content = await client.files.content(file.id);
    expect(content.headers.get('content-length')).toBe(String(file.bytes));
    expect(await content.text()).toBe(text);
  });

  test('are taken empty, and deleted', async () => {
    const { client } = await openSandbox();
    const id = await upload(client, []);
    expect(await (await client.files.content(id)).text()).toBe('');
    expect(await client.files.delete(id)).toEqual({ id, object: 'file', deleted: true });
    expect(await caught(client.files.retrieve(id))).toMatchObject({ status: 404, type: 'invalid_request_error' });
    expect(await caught(client.files.content(id))).toMatchObject({ status: 404 });
    expect(await caught(client.files.delete(id))).toMatchObject({ status: 404 });
  });

  test('are listed newest first, in pages, in either order', async () => {
    const { client } = await openSandbox();
    const ids = [await upload(client, ['1'], 'a.jsonl'), await upload(client, ['2'], 'b.jsonl'), await upload(client, ['3'], 'c.jsonl')];
    const all: string[] = [];
    for await (const file of client.files.list({ limit: 2 })) all.push(file.id);
    expect(all).toEqual(ids.toReversed());
    const first = await client.files.list({ order: 'asc', limit: 1, purpose: 'batch' });
    expect(first.data.map((file) => file.id)).toEqual([ids[0]]);
    expect(first.has_more).toBe(true);
    expect((await client.files.list({ purpose: 'fine-tune' })).data).toEqual([]);
    expect(await caught(client.files.list({ limit: 20_000 }))).toMatchObject({ status: 400, param: 'limit' });
  });

  test('of another name or purpose are refused', async () => {
    const { client } = await openSandbox();
    const file = () => toFile(Buffer.from('{}'), 'notes.txt');
    expect(await caught(client.files.create({ file: await file(), purpose: 'batch' }))).toMatchObject({
      status: 400,
      message: expect.stringContaining('.jsonl'),
    });
    expect(await caught(client.files.create({ file: await toFile(Buffer.from('{}'), 'a.jsonl'), purpose: 'fine-tune' }))).toMatchObject({
      param: 'purpose',
    });
    const expires_after = { anchor: 'created_at' as const, seconds: 60 };
    expect(
      await caught(client.files.create({ file: await toFile(Buffer.from('{}'), 'a.jsonl'), purpose: 'batch', expires_after })),
    ).toMatchObject({ status: 400 });
    expect((await client.files.list()).data).toEqual([]);
  });

  test('live as long as asked', async () => {
    const { client } = await openSandbox();
    const expires_after = { anchor: 'created_at' as const, seconds: 7_200 };
    const file = await client.files.create({ file: await toFile(Buffer.from('{}'), 'a.jsonl'), purpose: 'batch', expires_after });
    expect(file.expires_at! - file.created_at).toBe(7_200);
  });

  test('may have their fields in any order, and come in the smallest pieces', async () => {
    const { sandbox, client } = await openSandbox();
    const content = '{"a":1}\n\r\n--not the boundary\r\n--edg\r';
    for (const fileFirst of [true, false]) {
      const parts = [formField('purpose', 'batch'), formFile('x.jsonl', content)];
      if (fileFirst) parts.reverse();
      const bytes = Buffer.from(`${parts.join('')}--edge--\r\n`);
      const reply = await send(sandbox.url, Readable.from(pieces(bytes, 1)));
      expect(reply.status).toBe(200);
      const file = JSON.parse(reply.text) as OpenAI.FileObject;
      expect(file.filename).toBe('x.jsonl');
      expect(await (await client.files.content(file.id)).text()).toBe(content);
    }
  });

  test('in a broken form, or in none, are refused', async () => {
    const { sandbox } = await openSandbox();
    const cut = await send(sandbox.url, Readable.from([Buffer.from(formFile('x.jsonl', '{}').slice(0, -4))]));
    expect(cut.status).toBe(400);
    const none = await fetch(`${sandbox.url}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` }, body: 'x' });
    expect(none.status).toBe(400);
  });

  test('above the limit are refused with 413, announced or not', async () => {
    const { client, sandbox } = await openSandbox({ limits: { fileBytes: 1_000_000 } });
    expect(
      await caught(client.files.create({ file: await toFile(Buffer.alloc(3_000_000, 'a'), 'a.jsonl'), purpose: 'batch' })),
    ).toMatchObject({ status: 413 });
    const body = Readable.from([
      Buffer.from(formField('purpose', 'batch') + formFile('x.jsonl', 'b'.repeat(1_000_001))),
      Buffer.from('--edge--\r\n'),
    ]);
    const reply = await send(sandbox.url, body);
    expect(reply.status).toBe(413);
    expect(JSON.parse(reply.text)).toMatchObject({
      error: { type: 'invalid_request_error', param: 'file', code: null, message: expect.any(String) },
    });
    await upload(client, ['b'.repeat(1_000_000)]);
  });

  test('of 200 MB cost no memory', async () => {
    const { sandbox, client } = await openSandbox();
    const slab = Buffer.from(`${'{"a":1}'.padEnd(1023, ' ')}\n`.repeat(1024));
    const before = process.memoryUsage().rss;
    let peak = before;
    async function* form() {
      yield Buffer.from(formFile('big.jsonl', '').slice(0, -2));
      for (let i = 0; i < 200; i++) {
        peak = Math.max(peak, process.memoryUsage().rss);
        yield slab;
      }
      yield Buffer.from(`\r\n${formField('purpose', 'batch')}--edge--\r\n`);
    }
    const reply = await send(sandbox.url, Readable.from(form()));
    expect(reply.status).toBe(200);
    const file = JSON.parse(reply.text) as OpenAI.FileObject;
    expect(file.bytes).toBe(200 * slab.length);
    let received = 0;
    for await (const piece of (await client.files.content(file.id)).body!) {
      received += (piece as Uint8Array).length;
      peak = Math.max(peak, process.memoryUsage().rss);
    }
    expect(received).toBe(file.bytes);
    expect((peak - before) / 1e6).toBeLessThan(80);
  });

  test('broken off in the middle leave nothing behind', async () => {
    const { sandbox, client } = await openSandbox();
    async function* form() {
      yield Buffer.from(formField('purpose', 'batch') + formFile('x.jsonl', 'a'.repeat(100_000)));
      throw new Error('gone');
    }
    await expect(send(sandbox.url, Readable.from(form()))).rejects.toThrow('gone');
    expect((await client.files.list()).data).toEqual([]);
  });
});

function formField(name: string, value: string): string {
  return `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

function formFile(filename: string, content: string): string {
  return `--edge\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n`;
}

function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function send(url: string, body: Readable): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'multipart/form-data; boundary=edge' };
  const outgoing = request(`${url}/v1/files`, { method: 'POST', headers });
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() }));
    });
  });
  const [, reply] = await Promise.all([pipeline(body, outgoing), answered]);
  return reply;
}
