import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { downloadCsv, fillNewJob, prepare, submit, waitForState } from './job-steps.ts';
import { startOwnServer, startProvider, type Running } from './own-server.ts';
import { expect, test } from './test.ts';

const PASSPHRASE = 'five words nobody will guess';
const VIEW = 'only looking around here';
let server: Running;
let stopProvider: () => Promise<void>;

test.use({ expectedFaults: [/status of (401|429)/] });

test.beforeAll(async () => {
  const provider = await startProvider((_, response) => void response.writeHead(200).end('{"data":[],"has_more":false}'));
  stopProvider = provider.stop;
  server = await startOwnServer(provider.baseUrl, {
    ROWMILL_PASSPHRASE: PASSPHRASE,
    ROWMILL_VIEW_PASSPHRASE: VIEW,
    ROWMILL_SANDBOX_DELAYS: JSON.stringify({ validating: 50, running: 400, finalizing: 50, cancelling: 50, live: 50 }),
    ROWMILL_MAX_UPLOAD_BYTES: '50000000',
    ROWMILL_ENDPOINTS: JSON.stringify([
      {
        id: 'gateway',
        label: 'Our gateway',
        baseUrl: provider.baseUrl,
        key: 'sk-gateway',
        lineUrl: '/v1/responses',
        maxUploadBytes: 9_000_000,
      },
      { id: 'later', label: 'Not yet', baseUrl: 'https://later.example/v1', keyEnv: 'LATER_KEY' },
    ]),
  });
});

test.afterAll(async () => {
  await server.stop();
  await stopProvider();
});

async function fill(page: Page, passphrase: string, name = 'Ada Lovelace'): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.keyboard.press('Enter');
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  }
}

test('a signed-out person signs in by keyboard, comes back to the page wanted, and signs out', async ({ page }) => {
  await page.goto(`${server.origin}/connections?from=chat#part=1`);
  await expect(page).toHaveURL(`${server.origin}/sign-in?next=%2Fconnections%3Ffrom%3Dchat`);
  await expect(page).toHaveTitle('Sign in · Rowmill');
  await expect(page.getByRole('link', { name: 'Jobs' })).toHaveCount(0);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Name')).toBeFocused();
  await expect(page.getByText('Type your name')).toBeVisible();
  await fill(page, 'not the one');
  await expect(page.getByText('This passphrase is not right')).toBeVisible();
  await expect(page.getByLabel('Passphrase')).toBeFocused();
  await expectAccessible(page);
  await page.reload();
  await fill(page, PASSPHRASE);
  await expect(page).toHaveURL(`${server.origin}/connections?from=chat#part=1`);

  const person = page.getByRole('button', { name: 'Ada Lovelace' });
  await expect(person).toBeVisible();
  await expect(page.getByText('View only')).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.goto(`${server.origin}/sign-in?next=%2Fnew`);
  await expect(page).toHaveURL(`${server.origin}/`);
  await person.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: /^Sign out/ }).click();
  await expect(page).toHaveURL(`${server.origin}/sign-in`);
  await page.goto(`${server.origin}/new`);
  await expect(page).toHaveURL(`${server.origin}/sign-in?next=%2Fnew`);
});

test('a sign-in that ends while a page is open is told there, and leads back to it', async ({ page, context }) => {
  await page.goto(`${server.origin}/help#words`);
  await fill(page, PASSPHRASE);
  await expect(page).toHaveURL(`${server.origin}/help#words`);
  await expect(page.getByRole('button', { name: 'Ada Lovelace' })).toBeVisible();
  await context.clearCookies();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await fill(page, PASSPHRASE);
  await expect(page).toHaveURL(`${server.origin}/help#words`);
  await expect(page.getByText('Your sign-in has ended.')).toHaveCount(0);
});

test('endpoints of the configuration stand beside the built-in ones, with their limits', async ({ page }) => {
  await page.goto(`${server.origin}/connections`);
  await fill(page, PASSPHRASE);
  const card = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(card('Our gateway')).toContainText('Connected');
  await expect(card('Our gateway')).toContainText('ROWMILL_ENDPOINTS');
  await expect(card('Our gateway')).toContainText(/Largest upload.*9/);
  await expect(card('OpenAI')).toContainText(/Largest upload.*50/);
  await expect(card('Not yet')).toContainText('set LATER_KEY in the server’s environment');
  await expectAccessible(page);
  await page.goto(`${server.origin}/new`);
  const options = page.getByRole('combobox', { name: 'Provider' }).locator('option');
  await expect(options.filter({ hasText: 'Our gateway' })).toHaveCount(1);
  await expect(options.filter({ hasText: 'Not yet' })).toHaveCount(0);
});

test('@job a job whose person is signed out while it runs pauses, says so, and goes on after signing in again', async ({ browser }) => {
  test.setTimeout(150_000);
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  await page.goto('/');
  await fill(page, PASSPHRASE);
  await expect(page.getByRole('button', { name: 'Ada Lovelace' })).toBeVisible();
  await fillNewJob(page, {
    file: { name: 'two.csv', bytes: Buffer.from('id,text\n1,Good kettle\n2,Good lamp\n') },
    instructions: 'Say what the text praises.',
  });
  await prepare(page);
  await waitForState(page, 'Ready to submit');
  await context.clearCookies();
  await submit(page);
  await expect(page.getByText('You are no longer signed in to this server.').first()).toBeVisible();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await fill(page, PASSPHRASE);
  await expect(page).toHaveURL(/\/jobs\//);
  await waitForState(page, 'Finished', 90_000);
  expect((await downloadCsv(page)).map((row) => row._state)).toEqual(['ok', 'ok']);
  await context.close();
});
