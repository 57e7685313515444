import { AxeBuilder } from '@axe-core/playwright';
import { LLMock } from '@copilotkit/aimock';
import { request as forward } from 'node:http';
import type { Page } from '@playwright/test';
import { downloadCsv, fillNewJob, prepare, submit, waitForState } from './job-steps.ts';
import { freePort, startOwnServer, startProvider, type Running } from './own-server.ts';
import { expect, test } from './test.ts';

// A provider that takes one key and behind which a server that others wrote does the work.
const KEY = 'sk-typed-by-a-person';
let mock: LLMock;
let provider: { baseUrl: string; stop: () => Promise<void> };
let server: Running;
let printed = '';

test.describe.configure({ mode: 'serial' });
test.use({ expectedFaults: [/status of (422|401)/] });

test.beforeAll(async () => {
  mock = new LLMock({ port: 0 });
  await mock.start();
  provider = await startProvider((incoming, response) => {
    if (incoming.headers.authorization !== `Bearer ${KEY}`) {
      incoming.resume();
      response.writeHead(401).end(`{"error":{"message":"Incorrect key: ${incoming.headers.authorization}"}}`);
      return;
    }
    const { method, headers } = incoming;
    const onward = forward(`${mock.url}${incoming.url}`, { method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(response);
    });
    incoming.pipe(onward);
  });
  server = await startOwnServer(provider.baseUrl, { OPENAI_API_KEY: '' });
});

test.afterAll(async () => {
  await server.stop();
  await provider.stop();
  await mock.stop();
});

const keyForm = (page: Page) => page.getByRole('form', { name: 'Key for OpenAI' });
const card = (page: Page) => page.getByRole('region', { name: 'OpenAI', exact: true });

async function typeKey(page: Page, key: string): Promise<void> {
  await page.goto(`${server.origin}/connections`);
  await keyForm(page).getByLabel('Key for OpenAI').fill(key);
  await page.keyboard.press('Enter');
}

/** Every text this origin keeps in the browser. */
function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, document.documentElement.outerHTML];
    for (const { name } of await indexedDB.databases()) {
      const opened = indexedDB.open(name!);
      const db = await new Promise<IDBDatabase>((resolve) => opened.addEventListener('success', () => resolve(opened.result)));
      for (const store of db.objectStoreNames) {
        const all = db.transaction(store).objectStore(store).getAll();
        const rows = await new Promise<unknown[]>((resolve) => all.addEventListener('success', () => resolve(all.result)));
        texts.push(JSON.stringify(rows));
        const blobs = rows.flatMap((row) => Object.values(row as object)).filter((value) => value instanceof Blob);
        texts.push(...(await Promise.all(blobs.map((blob) => blob.text()))));
      }
      db.close();
    }
    return texts.join('\n');
  });
}

test('a key is typed, refused, mended, used and forgotten, by keyboard', async ({ page }) => {
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/')) bodies.push(response.text().catch(() => ''));
  });
  await typeKey(page, `${KEY}-wrong`);
  await expect(keyForm(page)).toContainText('OpenAI does not take this key');
  await expect(keyForm(page).getByLabel('Key for OpenAI')).toBeFocused();
  await expect(card(page)).toContainText('No key');
  await typeKey(page, KEY);
  await expect(card(page)).toContainText('Connected');
  await expect(card(page)).toContainText('typed in Connections, held until the server stops');
  await expect(keyForm(page).getByLabel('Key for OpenAI')).toHaveValue('');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  }
  expect(await kept(page)).not.toContain(KEY);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(keyForm(page).getByRole('button', { name: 'Forget this key' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(keyForm(page)).toContainText('Forgotten.');
  await expect(keyForm(page).getByLabel('Key for OpenAI')).toBeFocused();
  await expect(card(page)).toContainText('No key');
  expect((await Promise.all(bodies)).join('')).not.toContain(KEY);
  expect(server.printed()).not.toContain(KEY);
});

test('@job a job whose key is gone says what is missing, and goes on once the key is typed again', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  await typeKey(page, KEY);
  await expect(card(page)).toContainText('Connected');
  await fillNewJob(page, {
    file: { name: 'two.csv', bytes: Buffer.from('id,text\n1,Good kettle\n2,Good lamp\n') },
    instructions: 'Say what the text praises.',
    provider: /^OpenAI/,
    model: 'gpt-4.1-mini',
    rowsPerRequest: 1,
  });
  const jobId = await prepare(page);
  await waitForState(page, 'Ready to submit');

  await page.goto('about:blank');
  printed += server.printed();
  await server.stop();
  server = await startOwnServer(provider.baseUrl, { OPENAI_API_KEY: '', PORT: new URL(server.origin).port });
  await page.goto(`${server.origin}/jobs/${jobId}`);
  await submit(page);
  await expect(page.getByText('The server has no key for this provider now.').first()).toBeVisible();

  await page.goto(`${server.origin}/connections`);
  await expect(card(page)).toContainText('is gone');
  await typeKey(page, KEY);
  await expect(card(page)).toContainText('Connected');
  await expect(card(page)).not.toContainText('is gone');
  await page.goto(`${server.origin}/jobs/${jobId}`);
  await expect(async () => {
    const button = page.getByRole('button', { name: 'Check now' });
    if (await button.isVisible()) await button.click({ timeout: 1000 });
    await waitForState(page, 'Finished', 1000);
  }).toPass({ timeout: 60_000 });
  expect((await downloadCsv(page)).map((row) => row._state)).toEqual(['ok', 'ok']);
  expect(await kept(page)).not.toContain(KEY);
  expect(printed + server.printed()).not.toContain(KEY);
  await context.close();
});

test('no key is typed where other machines may reach the server', async ({ page }) => {
  const port = String(await freePort());
  const open = await startOwnServer(provider.baseUrl, { PORT: port, PUBLIC_ORIGIN: `http://localhost:${port}`, OPENAI_API_KEY: '' });
  await page.goto(`${open.origin}/connections`);
  await expect(card(page)).toContainText('Set OPENAI_API_KEY in the server’s environment and restart it.');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('form')).toHaveCount(0);
  const reply = await page.request.put(`${open.origin}/api/keys/openai`, { headers: { origin: open.origin }, data: { key: KEY } });
  expect([reply.status(), (await reply.json()).error.code]).toEqual([403, 'key_not_typed_here']);
  // Nothing is asked of a server any more that is gone.
  await page.goto('about:blank');
  await open.stop();
});
