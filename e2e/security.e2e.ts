import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Page } from '@playwright/test';
import { startOwnServer, startProvider, type Running } from './own-server.ts';
import { expect, test } from './test.ts';

// The built server with a sign-in, the browser of somebody who means no good, and a provider that remembers what reached it.
const PASSPHRASE = 'five words nobody will guess';
const VIEW = 'only looking around here';
const reached: string[] = [];
let server: Running;
let provider: { baseUrl: string; stop: () => Promise<void> };

test.use({ expectedFaults: [/status of (40\d|42\d)/] });

test.beforeAll(async () => {
  provider = await startProvider((request: IncomingMessage, response) => {
    reached.push(`${request.method} ${request.url}`);
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"x-1","data":[]}'));
  });
  server = await startOwnServer(provider.baseUrl, { ROWMILL_PASSPHRASE: PASSPHRASE, ROWMILL_VIEW_PASSPHRASE: VIEW });
});

test.afterAll(async () => {
  await server.stop();
  await provider.stop();
});

test.beforeEach(() => void (reached.length = 0));

async function signIn(page: Page, passphrase: string, path = '/help', name = 'Ada'): Promise<void> {
  await page.goto(server.origin + path);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

interface Told {
  status: number;
  code: string | null;
  words: string;
}

/** A call of our own page: what came of it. */
function ask(page: Page, method: string, path: string): Promise<Told> {
  return page.evaluate(
    async ([verb, address]) => {
      const init: RequestInit = { method: verb };
      if (verb === 'POST') init.body = '{}';
      const reply = await fetch(address!, init);
      const body = await reply.json().catch(() => null);
      return { status: reply.status, code: body?.error?.code ?? null, words: body?.error?.message ?? '' };
    },
    [method, path],
  );
}

test('@security signed out, every page leads to the sign-in and every door is shut; the fragment reaches no server', async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  for (const path of ['/', '/new', '/jobs/some-job', '/connections', '/open', '/nowhere']) {
    await page.goto(`${server.origin}${path}#secret-recipe`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  }
  for (const [method, path] of [
    ['GET', '/api/endpoints'],
    ['GET', '/api/session'],
    ['PUT', '/api/keys/openai'],
    ['GET', '/api/openai/v1/models'],
    ['POST', '/api/openai/v1/files'],
    ['DELETE', '/api/openai/v1/files/file-1'],
    ['POST', '/api/sandbox-anthropic/v1/messages/batches'],
  ] as const) {
    expect([path, await ask(page, method, path)]).toMatchObject([path, { status: 401, code: 'signed_out' }]);
  }
  await signIn(page, PASSPHRASE, '/help?x=1#secret-recipe');
  expect(page.url()).toBe(`${server.origin}/help?x=1#secret-recipe`);
  expect(sent.filter((url) => new URL(url).search.includes('secret'))).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('secret');
  expect(reached).toEqual([]);
  expect(server.printed()).not.toMatch(/secret-recipe|five words/);
});

test('@security the cookie is out of reach of scripts, and worth nothing once altered', async ({ page, context }) => {
  await signIn(page, PASSPHRASE);
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', secure: false });
  expect(cookie!.expires).toBeGreaterThan(Date.now() / 1000 + 3600);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect((await ask(page, 'GET', '/api/openai/v1/models')).status).toBe(200);
  const { value } = cookie!;
  for (const altered of [
    `${value.slice(0, -2)}AA`,
    value.replace(/\.[^.]+\.([^.]+)$/, '.AAAA.$1'),
    '',
    'null',
    value.split('.').toReversed().join('.'),
  ]) {
    await context.clearCookies();
    await context.addCookies([{ ...cookie!, value: altered }]);
    expect((await ask(page, 'GET', '/api/openai/v1/models')).status).toBe(401);
    await page.goto(`${server.origin}/new`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  }
});

test('@security a session planted before the sign-in gains nothing by it', async ({ page, context }) => {
  await signIn(page, VIEW);
  const [planted] = await context.cookies();
  await context.clearCookies();
  await context.addCookies([{ ...planted!, httpOnly: false }]);
  await page.goto(server.origin);
  await page.evaluate(async (passphrase) => {
    await fetch('/api/session', { method: 'POST', body: JSON.stringify({ name: 'Eve', passphrase }) });
  }, PASSPHRASE);
  const [own] = await context.cookies();
  expect(own!.value).not.toBe(planted!.value);
  expect(own!.httpOnly).toBe(true);
  await context.addCookies([planted!]);
  expect((await ask(page, 'POST', '/api/openai/v1/batches')).code).toBe('view_only');
});

test('@security signed in to look only, nothing is written at a provider, and the page says so', async ({ page }) => {
  await signIn(page, VIEW);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    await expect(page.getByText('View only').filter({ visible: true })).toHaveCount(1);
  }
  expect((await ask(page, 'GET', '/api/openai/v1/models')).status).toBe(200);
  for (const [method, path] of [
    ['POST', '/api/openai/v1/files'],
    ['POST', '/api/openai/v1/batches'],
    ['POST', '/api/openai/v1/batches/b_1/cancel'],
    ['DELETE', '/api/openai/v1/files/file-1'],
    ['DELETE', '/api/keys/openai'],
    ['POST', '/api/sandbox-openai/v1/chat/completions'],
  ] as const) {
    const told = await ask(page, method, path);
    expect([path, told.status, told.code]).toEqual([path, 403, 'view_only']);
    expect(told.words).toContain('to look only');
  }
  expect(reached).toEqual(['GET /v1/models']);
});

test('@security pages of another site can neither write, read, sign in nor sign out here', async ({ page, context }) => {
  await signIn(page, PASSPHRASE);
  const evil = await startProvider((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<form method="post" enctype="text/plain"><input name="{"></form>');
  });
  const other = await context.newPage();
  await other.goto(evil.baseUrl);
  const outcomes = await other.evaluate(async (origin) => {
    const tries = [
      fetch(`${origin}/api/openai/v1/batches`, { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' }),
      fetch(`${origin}/api/session`, { method: 'DELETE', credentials: 'include' }),
      fetch(`${origin}/api/openai/v1/models`, { credentials: 'include' }),
    ];
    const settled = await Promise.allSettled(tries);
    return settled.map((one) => (one.status === 'rejected' ? 'refused' : `${one.value.type}`));
  }, server.origin);
  expect(outcomes).toEqual(['refused', 'refused', 'refused']);
  for (const path of ['/api/openai/v1/batches', '/api/session']) {
    await other.goto(evil.baseUrl);
    await Promise.all([
      other.waitForURL(`${server.origin}${path}`),
      other.evaluate((action) => {
        const form = document.querySelector('form')!;
        form.action = action;
        form.submit();
      }, server.origin + path),
    ]);
    expect(await other.locator('body').textContent()).toContain('not_same_origin');
  }
  expect(reached).toEqual([]);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Ada' })).toBeVisible();
  await evil.stop();
});

test('@security guessing is slowed down, in words', async ({ browser }) => {
  const guarded = await startOwnServer(provider.baseUrl, { ROWMILL_PASSPHRASE: PASSPHRASE });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(guarded.origin);
  await page.getByLabel('Name').fill('Eve');
  await page.getByLabel('Passphrase').fill('guess number 0');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This passphrase is not right')).toBeVisible();
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  const statuses = await page.evaluate(async () => {
    const guess = (n: number) => fetch('/api/session', { method: 'POST', body: `{"name":"Eve","passphrase":"guess number ${n}"}` });
    const replies = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(guess));
    return replies.map(({ status }) => status).toSorted((one, other) => one - other);
  });
  await page.keyboard.press('Enter');
  expect(statuses).toEqual([401, 401, 401, 401, 429, 429, 429, 429]);
  await expect(page.getByText(/Too many wrong passphrases.*Try again in \d seconds/)).toBeVisible();
  expect((await ask(page, 'GET', '/api/endpoints')).status).toBe(401);
  const inside = page.getByRole('navigation', { name: 'Main' });
  await expect(async () => {
    if (await inside.isVisible()) return;
    await page.getByLabel('Passphrase').press('Enter', { timeout: 1000 });
    await expect(inside).toBeVisible({ timeout: 5000 });
  }).toPass({ timeout: 60_000 });
  expect(guarded.printed()).not.toMatch(/guess number|five words/);
  await context.close();
  await guarded.stop();
});

test('@security a link to the sign-in cannot send people elsewhere, and a name is only ever text', async ({ page }) => {
  let ran = false;
  await page.exposeFunction('ran', () => (ran = true));
  await signIn(page, PASSPHRASE, '/sign-in?next=%2F%2Fevil.example%2F', '<img src=x onerror=ran()>');
  expect(page.url()).toBe(`${server.origin}/`);
  await expect(page.getByRole('button', { name: '<img src=x onerror=ran()>' })).toBeVisible();
  expect(ran).toBe(false);
});

/** What the built server answers to a request line that no browser writes. */
function raw(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(server.origin, { path, headers: { 'sec-fetch-site': 'same-origin', ...headers } }, (reply) => {
      resolve(reply.resume().statusCode ?? 0);
    });
    call.once('error', reject);
    call.end();
  });
}

