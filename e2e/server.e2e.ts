import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startOwnServer, startProvider } from './own-server.ts';

const root = join(import.meta.dirname, '..');

function startServer(env: Record<string, string>): { code: number | null; words: string } {
  const { status, stderr } = spawnSync(process.execPath, ['server.js'], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { code: status, words: stderr };
}

test('asked to stop during an upload, the server finishes it and then ends', async () => {
  const provider = await startProvider((incoming, response) => {
    incoming.resume().once('end', () => response.writeHead(200).end('{"id":"file-1"}'));
  });
  const running = await startOwnServer(provider.baseUrl, { ROWMILL_STOP_SECONDS: '30' });
  const headers = { 'sec-fetch-site': 'same-origin', 'content-length': '2000' };
  const upload = request(`${running.origin}/api/openai/v1/files`, { method: 'POST', headers });
  const status = new Promise((resolve, reject) => {
    upload.once('error', reject);
    upload.once('response', (reply) => resolve(reply.resume().statusCode));
  });
  await new Promise((resolve) => upload.write(Buffer.alloc(1000), resolve));
  await expect.poll(() => fetch(`${running.origin}/`).then((reply) => reply.status)).toBe(200);
  const ended = running.stop();
  await expect.poll(running.printed).toContain('Stopping: waiting up to 30 s');
  upload.end(Buffer.alloc(1000));
  expect(await status).toBe(200);
  expect(await ended).toBe(0);
  await provider.stop();
});

test('what cannot be right ends the start in words', async ({ baseURL }) => {
  const taken = startServer({ PORT: new URL(baseURL!).port });
  expect(taken.code).toBe(1);
  expect(taken.words).toMatch(/^Rowmill was not started\. Port \d+ is in use/);
  const open = startServer({ PORT: '3199', HOST: '0.0.0.0' });
  expect(open.code).toBe(1);
  expect(open.words).toContain('PUBLIC_ORIGIN');
  const plain = startServer({ PORT: '3199', OPENAI_BASE_URL: 'http://api.example.com/v1', ANTHROPIC_BASE_URL: 'http://api.example.com' });
  expect(plain.code).toBe(1);
  expect(plain.words).toContain('OPENAI_BASE_URL must be an https address');
  expect(plain.words).toContain('ANTHROPIC_BASE_URL must be an https address');
});
