import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { answer, anthropicError, loseRequest, openaiError } from '../fault-provider/acts.ts';
import {
  expect,
  expectLedger,
  expectOneBatchEach,
  expectRowWords,
  expectWords,
  hurry,
  keysFor,
  partsOf,
  sendJob,
  test,
} from '../fault-provider/fault-test.ts';
import { waitForState } from '../job-steps.ts';
import { startOwnServer } from '../own-server.ts';

const BUSY = '<html><body><h1>502 Bad Gateway</h1></body></html>';

test('@fault waiting: looks at OpenAI answered 500, 502 and 503: the job goes on', async ({ page, faults }) => {
  faults.script(
    { on: 'poll', act: answer(500, openaiError('server_error', 'The server had an error.', 'server_error')) },
    { on: 'poll', act: answer(502, BUSY) },
    { on: 'poll', act: answer(503, openaiError('server_error', 'Overloaded.', 'server_error')) },
  );
  await sendJob(page, { at: 'openai', rows: 20 });
  await expect.poll(() => faults.of('poll').length).toBeGreaterThanOrEqual(3);
  await hurry(page);
  await expectLedger(page, { ok: 20 });
  expect((await partsOf(page)).map(({ state }) => state)).toEqual(['collected']);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault waiting: looks at Anthropic answered 529, 429 and not at all: the job goes on', async ({ page, faults }) => {
  faults.script(
    { on: 'poll', act: answer(529, anthropicError('overloaded_error', 'Overloaded')) },
    { on: 'poll', act: answer(429, anthropicError('rate_limit_error', 'Slow down.'), { 'retry-after': '1' }) },
    { on: 'poll', act: loseRequest },
  );
  await sendJob(page, { at: 'anthropic', rows: 20 });
  await expect.poll(() => faults.of('poll').length).toBeGreaterThanOrEqual(3);
  await hurry(page);
  await expectLedger(page, { ok: 20 });
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'anthropic');
});

test('@fault waiting: offline while waiting, then back: says so and goes on by itself', async ({ page, context, faults }) => {
  await faults.begin({ delays: { running: 3000 } });
  await sendJob(page, { at: 'openai', rows: 20 });
  await expect.poll(async () => (await partsOf(page))[0]!.batchId).not.toBeNull();
  await context.setOffline(true);
  await expectWords(page, /could not be reached/);
  await context.setOffline(false);
  await expectLedger(page, { ok: 20 });
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault waiting: the server is being replaced: its proxy answers with pages, and the job goes on after', async ({
  browser,
  faults,
  stage,
}) => {
  const server = await startOwnServer(stage.provider.baseUrl, keysFor(stage.provider));
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  await faults.begin({ delays: { running: 2500 } });
  const jobId = await sendJob(page, { at: 'openai', rows: 20 });
  await expect.poll(async () => (await partsOf(page))[0]!.batchId).not.toBeNull();
  await server.stop();
  const port = new URL(server.origin).port;
  const proxy = createServer((_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end(BUSY));
  await new Promise<void>((resolve) => proxy.listen(Number(port), 'localhost', resolve));
  const looked = new Promise((resolve) => proxy.once('request', resolve));
  await looked;
  await expect.poll(async () => (await partsOf(page))[0]!.tries).toBeGreaterThan(0);
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  const next = await startOwnServer(stage.provider.baseUrl, { ...keysFor(stage.provider), PORT: port });
  await hurry(page);
  await expectLedger(page, { ok: 20 });
  expect(page.url()).toContain(jobId);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
  await context.close();
  await next.stop();
});

test('@fault waiting: the server comes back without the key: waits for it, and goes on with the same batch', async ({
  browser,
  faults,
  stage,
}) => {
  const server = await startOwnServer(stage.provider.baseUrl, keysFor(stage.provider));
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  await faults.begin({ delays: { running: 2500 } });
  await sendJob(page, { at: 'anthropic', rows: 20 });
  await expect.poll(async () => (await partsOf(page))[0]!.batchId).not.toBeNull();
  const again = async (settings: Record<string, string>) =>
    startOwnServer(stage.provider.baseUrl, { ...keysFor(stage.provider), PORT: new URL(server.origin).port, ...settings });
  await server.stop();
  const keyless = await again({ ANTHROPIC_API_KEY: '' });
  await waitForState(page, 'Stopped by a problem');
  await expectWords(page, 'The server has no key for this provider now.', /nothing is lost/);
  await keyless.stop();
  const whole = await again({});
  await hurry(page);
  await expectLedger(page, { ok: 20 });
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'anthropic');
  await context.close();
  await whole.stop();
});

test('@fault waiting: the key is refused while waiting: stops, says where to mend it, and goes on', async ({ page, faults }) => {
  faults.script({ on: 'poll', act: answer(401, openaiError('invalid_api_key', 'Incorrect API key provided.')) });
  await sendJob(page, { at: 'openai', rows: 20 });
  await waitForState(page, 'Stopped by a problem');
  await expectWords(page, 'The provider refused the key.', /Mend the key on the server \(see Connections\)/);
  await hurry(page);
  await expectLedger(page, { ok: 20 });
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault waiting: the spend limit is reached on create: stops at once, nothing is tried again unasked', async ({ page, faults }) => {
  const refusal = anthropicError('rate_limit_error', 'Spend limit reached.', { error_code: 'enforced_spend_limit_reached' });
  faults.script({ on: 'create', act: answer(429, refusal) });
  await sendJob(page, { at: 'anthropic', rows: 20, requestsPerBatch: 2 });
  await waitForState(page, 'Stopped by a problem');
  await expectWords(page, /no credit left or a spending limit is reached/, /nothing was charged for this call/);
  await page.waitForTimeout(2500);
  expect(faults.of('create')).toHaveLength(1);
  await hurry(page);
  await expectLedger(page, { ok: 20 });
  expect(faults.of('create').map(({ worked }) => worked)).toEqual([false, true, true]);
  await expectOneBatchEach(page, faults, 'anthropic');
});

test('@fault waiting: a model nobody knows: each row says so', async ({ page, faults }) => {
  await sendJob(page, { at: 'openai', rows: 20, model: 'gpt-9-nowhere' });
  await expectLedger(page, { failed: 20 });
  await expectRowWords(page, 1, /gpt-9-nowhere/, /It was not charged/);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault waiting: signed out of the server while waiting: pauses, says so, and goes on by itself once signed in', async ({
  browser,
  faults,
  stage,
}) => {
  const passphrase = 'five words nobody will guess';
  const server = await startOwnServer(stage.provider.baseUrl, { ...keysFor(stage.provider), ROWMILL_PASSPHRASE: passphrase });
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  const signIn = async (tab: Page) => {
    await tab.goto('/');
    await tab.getByLabel('Name').fill('Ada');
    await tab.getByLabel('Passphrase').fill(passphrase);
    await tab.keyboard.press('Enter');
    await expect(tab.getByRole('link', { name: 'Jobs', exact: true })).toBeVisible();
  };
  await signIn(page);
  await faults.begin({ delays: { running: 3000 } });
  await sendJob(page, { at: 'openai', rows: 20 });
  await expect.poll(async () => (await partsOf(page))[0]!.batchId).not.toBeNull();
  await context.clearCookies();
  await expectWords(page, 'You are no longer signed in to this server.', /then goes on by itself/);
  await signIn(await context.newPage());
  await expectLedger(page, { ok: 20 });
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
  await context.close();
  await server.stop();
});
