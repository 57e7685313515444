import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from '@playwright/test';
import { ANTHROPIC, downloadCsv, fillNewJob, OPENAI, prepare, submit, waitForState, type JobInput, type Place } from './job-steps.ts';
import { startOwnServer } from './own-server.ts';
import { expect, test } from './test.ts';

const TEXTS = ['Good lamp.', 'Awful.', '', 'A box.', 'Broken on day two.', 'Lovely.', 'Fine, for $5.', 'Never again.', 'Odd.'];
const TABLE = `id,text\n${TEXTS.map((text, n) => `r${n},${text}`).join('\n')}\n`;
const FILE = { name: 'reviews.csv', bytes: Buffer.from(TABLE) };

async function finished(page: Page, place: Place, jobId: string, change: Partial<JobInput> = {}): Promise<Record<string, string>[]> {
  const input = { file: FILE, instructions: 'Is it praise?', rowsPerRequest: 2, requestsPerBatch: 3, place, jobId, ...change };
  await fillNewJob(page, input);
  await page.getByRole('textbox', { name: 'Job name' }).fill(jobId);
  await prepare(page);
  await submit(page);
  await waitForState(page, 'Finished');
  return downloadCsv(page);
}

/** A browser that has nothing of ours. */
async function wiped(browser: Browser, origin: string): Promise<Page> {
  return (await browser.newContext({ baseURL: origin, reducedMotion: 'reduce' })).newPage();
}

async function listed(page: Page, place: Place, name: string): Promise<Locator> {
  await page.goto('/at-provider');
  await page.getByRole('radio', { name: place.label }).check();
  const job = page.getByRole('listitem', { name, exact: true });
  const more = page.getByRole('button', { name: 'Show more' });
  const list = page.getByRole('list', { name: 'Jobs at the provider' });
  await expect(list).toBeVisible();
  // Other tests' batches come and go: the job may be on a later page, or told only once a few results are read.
  await expect(async () => {
    if (!(await job.isVisible()) && (await more.isVisible())) await more.click();
    await expect(job).toBeVisible({ timeout: 2000 });
  }).toPass();
  return job;
}

const originOf = (page: Page) => new URL(page.url()).origin;

test('a job whose browser was wiped comes back from OpenAI whole', async ({ page, browser }) => {
  const before = await finished(page, OPENAI, 'wiped-openai');
  expect(new Set(before.map(({ _state }) => _state))).toEqual(new Set(['ok', 'skipped']));
  const here = await listed(page, OPENAI, 'wiped-openai');
  await expect(here.getByText('Here', { exact: true })).toBeVisible();
  await expect(here.getByText(/^2 batches · 2 ended/)).toBeVisible();
  await expect(here.getByText(/Results gone in 29 days/).first()).toBeVisible();

  const other = await wiped(browser, originOf(page));
  const there = await listed(other, OPENAI, 'wiped-openai');
  await expect(there.getByText('Not here')).toBeVisible();
  await there.getByRole('button', { name: 'Take in wiped-openai' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Take in', exact: true }).click();
  await other.waitForURL(/\/jobs\/wiped-openai$/);
  await waitForState(other, 'Finished');
  // A row that was never sent has a number and a state; its id is in the table alone.
  const unsent = (rows: Record<string, string>[]) =>
    rows.map((row) => (row._state === 'skipped' ? { row: row.row, _state: row._state } : row));
  expect(unsent(await downloadCsv(other))).toEqual(unsent(before));
  await other.getByRole('button', { name: 'Add the table' }).click();
  const chooser = other.waitForEvent('filechooser');
  await other.getByRole('dialog').getByRole('button', { name: 'Choose a table file' }).click();
  await (await chooser).setFiles({ name: 'reviews.csv', mimeType: 'text/csv', buffer: FILE.bytes });
  await expect(other.getByRole('dialog')).toBeHidden();
  expect(await downloadCsv(other)).toEqual(before);
  await expect((await listed(other, OPENAI, 'wiped-openai')).getByText('Here', { exact: true })).toBeVisible();
});

test('both rounds of a job come back, beside one of the same id that is kept apart', async ({ page, browser }) => {
  const bytes = Buffer.from('id,text\na,Good\nb,Bad [[sandbox:missing:shared]]\nc,Fine\nd,Odd [[sandbox:fail]]\n');
  await finished(page, OPENAI, 'two-rounds', { file: { name: 'few.csv', bytes } });
  await page.getByRole('button', { name: 'Send remaining rows again' }).click();
  await page.getByRole('dialog').getByRole('spinbutton', { name: 'Rows per request' }).fill('1');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Prepare/ })
    .click();
  await waitForState(page, 'Ready to submit');
  await submit(page);
  await waitForState(page, 'Finished');
  const before = await downloadCsv(page);
  expect(before.map(({ id, _round, _state }) => [id, _round, _state])).toContainEqual(['b', '2', 'ok']);

  const other = await wiped(browser, originOf(page));
  await fillNewJob(other, { file: FILE, instructions: 'Another.', jobId: 'two-rounds' });
  await prepare(other);
  const there = await listed(other, OPENAI, 'two-rounds');
  await there.getByRole('button', { name: 'Take in two-rounds' }).click();
  const dialog = other.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Take in', exact: true }).click();
  await expect(dialog.getByText('A job with the id “two-rounds” is here already.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Keep both apart' }).click();
  await other.waitForURL(/\/jobs\/two-rounds-\w{4}$/);
  await waitForState(other, 'Finished');
  expect(await downloadCsv(other)).toEqual(before);
});

