import type { Page } from '@playwright/test';
import type { Part } from '#lib/core/job';
import { ANTHROPIC, downloadCsv, fillNewJob, OPENAI, prepare, stored, submit, tally, waitForState, type Place } from './job-steps.ts';
import { expect, test } from './test.ts';

/** A table of `rows` texts of about `characters` characters each. */
function table(rows: number, characters: number): { name: string; bytes: Buffer } {
  const words = 'The delivery was quick and the kettle boils fast but the lid is loose '.repeat(Math.ceil(characters / 70));
  const lines = Array.from({ length: rows }, (_, n) => `r${n},"Text ${n}: ${words.slice(0, characters)}"`);
  return { name: `${rows}.csv`, bytes: Buffer.from(`id,text\n${lines.join('\n')}\n`) };
}

const recipe = { instructions: 'Say what the text praises.', rowsPerRequest: 20 };

/** Every row done exactly once, and one batch per file at the provider. */
async function expectWhole(page: Page, place: Place, jobId: string, rows: number): Promise<void> {
  await waitForState(page, 'Finished', 90_000);
  expect(tally(await downloadCsv(page))).toEqual({ ok: rows });
  const parts = await stored<Part>(page, 'parts');
  const batches = await place.batches(page, jobId);
  expect(batches.map((batch) => batch.id).toSorted()).toEqual(parts.map((part) => part.batchId!).toSorted());
}

/**
 * Waits until so many batches are at the provider. Where one call makes a batch, a page that goes in the middle of it leaves
 * a batch nobody knows of; that case has a test of its own.
 */
async function waitForBatches(page: Page, least: number): Promise<void> {
  const count = async () => (await stored<Part>(page, 'parts')).filter((part) => part.batchId).length;
  await expect.poll(count, { intervals: [20] }).toBeGreaterThanOrEqual(least);
}

/** One call carries the file and makes the batch: cut off, nobody knows whether it was made, and only the person may say "again" at once. */
async function sendAgain(page: Page): Promise<void> {
  await waitForState(page, 'Needs your answer');
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send again' }).click();
}

/** Runs in the page: reloads it as soon as a first file of the job whose page it shows is stored, and notes how far preparing was then. */
async function reloadAtFirstFile(): Promise<void> {
  const opened = indexedDB.open('rowmill');
  const db = await new Promise<IDBDatabase>((resolve) => {
    opened.addEventListener('success', () => resolve(opened.result));
  });
  const all = <T>(store: string) =>
    new Promise<T[]>((resolve) => {
      const asked = db.transaction(store).objectStore(store).getAll();
      asked.addEventListener('success', () => resolve(asked.result));
    });
  while (!location.pathname.startsWith('/jobs/') || (await all('parts')).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const [job] = await all<{ preparation: { phase: string } }>('jobs');
  sessionStorage.setItem('phase', job!.preparation.phase);
  location.reload();
}

// Batches of other tests, looked at for whose they are, may have no results yet.
test.use({ expectedFaults: [/status of 404/] });

for (const place of [OPENAI, ANTHROPIC]) {
  test(`@job ${place.name}: a reload while preparing: the same files as without`, async ({ page }) => {
    test.setTimeout(150_000);
    await fillNewJob(page, { ...recipe, place, file: table(48_000, 200), rowsPerRequest: 5, requestsPerBatch: 800 });
    const reloaded = page.waitForEvent('load');
    // It goes with the page it runs in.
    page.evaluate(reloadAtFirstFile).catch(() => undefined);
    await page.getByRole('button', { name: 'Prepare job' }).click();
    await reloaded;
    const jobId = new URL(page.url()).pathname.split('/').at(-1)!;
    // Twelve files are written; the page went after one or a few of them.
    expect(await page.evaluate(() => sessionStorage.getItem('phase'))).toBe('running');
    await waitForState(page, 'Ready to submit');
    const parts = await stored<Part>(page, 'parts');
    expect(parts.map((part) => [part.k, part.requests])).toEqual(Array.from({ length: 12 }, (_, k) => [k, 800]));
    expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(48_000);
    await submit(page);
    await expectWhole(page, place, jobId, 48_000);
  });

  test(`@job ${place.name}: a reload while uploading: one upload that counts, one batch`, async ({ page }) => {
    let uploads = 0;
    await page.context().route(place === OPENAI ? '**/v1/files' : '**/v1/messages/batches', async (route) => {
      if (route.request().method() === 'POST' && ++uploads === 1) await new Promise((resolve) => setTimeout(resolve, 4000));
      await route.continue().catch(() => undefined);
    });
    await fillNewJob(page, { ...recipe, place, file: table(200, 100) });
    const jobId = await prepare(page);
    await submit(page);
    await expect
      .poll(async () => (await stored<Part>(page, 'parts'))[0]?.state, { intervals: [50] })
      .toBe(place === OPENAI ? 'uploading' : 'creating');
    await page.reload();
    if (place === ANTHROPIC) await sendAgain(page);
    await expectWhole(page, place, jobId, 200);
    expect(uploads).toBeGreaterThan(1);
  });

  test(`@job ${place.name}: a reload while waiting for the provider: nothing is made twice`, async ({ page }) => {
    await fillNewJob(page, { ...recipe, place, file: table(100, 100), requestsPerBatch: 2 });
    const jobId = await prepare(page);
    await submit(page);
    await waitForBatches(page, place === OPENAI ? 1 : 3);
    await page.reload();
    await expectWhole(page, place, jobId, 100);
  });

  test(`@job ${place.name}: two tabs on one job: one drives, nothing is made twice`, async ({ page, context }) => {
    await fillNewJob(page, { ...recipe, place, file: table(100, 100), requestsPerBatch: 1 });
    const jobId = await prepare(page);
    const other = await context.newPage();
    await other.goto(`/jobs/${jobId}`);
    await expect(other.getByRole('button', { name: 'Submit', exact: true })).toBeVisible();
    await submit(page);
    await waitForBatches(page, place === OPENAI ? 1 : 5);
    await other.bringToFront();
    await page.close();
    await expectWhole(other, place, jobId, 100);
  });
}
