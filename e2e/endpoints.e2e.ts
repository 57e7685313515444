import type { IncomingMessage } from 'node:http';
import { ANTHROPIC, fillNewJob, OPENAI, prepare, submit, waitForState } from './job-steps.ts';
import { startOwnServer, startProvider, type Running } from './own-server.ts';
import { expect, test } from './test.ts';

// Two recorders stand where the live providers would, under keys that look real; the sandbox runs beside them.
const KEYS = { openai: 'sk-proj-looks-quite-real-0123456789', anthropic: 'sk-ant-looks-quite-real-0123456789' };
const calls: Record<keyof typeof KEYS, { call: string; key: string }[]> = { openai: [], anthropic: [] };
let server: Running;
const stops: (() => Promise<unknown>)[] = [];

const recorder = (name: keyof typeof KEYS) =>
  startProvider((request: IncomingMessage, response) => {
    calls[name].push({ call: `${request.method} ${request.url?.split('?')[0]}`, key: request.headers.authorization ?? '' });
    request.resume();
    request.once('end', () => {
      const body = request.url?.includes('/models')
        ? { data: [], has_more: false }
        : { error: { message: 'no', type: 'invalid_request_error', code: 'no' } };
      response.writeHead('data' in body ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

test.beforeAll(async () => {
  const [openai, anthropic] = [await recorder('openai'), await recorder('anthropic')];
  server = await startOwnServer(openai.baseUrl, {
    OPENAI_API_KEY: KEYS.openai,
    ANTHROPIC_BASE_URL: anthropic.baseUrl,
    ANTHROPIC_API_KEY: KEYS.anthropic,
    ROWMILL_SANDBOX_DELAYS: JSON.stringify({ validating: 50, running: 400, finalizing: 50, cancelling: 50, live: 50 }),
  });
  stops.push(server.stop, openai.stop, anthropic.stop);
});

test.afterAll(async () => {
  for (const stop of stops) await stop();
});

const file = { name: 'two.csv', bytes: Buffer.from('id,text\n1,Good kettle\n2,Good lamp\n') };

test('@job with real-looking keys set, every call goes to the endpoint chosen and to no other', async ({ browser }) => {
  test.setTimeout(150_000);
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  for (const place of [OPENAI, ANTHROPIC]) {
    await fillNewJob(page, { place, file, instructions: 'Praise?' });
    await prepare(page);
    await submit(page);
    await waitForState(page, 'Finished');
  }
  expect(calls).toEqual({ openai: [], anthropic: [] });

  for (const [name, label, model, create] of [
    ['openai', /^OpenAI/, 'gpt-4.1-mini', 'POST /v1/files'],
    ['anthropic', /^Anthropic/, 'claude-haiku-4-5', 'POST /v1/messages/batches'],
  ] as const) {
    const other = name === 'openai' ? 'anthropic' : 'openai';
    calls.openai.length = 0;
    calls.anthropic.length = 0;
    await fillNewJob(page, { file, instructions: 'Praise?', provider: label, model });
    const jobId = await prepare(page);
    await submit(page);
    await waitForState(page, 'Finished');
    expect(calls[name].map(({ call }) => call)).toContain(create);
    expect(new Set(calls[name].map(({ key }) => key))).toEqual(new Set([`Bearer ${KEYS[name]}`]));
    expect(calls[other]).toEqual([]);
    for (const place of [OPENAI, ANTHROPIC]) expect(await place.batches(page, jobId)).toEqual([]);
  }
  for (const key of Object.values(KEYS)) expect(server.printed()).not.toContain(key);
  await context.close();
});
