import { ANTHROPIC, fillNewJob, OPENAI, prepare, stored, waitForState } from './job-steps.ts';
import { expect, test } from './test.ts';

const csv = (rows: string[]) => ({ name: 'few.csv', bytes: Buffer.from(`id,text\n${rows.join('\n')}`) });
const SCHEMA = JSON.stringify({
  type: 'object',
  properties: { praise: { type: 'boolean' } },
  required: ['praise'],
  additionalProperties: false,
});

for (const place of [OPENAI, ANTHROPIC]) {
  test(`@new-job ${place.name}: what a job costs, and one request answered before it is made`, async ({ page }) => {
    await fillNewJob(page, {
      file: csv(['a,Good kettle', 'b,It leaks', 'c,Fine']),
      instructions: 'Is it praise?',
      schema: SCHEMA,
      rowsPerRequest: 2,
      place,
    });
    const prices = page.getByRole('region', { name: 'Price by rows per request' });
    await expect(prices.getByRole('row')).toHaveCount(6);
    await expect(prices.getByRole('row', { name: /as chosen/ })).toContainText('2');
    await prices.getByRole('button', { name: 'Put 5 in each request' }).click();
    await expect(page.getByRole('spinbutton', { name: 'Rows per request' })).toHaveValue('5');
    await expect(prices.getByRole('row', { name: /as chosen/ })).toContainText('5');

    await page.getByRole('button', { name: 'Send one request now' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('3 rows of your table go to the sandbox');
    await expect(dialog).toContainText('nothing is charged');
    await dialog.getByRole('button', { name: 'Send it' }).click();
    const answers = page.getByRole('region', { name: 'Rows and their answers' });
    await expect(answers.getByRole('row')).toHaveCount(4);
    await expect(answers.getByRole('cell', { name: 'done' })).toHaveCount(3);
    await expect(answers.getByRole('columnheader', { name: 'praise' })).toBeVisible();
    await expect(page.getByText('Practice answers', { exact: true })).toBeVisible();
    expect(await stored(page, 'jobs')).toEqual([]);

    await page.getByRole('textbox', { name: 'Instructions', exact: true }).fill('Is it blame?');
    await expect(page.getByText('this is the answer to what was asked before')).toBeVisible();
    await prepare(page);
    await waitForState(page, 'Ready to submit');
  });
}

test('@new-job another provider brings its own options, and no model of the one before', async ({ page }) => {
  await fillNewJob(page, { file: csv(['a,Good']), instructions: 'Praise?' });
  const model = page.getByLabel('Model', { exact: true });
  const thinking = page.getByRole('combobox', { name: 'Thinking' });
  await expect(thinking).toHaveValue('none');
  await page.getByText('Advanced', { exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Temperature' })).toBeEnabled();
  await thinking.selectOption('medium');
  await expect(page.getByRole('combobox', { name: 'Temperature' })).toBeDisabled();

  const provider = page.getByRole('combobox', { name: 'Provider' });
  await provider.selectOption('sandbox-anthropic');
  await expect(model).toHaveValue('');
  await expect(page.getByRole('textbox', { name: 'Tool name' })).toHaveValue('extract_results');
  await expect(page.getByRole('spinbutton', { name: 'Output limit' })).toHaveValue('32000');
  const suggested = page.getByRole('list', { name: 'Suggested models' }).getByRole('button');
  await expect(suggested).toHaveCount(3);
  await suggested.first().click();
  await expect(model).toHaveValue('claude-haiku-5-5');
  await expect(thinking).toHaveValue('disabled');

  await page.getByRole('textbox', { name: 'Tool name' }).fill('no spaces please');
  await page.getByRole('button', { name: 'Prepare job' }).click();
  await expect(page.getByRole('alert').getByText(/^Tool name: Use 1 to 64 letters/)).toBeVisible();

  await expect.poll(async () => JSON.stringify(await stored(page, 'drafts'))).toContain('no spaces please');
  await page.reload();
  await page.getByText('Advanced', { exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Tool name' })).toHaveValue('no spaces please');
  await provider.selectOption('sandbox-openai');
  await expect(model).toHaveValue('');
  await expect(page.getByRole('textbox', { name: 'Tool name' })).toHaveCount(0);
});

test('@new-job rows that would cross a price step go out only when that is wanted', async ({ page }) => {
  test.setTimeout(120_000);
  const long = 'one two three four five six seven eight nine ten '.repeat(6000);
  await fillNewJob(page, {
    file: csv([
      `a,${long}`,
      'b,Short',
      `c,${long.slice(0, long.length / 3)}`,
      `d,${long.slice(0, long.length / 3)}`,
      `e,${long.slice(0, long.length / 3)}`,
    ]),
    instructions: 'Which numbers?',
    rowsPerRequest: 5,
    inOrder: true,
    place: ANTHROPIC,
  });
  const sent = page.getByRole('list', { name: 'What would be sent' });
  await expect(page.getByText(/^1 row is left out: .* over 100.000 tokens/)).toBeVisible({ timeout: 60_000 });
  await expect(sent).toContainText('4 rows');
  await expect(sent).toContainText('2 requests');
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByRole('switch', { name: 'Let requests cross a price step' }).check();
  await expect(sent).toContainText('5 rows');
  await expect(sent).toContainText('1 request');
  await page.getByRole('switch', { name: 'Let requests cross a price step' }).uncheck();
  await expect(sent).toContainText('2 requests');
  await prepare(page);
  await waitForState(page, 'Ready to submit');
  const [index] = await stored<{ starts: Uint32Array }>(page, 'partIndexes');
  expect(Object.values(index!.starts)).toEqual([0, 3, 4]);
});
