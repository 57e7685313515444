import { expect, test } from '@playwright/test';

test('the first page opens, without a violation of the policy or an error in the console', async ({ page }) => {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      throw new Error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const response = await page.goto('/');
  expect(response?.status()).toBe(200);
  expect(response?.headers()['content-security-policy']).toMatch(/script-src 'self' 'sha256-/);
  await expect(page.getByText('New job').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(faults).toEqual([]);
});

test('the page of a job that is not here opens under the policy of its own page', async ({ page }) => {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  const response = await page.goto('/jobs/no-such-job');
  expect(response?.status()).toBe(200);
  await page.waitForLoadState('networkidle');
  expect(violations).toEqual([]);
});

test('another name of this machine leads to the one address', async ({ page, baseURL }) => {
  await page.goto(`${baseURL!.replace('localhost', '127.0.0.1')}/?from=alias`);
  expect(page.url()).toBe(`${baseURL}/?from=alias`);
});

test('pages of other sites get nothing from the doors', async ({ page, baseURL }) => {
  await page.goto('/');
  const own = await page.evaluate(async () => (await fetch('/api/endpoints')).json());
  expect(own.endpoints.map(({ id }: { id: string }) => id)).toEqual(['openai', 'anthropic', 'sandbox-openai', 'sandbox-anthropic']);
  expect(own.endpoints[2].identity).toMatch(/^[0-9a-f]{32}$/);
  const foreign = await page.request.get(`${baseURL}/api/endpoints`, {
    headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  });
  expect(foreign.status()).toBe(403);
});