test('@security other names for this machine and paths in disguise get nothing from the built server', async ({ page, context }) => {
  await signIn(page, PASSPHRASE);
  const [cookie] = await context.cookies();
  const signedIn = { cookie: `${cookie!.name}=${cookie!.value}` };
  const { host } = new URL(server.origin);
  expect(await raw('/api/openai/v1/models', signedIn)).toBe(200);
  for (const other of ['evil.example', `evil.example:${host.split(':')[1]}`, '127.0.0.1', `${host}.evil.example`, `x@${host}`]) {
    expect([other, await raw('/api/openai/v1/models', { ...signedIn, host: other })]).toEqual([other, 421]);
    expect([other, await raw('/', { ...signedIn, host: other, 'x-forwarded-host': host })]).toEqual([other, 421]);
  }
  reached.length = 0;
  for (const path of [
    '/api/openai/v1/files/../models',
    '/api/openai/v1/files/%2e%2e/models',
    '/api/openai/v1/files/%252e%252e%252fmodels',
    '/api/openai/v1/files/..%2fmodels',
    '/api/openai/v1/files/a%5cb',
    '/api/openai/v1//models',
    '/api/openai/v1/files/%e2%80%a5%ef%bc%8fmodels',
    '/api/openai/v1/files/%c0%ae%c0%ae%c0%afmodels',
    '/_next/static/../../server.js',
    '/_next/static/%2e%2e/%2e%2e/package.json',
  ]) {
    expect([path, await raw(path, signedIn)]).toEqual([path, 400]);
  }
  expect(reached).toEqual([]);
});
