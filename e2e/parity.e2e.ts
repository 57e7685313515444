import { readFile } from 'node:fs/promises';
import type { Page, Route } from '@playwright/test';
import type { Part } from '#lib/core/job';
import {
  ANTHROPIC,
  downloadBundle,
  downloadCsv,
  fillNewJob,
  OPENAI,
  prepare,
  stored,
  submit,
  tally,
  waitForState,
  type JobInput,
  type Place,
} from './job-steps.ts';
import { readZip } from './read-zip.ts';
import { expect, test } from './test.ts';

/** A table named after the test that uses it, so that two tests never share one. */
function tableOf(name: string, texts: string[]): { name: string; bytes: Buffer } {
  return { name, bytes: Buffer.from(['id,text', ...texts.map((text, n) => `r${n},${text}`)].join('\n')) };
}

const texts = (count: number) => Array.from({ length: count }, (_, n) => `Good kettle number ${n}`);
const recipe = { instructions: 'Say what the text praises.' };

interface Run extends Partial<JobInput> {
  texts: string[];
  /** Seconds between looks. */
  every?: number;
  /** Hours after which looking stops. */
  stopAfter?: number;
}

/** Makes a job and prepares it; resolves with its id. */
async function make(page: Page, { texts, every, stopAfter, ...more }: Run): Promise<string> {
  await fillNewJob(page, { ...recipe, file: tableOf('table.csv', texts), ...more });
  if (!more.requestsPerBatch) await page.getByText('Advanced', { exact: true }).click();
  if (every) await page.getByRole('spinbutton', { name: 'Look for results every' }).fill(String(every));
  if (stopAfter) await page.getByRole('spinbutton', { name: 'Stop looking after' }).fill(String(stopAfter));
  const jobId = await prepare(page);
  await waitForState(page, 'Ready to submit');
  return jobId;
}

async function finish(page: Page): Promise<void> {
  await submit(page);
  await waitForState(page, 'Finished');
}

