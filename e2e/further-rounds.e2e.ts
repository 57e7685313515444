import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Job } from '#lib/core/job';
import { ANTHROPIC, downloadBundle, downloadCsv, fillNewJob, prepare, stored, submit, tally, waitForState } from './job-steps.ts';
import { readZip } from './read-zip.ts';
import { expect, test } from './test.ts';

const schema = JSON.stringify({
  type: 'object',
  properties: { tone: { type: 'string', enum: ['good', 'bad'] }, price: { type: ['number', 'null'] } },
  required: ['tone', 'price'],
  additionalProperties: false,
});

const csv = (name: string, rows: string[]) => ({ name, bytes: Buffer.from(`id,text\n${rows.join('\n')}`) });
const three = ['a,Good kettle for 30 euros', 'b,The lamp broke', 'c,Fine chair'];

/** Prepares the round the open dialog describes, submits it and waits for its end. */
async function runRound(page: Page): Promise<void> {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Prepare/ })
    .click();
  await waitForState(page, 'Ready to submit');
  await submit(page);
  await waitForState(page, 'Finished');
}

test('@job a table that has grown: answers stay with their rows, only new rows are sent', async ({ page }) => {
  await fillNewJob(page, { file: csv('three.csv', three), instructions: 'Tone?', schema, rowsPerRequest: 1 });
  await prepare(page);
  await submit(page);
  await waitForState(page, 'Finished');
  const before = await downloadCsv(page);

  await page.getByRole('button', { name: 'Add a longer table' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('dialog').getByRole('button', { name: 'Choose a table file' }).click();
  const grown = csv('more.csv', ['x,New at the top', ...three, 'y,', 'z,New at the end']);
  await (await chooser).setFiles({ name: grown.name, mimeType: 'text/csv', buffer: grown.bytes });
  await expect(page.getByText('3 rows are new and waiting')).toBeVisible();
  await page.getByRole('button', { name: 'Prepare the new rows' }).click();
  await runRound(page);

  const after = await downloadCsv(page);
  expect(after.map((row) => [row.id, row._state, row._round])).toEqual([
    ['x', 'ok', '2'],
    ['a', 'ok', '1'],
    ['b', 'ok', '1'],
    ['c', 'ok', '1'],
    ['y', 'skipped', ''],
    ['z', 'ok', '2'],
  ]);
  for (const row of before) expect(after.find(({ id }) => id === row.id)).toMatchObject({ tone: row.tone, _batch_id: row._batch_id });
});

test('@job a table without rows that were sent is not taken', async ({ page }) => {
  await fillNewJob(page, { file: csv('three.csv', three), instructions: 'Tone?', schema });
  await prepare(page);
  await submit(page);
  await waitForState(page, 'Finished');
  await page.getByRole('button', { name: 'Add a longer table' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('dialog').getByRole('button', { name: 'Choose a table file' }).click();
  const other = csv('other.csv', ['a,Good kettle for 30 euros', 'q,Another']);
  await (await chooser).setFiles({ name: other.name, mimeType: 'text/csv', buffer: other.bytes });
  await expect(page.getByRole('alert').filter({ hasText: '2 rows that were sent are not in this table' })).toBeVisible();
  expect((await stored<Job>(page, 'jobs'))[0]!.datasetName).toBe('three.csv');
});

test('@job another model for what is left marks the rows; rows that are done are asked again only when wanted', async ({ page }) => {
  const rows = [...three, 'd,[[sandbox:missing]] left out'];
  await fillNewJob(page, { file: csv('four.csv', rows), instructions: 'Tone?', schema, rowsPerRequest: 1 });
  await prepare(page);
  await submit(page);
  await waitForState(page, 'Finished');
  await expect(page.getByText('gpt-6-luna', { exact: true })).toHaveCount(1);

  await page.getByRole('button', { name: 'Send remaining rows again' }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Model' }).fill('gpt-6.1-terra');
  await runRound(page);
  expect((await downloadCsv(page)).map((row) => [row.id, row._round])).toEqual([
    ['a', '1'],
    ['b', '1'],
    ['c', '1'],
    ['d', '2'],
  ]);
  await expect(page.getByRole('row').filter({ hasText: 'done · gpt-6-luna' })).toHaveCount(3);

  await page.getByRole('button', { name: 'Send remaining rows again' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Under another question' }).check({ force: true });
  await expect(page.getByRole('dialog').getByText('3 rows that are done are asked for again')).toBeVisible();
  await runRound(page);
  const last = await downloadCsv(page);
  expect(last.map((row) => [row.id, row._round, row._model || 'none'])).toEqual([
    ['a', '3', 'gpt-6.1-terra'],
    ['b', '3', 'gpt-6.1-terra'],
    ['c', '3', 'gpt-6.1-terra'],
    ['d', '3', 'gpt-6.1-terra'],
  ]);
  expect(tally(last)).toEqual({ ok: 3, missing: 1 });

  await page.getByRole('row').nth(1).click();
  await page
    .getByRole('dialog')
    .getByText(/Earlier: round 1 · gpt-6-luna · done/)
    .click();
  await expect(page.getByRole('dialog').getByText('Extracted then')).toBeVisible();
});

test('@job the question to another provider: linked, and looked at side by side, other answers marked', async ({ page }) => {
  test.setTimeout(150_000);
  await fillNewJob(page, { file: csv('three.csv', three), instructions: 'Tone?', schema, rowsPerRequest: 1 });
  const first = await prepare(page);
  await submit(page);
  await waitForState(page, 'Finished');
  await page.getByRole('tab', { name: 'Recipe' }).click();
  await page.getByRole('button', { name: 'Run on another provider' }).click();
  await page.waitForURL(/\/new/);
  const provider = page.getByRole('combobox', { name: 'Provider' });
  await expect(page.getByRole('textbox', { name: 'Instructions', exact: true })).toHaveValue('Tone?');
  const option = provider.locator('option').filter({ hasText: ANTHROPIC.label });
  await provider.selectOption((await option.textContent())!);
  await page.getByLabel('Model', { exact: true }).fill(ANTHROPIC.model);
  // There is no such answer there as the first job has for row a.
  await page.getByRole('textbox', { name: 'Schema', exact: true }).fill(schema.replace('"good"', '"fine"'));
  const second = await prepare(page);
  expect(second).not.toBe(first);
  await submit(page);
  await waitForState(page, 'Finished');

  expect([...(await downloadBundle(page, second)).keys()]).toEqual(
    expect.arrayContaining(['batch_input/requests.json', 'batch_output/results.jsonl']),
  );
  await expect(page.getByText('Beside:')).toBeVisible();
  await page.getByRole('switch', { name: 'Show both' }).check();
  await expect(page.getByRole('columnheader', { name: /^tone/ })).toHaveCount(2);
  await expect(page.getByRole('region', { name: 'Agreement' })).toContainText(/tone: \d of 3 the same/);
  const same = Number(/tone: (\d) of 3/.exec((await page.getByRole('region', { name: 'Agreement' }).textContent())!)![1]);
  expect(same).toBeLessThan(3);
  await expect(page.getByRole('grid').getByText('differs:')).toHaveCount(3 - same);
  await page.getByRole('row').nth(1).click();
  await expect(page.getByRole('region', { name: 'The other job' }).getByText('"tone"')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: 'Files' }).click();
  await page.getByRole('button', { name: /^requests\.json/ }).click();
  const lines = page.getByRole('region', { name: 'Text of the file' }).getByRole('listitem');
  await expect(lines).toHaveCount(3);
  await expect(lines.first()).toHaveText(/^\{"custom_id"/);

  await page.goto(`/jobs/${first}`);
  await expect(page.getByText('Beside:')).toBeVisible();
  expect([...(await downloadBundle(page, first)).keys()]).toContain('batch_input/batch_0.jsonl');

  await page.goto('/');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download all jobs' }).click();
  const zip = readZip(await readFile(await (await download).path()));
  for (const id of [first, second]) expect([...zip.keys()]).toContain(`${id}/results/rows.csv`);
  await expect(page.getByText('Only in this browser')).toHaveCount(0);
});

test('@job told when it is finished, and the notice opens the job', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['notifications'], { origin: baseURL! });
  await page.addInitScript(() => {
    const shown: Notification[] = [];
    Object.assign(globalThis, {
      shown,
      Notification: class extends EventTarget {
        static permission = 'granted';
        constructor(
          readonly title: string,
          readonly options: NotificationOptions,
        ) {
          super();
          shown.push(this as unknown as Notification);
        }
        close() {}
      },
    });
    document.hasFocus = () => false;
  });
  await fillNewJob(page, { file: csv('three.csv', three), instructions: 'Tone?', schema, rowsPerRequest: 1, jobId: 'told' });
  await prepare(page);
  await page.evaluate(() => localStorage.setItem('rowmill-notify', 'on'));
  await submit(page);
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  const titles = () => page.evaluate(() => (globalThis as unknown as { shown: { title: string }[] }).shown.map(({ title }) => title));
  await expect.poll(titles).toEqual(['Finished: three']);
  await expect(page).toHaveTitle('(1) Jobs – Rowmill');
  await page.evaluate(() => (globalThis as unknown as { shown: EventTarget[] }).shown[0]!.dispatchEvent(new Event('click')));
  await page.waitForURL(/\/jobs\/told$/);
  await expect(page).toHaveTitle('✓ three – Rowmill');
});
