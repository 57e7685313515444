import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import type { Job } from '#lib/core/job';
import { ANTHROPIC, chooseTable, downloadCsv, fillNewJob, OPENAI, prepare, stored, submit, tally, waitForState } from './job-steps.ts';
import { startOwnServer } from './own-server.ts';
import { expect, test } from './test.ts';
import { wordyTable } from './wordy-table.ts';

/** An override ends with the session that set it. */
const devtools = new WeakMap<Page, Promise<CDPSession>>();

/**
 * Lets the app's origin have no more than `bytes`; null: as much as the browser gives. Chromium asks for the room left only now and
 * then, and goes on with what it was told: set it before the first page is opened; more room counts at once.
 */
async function setQuota(page: Page, origin: string, bytes: number | null): Promise<void> {
  const session = devtools.get(page) ?? page.context().newCDPSession(page);
  devtools.set(page, session);
  await (await session).send('Storage.overrideQuotaForOrigin', bytes === null ? { origin } : { origin, quotaSize: bytes });
}

/** What a browser with little room tells; what it lets be written is not changed by it. */
async function tellFree(context: BrowserContext, bytes: number): Promise<void> {
  await context.addInitScript((free) => {
    navigator.storage.estimate = () => Promise.resolve({ usage: 0, quota: free });
  }, bytes);
}

/** Runs in the page: gives a job one more file of so many bytes. */
async function addFile([jobId, bytes, n]: [string, number, number]): Promise<void> {
  const opened = indexedDB.open('rowmill');
  const db = await new Promise<IDBDatabase>((resolve) => {
    opened.addEventListener('success', () => resolve(opened.result));
  });
  const written = db.transaction(['artifacts', 'blobs'], 'readwrite');
  written.objectStore('blobs').add({ key: `filling-${n}`, blob: new Blob([new Uint8Array(bytes)]) });
  written.objectStore('artifacts').add({ jobId, path: `filling-${n}`, blobKey: `filling-${n}`, bytes, createdAt: 0 });
  await new Promise<void>((resolve, reject) => {
    written.addEventListener('complete', () => resolve());
    written.addEventListener('abort', () => reject(written.error));
  });
  db.close();
}

/** Gives a job files until about `leftBytes` of the quota are left. For some seconds after a write Chromium counts more than there is. */
async function fillUp(page: Page, jobId: string, quotaBytes: number, leftBytes: number): Promise<void> {
  let [before, n] = [-1, 0];
  for (;;) {
    await page.waitForTimeout(2000);
    const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    const missing = quotaBytes - usage - leftBytes;
    if (usage === before && missing < 50_000) return;
    if (usage === before) await page.evaluate(addFile, [jobId, missing, n++] as [string, number, number]);
    before = usage;
  }
}

const ask = { instructions: 'Say what the text praises.', rowsPerRequest: 1 };

test('@storage room needed and free stand before preparing; a job that does not fit is prepared only on the person’s word', async ({
  page,
  context,
}) => {
  await tellFree(context, 20_000);
  await fillNewJob(page, { ...ask, file: wordyTable('roomy.csv', 100, 400) });
  await expect(page.getByText(/^Needs about \d+ kB, 20 kB free/)).toBeVisible();
  await expect(page.getByText('This job is larger than the room this browser has left.')).toBeVisible();
  await page.getByRole('button', { name: 'Prepare job' }).click();
  const word = page.getByRole('checkbox', { name: 'Prepare it all the same' });
  await expect(word).toBeFocused();
  await expect(page.getByText('Tick this first, or make room.')).toBeVisible();
  expect(await stored(page, 'jobs')).toEqual([]);
  await word.check();
  await prepare(page);
  await waitForState(page, 'Ready to submit');
});

test('@storage a browser that does not promise to keep a job is told of once, with the bundle as the remedy', async ({ page }) => {
  await fillNewJob(page, { ...ask, file: wordyTable('kept.csv', 3, 40) });
  await prepare(page);
  await expect(page.getByText('This job is only in this browser, which does not promise to keep it')).toBeVisible();
  await page.getByRole('button', { name: 'Understood' }).click();
  await page.reload();
  await waitForState(page, 'Ready to submit');
  await expect(page.getByText('does not promise to keep it')).toHaveCount(0);
  await page.goto('/');
  await expect(page.getByText(/free · 1 table kept · not protected$/)).toBeVisible();
});