/** Opens the dialog of a further round by its button and prepares it; `choose` sets it up. */
async function newRound(page: Page, button: string, rows: string, choose?: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await choose?.();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Prepare ${rows}`, exact: true })
    .click();
  await waitForState(page, 'Ready to submit');
}

const idsIn = (place: Place, files: Map<string, Buffer>, k: number) =>
  place
    .requests(files, k)
    .flatMap(({ rows }) => rows.map((row) => row.input_id))
    .toSorted();

/** What the server answers to a call. It wants to hear where the call comes from, which only a browser adds by itself. */
function answerTo(route: Route) {
  return route.fetch({ headers: { ...route.request().headers(), 'sec-fetch-site': 'same-origin' } });
}

/** Lets the provider say that its batches still run, one request of each done, until it is let go. */
async function holdBatches(page: Page): Promise<{ looks: () => number; letGo: () => void }> {
  let looks = 0;
  let isHeld = true;
  await page.context().route('**/api/sandbox-openai/v1/batches/*', async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    looks++;
    if (!isHeld) return route.continue();
    const response = await answerTo(route);
    const batch = await response.json();
    const counts = { ...batch.request_counts, completed: 1, failed: 0 };
    const json = { ...batch, status: 'in_progress', output_file_id: null, request_counts: counts };
    return route.fulfill({ response, json });
  });
  return {
    looks: () => looks,
    letGo: () => {
      isHeld = false;
    },
  };
}

test('@job parity: batch_root_dir: kept in this browser, with sizes; every job exportable, and all of them as one zip', async ({
  page,
}) => {
  const ids = [
    await make(page, { texts: texts(3), file: tableOf('first.csv', texts(3)) }),
    await make(page, { texts: texts(4), file: tableOf('second.csv', texts(4)), place: ANTHROPIC }),
  ];
  await finish(page);
  await page.goto('/');
  const kept = page.getByText(/used in this browser, .* free · 2 tables kept/);
  await expect(kept).toHaveText(/\d (bytes|[kMG]B) used in this browser/);
  await kept.click();
  await expect(page.getByRole('table', { name: 'Tables kept' }).getByRole('row')).toHaveText([/Size/, /second\.csv/, /first\.csv/]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download all jobs' }).click();
  const files = readZip(await readFile(await (await download).path()));
  const inFolder = (jobId: string) =>
    [...files.keys()].filter((path) => path.startsWith(`${jobId}/`)).map((path) => path.slice(jobId.length + 1));
  expect(inFolder(ids[0]!)).toEqual(
    expect.arrayContaining(['job.json', 'source/first.csv', 'batch_input/batch_0.jsonl', 'results/rows.csv']),
  );
  expect(inFolder(ids[1]!)).toEqual(
    expect.arrayContaining([
      'job.json',
      'source/second.csv',
      'batch_input/requests.json',
      'batch_output/results.jsonl',
      'results/rows.csv',
    ]),
  );
  expect(files.size).toBe(inFolder(ids[0]!).length + inFolder(ids[1]!).length);
});

test('@job parity: job_id: taken exactly as given, shown, and copied with each file’s path', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await make(page, { texts: texts(2), jobId: 'My_Job-7' })).toBe('My_Job-7');
  await page.getByRole('button', { name: 'Copy job id' }).click();
  expect(await copied()).toBe('My_Job-7');
  await page.getByRole('tab', { name: 'Files' }).click();
  await page.getByRole('button', { name: /^batch_0\.jsonl/ }).click();
  await page.getByRole('button', { name: 'Copy path' }).click();
  await expect.poll(copied).toBe('My_Job-7/batch_input/batch_0.jsonl');
});

for (const place of [OPENAI, ANTHROPIC]) {
  const some = ['Good kettle', '[[sandbox:missing:shared]] Nice lamp', 'Good chair', 'Good bowl'];
  const alone = { place, texts: some, inOrder: true, rowsPerRequest: 4 };

  test(`@job parity: exclude_processed: on, only rows without a valid answer go out again (${place.name})`, async ({ page }) => {
    const jobId = await make(page, alone);
    await finish(page);
    expect(tally(await downloadCsv(page))).toEqual({ ok: 3, missing: 1 });
    await newRound(page, 'Send remaining rows again', '1 row');
    await finish(page);
    expect(tally(await downloadCsv(page))).toEqual({ ok: 4 });
    expect(idsIn(place, await downloadBundle(page, jobId), 1)).toEqual(['r1']);
  });

  test(`@job parity: Rebuild: what was sent stays as it was sent (${place.name})`, async ({ page }) => {
    const jobId = await make(page, alone);
    const before = await downloadBundle(page, jobId);
    await finish(page);
    await newRound(page, 'Send remaining rows again', '1 row');
    const after = await downloadBundle(page, jobId);
    const inputs = (files: Map<string, Buffer>) => [...files].filter(([path]) => /^batch_input\/(batch_|requests)/.test(path));
    expect(inputs(before)).toHaveLength(1);
    expect(inputs(after)).toHaveLength(2);
    expect(inputs(after)).toContainEqual(inputs(before)[0]);
  });

  test(`@job parity: batch_error_{id}.txt, errors.txt: requests that failed stand in the original’s file (${place.name})`, async ({
    page,
  }) => {
    const failing = ['Good kettle', '[[sandbox:fail]] Nice lamp'];
    const jobId = await make(page, { place, texts: failing, inOrder: true, rowsPerRequest: 1 });
    await finish(page);
    const [part] = await stored<Part>(page, 'parts');
    const path = place === OPENAI ? `batch_output/batch_error_${part!.batchId}.txt` : 'batch_output/errors.txt';
    const errors = (await downloadBundle(page, jobId)).get(path)!.toString().trim().split('\n');
    expect(errors.map((line) => JSON.parse(line).custom_id)).toEqual([place === OPENAI ? `${jobId}-0-1` : `${jobId}-chunk-000001`]);
    expect((await downloadCsv(page)).map((row) => row._state)).toEqual(['ok', 'failed']);
  });

  test(`@job parity: Rows: shuffled on their way, joined to the table in its own order (${place.name})`, async ({ page }) => {
    const jobId = await make(page, { place, texts: texts(12), rowsPerRequest: 2 });
    await finish(page);
    const order = Array.from({ length: 12 }, (_, n) => `r${n}`);
    const sent = place.requests(await downloadBundle(page, jobId), 0).flatMap(({ rows }) => rows.map((row) => row.input_id));
    expect(sent).not.toEqual(order);
    const rows = await downloadCsv(page);
    expect(rows.map((row) => [row.id, row.text, row._state])).toEqual(order.map((id, n) => [id, texts(12)[n], 'ok']));
  });

  test(`@job parity: Re-retrieve: the copy that is here stands until a new one is whole (${place.name})`, async ({ page, context }) => {
    const jobId = await make(page, { place, texts: texts(6), rowsPerRequest: 1 });
    await finish(page);
    const rows = await downloadCsv(page);
    const [part] = await stored<Part>(page, 'parts');
    const copy = async () => (await downloadBundle(page, jobId)).get(place.results(part!.batchId!))!.toString();
    const before = await copy();
    let broken = 0;
    const breakOff = async (route: Route) => {
      const response = await answerTo(route);
      const body = await response.body();
      broken++;
      const short = { response, body: body.subarray(0, body.length - 9), headers: { 'content-type': 'application/jsonl' } };
      // One under way when the pages' calls are left alone again is let through then.
      await route.fulfill(short).catch(() => undefined);
    };
    const downloads = place === OPENAI ? '**/v1/files/*/content' : '**/v1/messages/batches/*/results';
    await context.route(downloads, breakOff);
    await markUncollected(page);
    await page.reload();
    await expect(page.getByText('The download broke off before its end.')).toBeVisible();
    expect(broken).toBeGreaterThan(0);
    expect(await copy()).toBe(before);
    expect(await downloadCsv(page)).toEqual(rows);
    await context.unroute(downloads, breakOff);
    await waitForState(page, 'Finished');
    expect(await copy()).toBe(before);
    expect(await downloadCsv(page)).toEqual(rows);
  });
}

/** Leaves a batch as a crash between fetching its files and reading them does: ended, its answers to be fetched. */
async function markUncollected(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const opened = indexedDB.open('rowmill');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      opened.addEventListener('success', () => resolve(opened.result));
      opened.addEventListener('error', () => reject(opened.error));
    });
    const change = db.transaction('parts', 'readwrite');
    const parts = change.objectStore('parts');
    const all = parts.getAll();
    all.addEventListener('success', () => {
      for (const part of all.result) parts.put({ ...part, state: 'ended' });
    });
    await new Promise((resolve) => change.addEventListener('complete', resolve));
    db.close();
  });
}

test('@job parity: exclude_processed: off, all rows go out again; under the same question none is another', async ({ page }) => {
  const jobId = await make(page, { texts: texts(4) });
  await finish(page);
  const choose = (name: string | RegExp) => page.getByRole('dialog').getByRole('radio', { name, exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'Ask rows again' }).click();
  await choose(/under another question/i);
  await expect(page.getByRole('dialog')).toContainText('No row was answered under another question');
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Prepare/ })).toBeDisabled();
  await page.getByRole('dialog').getByLabel('Model', { exact: true }).fill('gpt-4.1-mini');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Prepare 4 rows' })).toBeEnabled();
  await page.keyboard.press('Escape');
  await page
    .getByRole('button', { name: 'Not now' })
    .click({ timeout: 500 })
    .catch(() => undefined);
  await newRound(page, 'Ask rows again', '4 rows', () => choose('All'));
  await finish(page);
  expect((await downloadCsv(page)).map((row) => [row._state, row._round])).toEqual(texts(4).map(() => ['ok', '2']));
  expect(idsIn(OPENAI, await downloadBundle(page, jobId), 1)).toEqual(['r0', 'r1', 'r2', 'r3']);
});

test('@job parity: exclude_processed: a table that has grown is added to the same job, and only its new rows go out', async ({ page }) => {
  const jobId = await make(page, { texts: texts(4) });
  await finish(page);
  await page.getByRole('button', { name: 'Add a longer table' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('dialog').getByRole('button', { name: 'Choose a table file', exact: true }).click();
  const grown = tableOf('longer.csv', texts(6));
  await (await chooser).setFiles({ ...grown, mimeType: 'text/csv', buffer: grown.bytes });
  await expect(page.getByText('2 rows are new and waiting')).toBeVisible();
  await page.getByRole('button', { name: 'Prepare the new rows' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Prepare 2 rows' }).click();
  await waitForState(page, 'Ready to submit');
  await finish(page);
  expect((await downloadCsv(page)).map((row) => [row.id, row._state, row._round])).toEqual([
    ...['r0', 'r1', 'r2', 'r3'].map((id) => [id, 'ok', '1']),
    ...['r4', 'r5'].map((id) => [id, 'ok', '2']),
  ]);
  expect(idsIn(OPENAI, await downloadBundle(page, jobId), 1)).toEqual(['r4', 'r5']);
});

test('@job parity: Order: batches are made by number, batch_2 before batch_10', async ({ page }) => {
  const made: string[] = [];
  await page.context().route('**/api/sandbox-openai/v1/batches', async (route) => {
    made.push(JSON.parse(route.request().postData() ?? '{}').metadata?.part);
    await route.continue();
  });
  await make(page, { texts: texts(12), rowsPerRequest: 1, requestsPerBatch: 1 });
  await finish(page);
  expect(made).toEqual(Array.from({ length: 12 }, (_, k) => String(k)));
});

test('@job parity: interval, continuous, timeout: with continuous off each look is asked for', async ({ page }) => {
  const { looks, letGo } = await holdBatches(page);
  await make(page, { texts: texts(2), every: 1 });
  await submit(page);
  await waitForState(page, 'Waiting for the provider');
  await page.getByRole('button', { name: 'Stop watching' }).click();
  await waitForState(page, 'Not watching');
  await page.waitForTimeout(1500);
  const before = looks();
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect.poll(looks).toBe(before + 1);
  await page.waitForTimeout(2500);
  expect(looks()).toBe(before + 1);
  await waitForState(page, 'Not watching');
  letGo();
  await page.getByRole('button', { name: 'Check now' }).click();
  await waitForState(page, 'Finished');
});

test('@job parity: interval, continuous, timeout: looking stops at the give-up time and says so; Check now still collects', async ({
  page,
}) => {
  const { letGo } = await holdBatches(page);
  await make(page, { texts: texts(2), every: 1, stopAfter: 0.001 });
  await submit(page);
  await waitForState(page, 'Not watching');
  await expect(page.getByText(/did not end within the give-up time of 0\.001 hours/)).toBeVisible();
  letGo();
  await page.getByRole('button', { name: 'Check now' }).click();
  await waitForState(page, 'Finished');
  expect(tally(await downloadCsv(page))).toEqual({ ok: 2 });
});

test('@job parity: No submission: nothing to retrieve is offered, and the deep link says what to do first', async ({ page }) => {
  const jobId = await make(page, { texts: texts(2) });
  await page.goto(`/jobs/${jobId}?tab=results`);
  await expect(page.getByText('The job is prepared but not submitted. Press “Submit” first')).toBeVisible();
  for (const name of ['Check now', 'Watch again', 'Stop watching', 'Download results']) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
  await page.goto('/jobs/nowhere?tab=results');
  await expect(page.getByText('There is no job “nowhere” in this browser')).toBeVisible();
});

test('@job parity: Nothing yet: says that there are no results yet, and shows no empty table', async ({ page }) => {
  const { letGo } = await holdBatches(page);
  await make(page, { texts: texts(2), every: 1 });
  await submit(page);
  await waitForState(page, 'Waiting for the provider');
  await expect(page.getByText('No results yet')).toBeVisible();
  const table = page.getByLabel(/^Results of /);
  await expect(table).toHaveCount(0);
  letGo();
  await expect(table).toBeVisible();
  await expect(page.getByText('No results yet')).toHaveCount(0);
});

test('@job parity: Counts: how many requests are done, of each batch and of all', async ({ page }) => {
  const { letGo } = await holdBatches(page);
  await make(page, { texts: texts(5), rowsPerRequest: 1, requestsPerBatch: 3, every: 1 });
  await submit(page);
  const all = page.getByRole('region', { name: 'Waiting' });
  await expect(all).toContainText('2 of 5 requests done');
  await expect(all).toContainText('0 of 2 batches collected');
  const lines = page.getByRole('region', { name: 'Batches' }).getByRole('listitem');
  await expect(lines).toContainText(['1 of 3 requests', '1 of 2 requests']);
  letGo();
  await waitForState(page, 'Finished');
});