test('a job whose browser was wiped comes back from Anthropic with its table', async ({ page, browser }) => {
  const before = await finished(page, ANTHROPIC, 'wiped-anthropic');
  const other = await wiped(browser, originOf(page));
  const there = await listed(other, ANTHROPIC, 'wiped-anthropic');
  await expect(there.getByText(/2 batches/)).toBeVisible();
  await there.getByRole('button', { name: 'Take in wiped-anthropic' }).click();
  const dialog = other.getByRole('dialog');
  const chooser = other.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Choose a table file' }).click();
  await (await chooser).setFiles({ name: 'reviews.csv', mimeType: 'text/csv', buffer: FILE.bytes });
  await expect(dialog.getByRole('combobox', { name: 'Table' }).locator('option:checked')).toHaveText(/reviews\.csv/);
  await dialog.getByRole('button', { name: 'Take in', exact: true }).click();
  await other.waitForURL(/\/jobs\/wiped-anthropic$/);
  await waitForState(other, 'Finished');
  await expect(other.getByText('What was asked is not known here')).toBeVisible();
  await expect(other.getByRole('button', { name: /again/ })).toHaveCount(0);
  expect(await downloadCsv(other)).toEqual(before);
});

test('batches of other programs are grouped and taken in, and one deleted is told of in the job', async ({ page }) => {
  await page.goto('/at-provider');
  await page.evaluate(async () => {
    const base = '/api/sandbox-openai/v1';
    for (const k of [0, 1]) {
      const lines = [0, 1].map((i) => {
        const rows = [{ input_id: `x${k}${i}`, input_text: `Text ${k} ${i}` }];
        const messages = [
          { role: 'system', content: 'Praise? Answer in JSON.' },
          { role: 'user', content: JSON.stringify(rows) },
        ];
        const body = { model: 'gpt-6-luna', response_format: { type: 'json_object' }, messages };
        return JSON.stringify({ custom_id: `foreign-${k}-${i}`, method: 'POST', url: '/v1/chat/completions', body });
      });
      const form = new FormData();
      form.append('purpose', 'batch');
      form.append('file', new File([`${lines.join('\n')}\n`], `batch_${k}.jsonl`));
      const { id } = await (await fetch(`${base}/files`, { method: 'POST', body: form })).json();
      const metadata = { description: 'Batch job foreign' };
      const batch = { input_file_id: id, endpoint: '/v1/chat/completions', completion_window: '24h', metadata };
      await fetch(`${base}/batches`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(batch) });
    }
  });
  const there = await listed(page, OPENAI, 'foreign');
  await expect(there.getByText(/^2 batches/)).toBeVisible();
  await there.getByRole('button', { name: 'Take in foreign' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take in', exact: true }).click();
  await page.waitForURL(/\/jobs\/foreign$/);
  await waitForState(page, 'Finished');
  const rows = await downloadCsv(page);
  expect(rows.map(({ _state }) => _state)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(rows.map(({ input_text }) => input_text).toSorted()).toEqual(['Text 0 0', 'Text 0 1', 'Text 1 0', 'Text 1 1']);

  const here = await listed(page, OPENAI, 'foreign');
  await here
    .getByRole('button', { name: /^Delete batch/ })
    .first()
    .click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('files of answers are deleted');
  await dialog.getByRole('button', { name: 'Delete at the provider' }).click();
  await expect(dialog).toBeHidden();
  await page.goto('/jobs/foreign');
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText(/files were deleted at the provider/)).toBeVisible();
});

test('what nobody collected here is deleted only on the person’s word, and is then gone', async ({ page, browser }) => {
  await finished(page, ANTHROPIC, 'deleted-there');
  const other = await wiped(browser, originOf(page));
  const there = await listed(other, ANTHROPIC, 'deleted-there');
  const remove = there.getByRole('button', { name: /^Delete batch/ });
  await expect(remove).toHaveCount(2);
  await remove.first().click();
  const dialog = other.getByRole('alertdialog');
  const confirm = dialog.getByRole('button', { name: 'Delete at the provider' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('checkbox').check();
  await confirm.click();
  await expect(dialog).toBeHidden();
  await expect((await listed(other, ANTHROPIC, 'deleted-there')).getByRole('button', { name: /^Delete batch/ })).toHaveCount(1);
});

test('cancelling asks twice, and the screen is accessible in every state', async ({ page }) => {
  test.setTimeout(150_000);
  const slow = { validating: 50, running: 120_000, finalizing: 50, cancelling: 50, live: 50 };
  const server = await startOwnServer('http://127.0.0.1:9/v1', { OPENAI_API_KEY: '', ROWMILL_SANDBOX_DELAYS: JSON.stringify(slow) });
  try {
    const accessible = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
      }
    };
    await page.goto(`${server.origin}/at-provider`);
    await expect(page.getByRole('heading', { name: /^No batches at/ })).toBeVisible();
    await accessible();
    await page.goto(`${server.origin}/new`);
    await page.evaluate(async () => {
      const base = '/api/sandbox-openai/v1';
      const messages = [{ role: 'user', content: 'Say something in JSON.' }];
      const body = { model: 'gpt-6-luna', messages };
      const lines = Array.from({ length: 50 }, (_, i) =>
        JSON.stringify({ custom_id: `by-hand-${i}x`, method: 'POST', url: '/v1/chat/completions', body }),
      );
      const form = new FormData();
      form.append('purpose', 'batch');
      form.append('file', new File([lines.join('\n')], 'mine.jsonl'));
      const { id } = await (await fetch(`${base}/files`, { method: 'POST', body: form })).json();
      const batch = { input_file_id: id, endpoint: '/v1/chat/completions', completion_window: '24h' };
      await fetch(`${base}/batches`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(batch) });
    });
    await page.goto(`${server.origin}/at-provider`);
    await page.getByRole('button', { name: /^Cancel batch/ }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('its rows end as cancelled');
    await accessible();
    await dialog.getByRole('button', { name: 'Cancel batch' }).click();
    await expect(dialog.getByRole('heading')).toHaveText(/^Really cancel/);
    await expect(page.getByText('Being cancelled')).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Yes, cancel it' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText(/^(Being cancelled|Cancelled)$/)).toBeVisible();
    await accessible();
    await page.getByRole('button', { name: /^Take in/ }).click();
    await accessible();
  } finally {
    await server.stop();
  }
});