test('@storage a full disk stops an import in words; with room again it is whole, and nothing else was touched', async ({
  page,
  baseURL,
}) => {
  await setQuota(page, baseURL!, 2_000_000);
  await fillNewJob(page, { ...ask, file: wordyTable('first.csv', 20, 40) });
  const first = await prepare(page);
  await waitForState(page, 'Ready to submit');
  await page.goto('/new');
  const choose = () => chooseTable(page, wordyTable('large.csv', 2000, 2000));
  await choose();
  await expect(page.getByText('The browser has no room left for this table.')).toBeVisible();
  expect(await stored<{ name: string }>(page, 'datasets')).toMatchObject([{ name: 'first.csv' }]);
  expect((await stored<{ rowCount: number }>(page, 'pages')).map(({ rowCount }) => rowCount)).toEqual([20]);
  await setQuota(page, baseURL!, null);
  await choose();
  await expect(page.getByRole('combobox', { name: 'ID column' })).toBeVisible();
  const pages = await stored<{ rowCount: number }>(page, 'pages');
  expect(pages.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(2020);
  await page.goto(`/jobs/${first}`);
  await waitForState(page, 'Ready to submit');
});

for (const place of [OPENAI, ANTHROPIC]) {
  test(`@storage ${place.name}: a full disk stops preparing without a trace; with room again the job is whole`, async ({
    page,
    baseURL,
  }) => {
    await setQuota(page, baseURL!, 2_500_000);
    // A small table, and an instruction of some length that goes out with each of its rows.
    const instructions = `${ask.instructions} ${'Say it in few words of your own. '.repeat(150)}`;
    await fillNewJob(page, { ...ask, instructions, place, file: wordyTable('short.csv', 800, 100), requestsPerBatch: 160 });
    const jobId = await prepare(page);
    await waitForState(page, 'Could not be prepared');
    await expect(page.getByText('The browser has no room left for this job.')).toBeVisible();
    expect(await stored(page, 'parts')).toEqual([]);
    expect(await stored(page, 'artifacts')).toEqual([]);
    expect(await stored(page, 'partIndexes')).toEqual([]);
    await setQuota(page, baseURL!, null);
    await page.getByRole('button', { name: 'Prepare again' }).click();
    await waitForState(page, 'Ready to submit');
    expect(await stored(page, 'parts')).toHaveLength(5);
    await submit(page);
    await waitForState(page, 'Finished', 90_000);
    expect(tally(await downloadCsv(page))).toEqual({ ok: 800 });
    expect(await place.batches(page, jobId)).toHaveLength(5);
  });

  test(`@storage ${place.name}: a full disk stops collecting; deleting another job makes room, and every answer is collected`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const slow = { validating: 50, running: 3000, finalizing: 50, cancelling: 50, live: 50 };
    const server = await startOwnServer('http://127.0.0.1:9/v1', { ROWMILL_SANDBOX_DELAYS: JSON.stringify(slow) });
    const context = await browser.newContext({ baseURL: server.origin });
    const page = await context.newPage();
    const quotaBytes = 12_000_000;
    await setQuota(page, server.origin, quotaBytes);
    await fillNewJob(page, { ...ask, place, file: wordyTable('other.csv', 3, 40), jobId: 'other' });
    await prepare(page);
    await waitForState(page, 'Ready to submit');
    await fillNewJob(page, { ...ask, place, file: wordyTable('many.csv', 1500, 40), jobId: 'many' });
    await prepare(page);
    await waitForState(page, 'Ready to submit');
    await fillUp(page, 'other', quotaBytes, 600_000);
    await submit(page);
    await expect(page.getByRole('alert').getByText(/no room left/)).toBeVisible({ timeout: 40_000 });
    const jobs = await stored<Job>(page, 'jobs');
    expect(jobs.find(({ id }) => id === 'many')!.counts).toMatchObject({ sent: 1500 });
    const other = await context.newPage();
    await other.goto('/jobs/other');
    await other.getByRole('button', { name: 'Delete job' }).click();
    await other.getByRole('alertdialog').getByRole('button', { name: 'Delete job' }).click();
    await other.waitForURL((url) => url.pathname === '/');
    await other.close();
    // A stop that not even found a place in storage is tried again by the engine itself, perhaps before this click.
    await page
      .getByRole('button', { name: 'Check now' })
      .click({ timeout: 10_000 })
      .catch(() => undefined);
    await waitForState(page, 'Finished', 60_000);
    expect(tally(await downloadCsv(page))).toEqual({ ok: 1500 });
    expect(await place.batches(page, 'many')).toHaveLength(1);
    await context.close();
    await server.stop();
  });
}
