import { LLMock } from '@copilotkit/aimock';
import { downloadBundle, downloadCsv, fillNewJob, prepare, submit, waitForState } from './job-steps.ts';
import { startOwnServer, type Running } from './own-server.ts';
import { expect, test } from './test.ts';

// A provider that others wrote: what we send must be understood by someone who does not know us.
let provider: LLMock;
let server: Running;

test.beforeAll(async () => {
  provider = new LLMock({ port: 0 });
  await provider.start();
  server = await startOwnServer(`${provider.url}/v1`);
});

test.afterAll(async () => {
  await server.stop();
  await provider.stop();
});

test('@job a whole job with a provider we did not write, through the proxy with its key', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  const file = { name: 'three.csv', bytes: Buffer.from('id,text\n1,Good kettle\n2,Good lamp\n3,Good chair\n') };
  await fillNewJob(page, {
    file,
    instructions: 'Say what the text praises.',
    provider: /^OpenAI/,
    model: 'gpt-4.1-mini',
    rowsPerRequest: 1,
    jobId: 'foreign',
  });
  await prepare(page);
  await submit(page);
  await expect(async () => {
    const button = page.getByRole('button', { name: 'Check now' });
    if (await button.isVisible()) await button.click({ timeout: 1000 });
    await waitForState(page, 'Finished', 1000);
  }).toPass({ timeout: 60_000 });
  const rows = await downloadCsv(page);
  // It answers every request of a batch with the same free text, which joins where a request carries one row.
  expect(rows.map((row) => [row.id, row['text (extracted)'], row._state])).toEqual(
    ['1', '2', '3'].map((id) => [id, 'Mock batch completion', 'ok']),
  );
  const key = 'sk-e2e-not-a-key';
  for (const [path, bytes] of await downloadBundle(page, 'foreign')) expect(bytes.includes(key), path).toBe(false);
  expect(await page.content()).not.toContain(key);
  expect(server.printed()).not.toContain(key);
  await context.close();
});
