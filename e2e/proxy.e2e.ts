import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from '@playwright/test';
import { startOwnServer, startProvider, type Running } from './own-server.ts';

// The built server between a real browser and a provider on this machine.
let running: Running;
let provider: { baseUrl: string; stop: () => Promise<void> };
let behave: (request: IncomingMessage, response: ServerResponse) => void;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  provider = await startProvider((request, response) => {
    request.on('error', () => undefined);
    behave(request, response);
  });
  running = await startOwnServer(provider.baseUrl, { ANTHROPIC_API_KEY: 'sk-ant-e2e-not-a-key' });
});

test.afterAll(async () => {
  await running.stop();
  await provider.stop();
});

test('24 MB go up byte for byte, past any limit of Next’s own', async ({ page }) => {
  const received = createHash('sha256');
  let length: string | undefined;
  behave = (request, response) => {
    length = request.headers['content-length'];
    request.on('data', (chunk: Buffer) => received.update(chunk));
    request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"file-1"}'));
  };
  await page.goto(running.origin);
  const sent = await page.evaluate(async () => {
    const bytes = new Uint8Array(24_000_000);
    for (let at = 0; at < bytes.length; at += 60_000) crypto.getRandomValues(bytes.subarray(at, at + 60_000));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const reply = await fetch('/api/openai/v1/files', { method: 'POST', body: new Blob([bytes]) });
    return {
      status: reply.status,
      id: (await reply.json()).id,
      digest: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    };
  });
  expect(sent).toMatchObject({ status: 200, id: 'file-1' });
  expect(received.digest('hex')).toBe(sent.digest);
  expect(length).toBe('24000000');
});

test('a batch of 24 MB in one call arrives byte for byte, under the version the page names, and its id is printed', async ({ page }) => {
  const received = createHash('sha256');
  let headers: IncomingMessage['headers'] = {};
  behave = (request, response) => {
    headers = request.headers;
    request.on('data', (chunk: Buffer) => received.update(chunk));
    request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"msgbatch_e2e_1"}'));
  };
  await page.goto(running.origin);
  const sent = await page.evaluate(async () => {
    const bytes = new TextEncoder().encode(`{"requests":[${'"rowmill",'.repeat(2_400_000)}""]}`);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const reply = await fetch('/api/anthropic/v1/messages/batches', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'anthropic-version': '2027-01-01',
        'anthropic-dangerous-direct-browser-access': 'true',
      },
      body: new Blob([bytes]),
    });
    return { status: reply.status, digest: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  });
  expect(sent).toEqual({ status: 200, digest: received.digest('hex') });
  expect(headers).toMatchObject({ 'anthropic-version': '2027-01-01', authorization: 'Bearer sk-ant-e2e-not-a-key' });
  expect(headers).not.toHaveProperty('anthropic-dangerous-direct-browser-access');
  await expect.poll(running.printed).toMatch(/"event":"create","kind":"batch","endpoint":"anthropic".*"id":"msgbatch_e2e_1"/);
  expect(running.printed()).not.toContain('sk-ant');
});

test('24 MB come down byte for byte', async ({ page }) => {
  const bytes = Buffer.alloc(24_000_000, 'rowmill ');
  behave = (_, response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
  await page.goto(running.origin);
  const digest = await page.evaluate(async () => {
    const reply = await fetch('/api/openai/v1/files/file-1/content');
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await reply.arrayBuffer()));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  });
  expect(digest).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('a download that breaks off fails in the browser', async ({ page }) => {
  behave = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': '1000000' });
    response.write(Buffer.alloc(500_000), () => setTimeout(() => response.destroy(), 100));
  };
  await page.goto(running.origin);
  const failed = await page.evaluate(() =>
    fetch('/api/openai/v1/files/file-1/content')
      .then((reply) => reply.arrayBuffer())
      .then(
        (bytes) => `whole: ${bytes.byteLength}`,
        () => 'failed',
      ),
  );
  expect(failed).toBe('failed');
});

test('an upload stopped in the browser is hung up on at the provider', async ({ page }) => {
  // The provider reads at about 10 MB/s: what lies in the connections' buffers has to pass before the end is seen.
  const closed = new Promise<boolean>((resolve) => {
    behave = (request) => {
      request.on('data', (chunk: Buffer) => {
        request.pause();
        setTimeout(() => request.resume(), chunk.length / 10_000);
      });
      request.once('close', () => resolve(request.complete));
    };
  });
  await page.goto(running.origin);
  await page.evaluate(async () => {
    const call = new XMLHttpRequest();
    call.open('POST', '/api/openai/v1/files');
    const begun = new Promise((resolve) => call.upload.addEventListener('progress', resolve, { once: true }));
    call.send(new Blob([new Uint8Array(150_000_000)]));
    await begun;
    call.abort();
  });
  expect(await closed).toBe(false);
});

test('an upload refused early shows its reason', async ({ page }) => {
  behave = (_, response) => {
    response.writeHead(413, { 'content-type': 'application/json', connection: 'close' }).end('{"error":{"code":"too_large"}}');
  };
  await page.goto(running.origin);
  const reply = await page.evaluate(async () => {
    const call = new XMLHttpRequest();
    call.open('POST', '/api/openai/v1/files');
    const done = new Promise((resolve) => call.addEventListener('loadend', resolve));
    call.send(new Blob([new Uint8Array(40_000_000)]));
    await done;
    return [call.status, call.responseText];
  });
  expect(reply).toEqual([413, '{"error":{"code":"too_large"}}']);
});

test('a create whose browser is gone is read to its end and its id printed', async ({ page }) => {
  const arrived = new Promise<() => void>((resolve) => {
    behave = (request, response) => {
      request.resume().once('end', () => resolve(() => response.writeHead(200).end('{"id":"batch_e2e_7"}')));
    };
  });
  await page.goto(running.origin);
  await page.evaluate(() => void fetch('/api/openai/v1/batches', { method: 'POST', body: '{}' }).catch(() => undefined));
  const reply = await arrived;
  await page.goto('about:blank');
  reply();
  await expect.poll(running.printed).toMatch(/"event":"create","kind":"batch".*"id":"batch_e2e_7"/);
  expect(running.printed()).not.toContain('sk-e2e');
});
