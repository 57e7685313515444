import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { ANTHROPIC, downloadCsv, fillNewJob, OPENAI, prepare, stored, submit, waitForState, type Place } from './job-steps.ts';
import { expect, test } from './test.ts';

const schema = JSON.stringify({
  type: 'object',
  properties: { praise: { type: 'string' } },
  required: ['praise'],
  additionalProperties: false,
});

const lines = [
  'id,text,extra',
  'n1,Good kettle,kitchen',
  'n2,[[sandbox:missing]] left out,hall',
  'n3,Nice lamp,office',
  'n4,[[sandbox:refuse]] declined,attic',
  'n5,Warm coat,hall',
  'n6,Good chair,cellar',
];
const file = { name: 'reviews.csv', bytes: Buffer.from(lines.join('\n')) };

/** Somebody else: another browser profile on the same server. */
async function another(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: test.info().project.use.baseURL, reducedMotion: 'reduce' });
  return context.newPage();
}

async function finishedJob(page: Page, place: Place): Promise<string> {
  await fillNewJob(page, { place, file, instructions: 'Say what the text praises.', schema, rowsPerRequest: 2 });
  const jobId = await prepare(page);
  await submit(page);
  await waitForState(page, 'Finished');
  return jobId;
}

/** The address in the dialog "Share"; it may be in somebody's hands from then on. */
async function shareLink(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const link = await dialog.getByLabel('Link', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  return link;
}

async function takeIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Take in', exact: true }).click();
  await page.waitForURL(/\/jobs\/[\w-]+$/);
}

async function addTable(page: Page, table: { name: string; bytes: Buffer }): Promise<void> {
  await page.getByRole('button', { name: 'Add the table' }).click();
  await chooseTable(page, table);
}

async function chooseTable(page: Page, { name, bytes }: { name: string; bytes: Buffer }): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('dialog').getByRole('button', { name: 'Choose a table file' }).click();
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: bytes });
}

const told = (rows: Record<string, string>[]) => rows.map(({ extra: _extra, text: _text, ...row }) => row);

for (const place of [OPENAI, ANTHROPIC]) {
  test(`@team ${place.name}: whoever opens a link has the same rows, states and answers, and the same table once it is added`, async ({
    page,
    browser,
  }) => {
    const jobId = await finishedJob(page, place);
    const own = await downloadCsv(page);
    const link = await shareLink(page);
    expect(new URL(link).hash.length).toBeLessThan(8001);

    const other = await another(browser);
    await other.goto(link);
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('reviews');
    await expect(other.getByText('This server can read its batches')).toBeVisible();
    expect((await new AxeBuilder({ page: other }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    await takeIn(other, link);
    expect(new URL(other.url()).pathname).toBe(`/jobs/${jobId}`);
    await waitForState(other, 'Finished');
    await expect(other.getByText('You watch this job')).toBeVisible();
    expect((await new AxeBuilder({ page: other }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    const watched = await downloadCsv(other);
    expect(told(watched)).toEqual(told(own));
    if (place === OPENAI) expect(watched.map(({ text }) => text)).toEqual(own.map(({ text }) => text));

    await addTable(other, { name: 'other.csv', bytes: Buffer.from(lines.slice(0, 4).join('\n')) });
    await expect(other.getByRole('alert')).toContainText('is not the table this job was made from');
    await chooseTable(other, file);
    await expect(other.getByRole('dialog')).toHaveCount(0);
    await waitForState(other, 'Finished');
    await expect(async () => expect(await downloadCsv(other)).toEqual(own)).toPass();
    await other.context().close();
  });
}

test('@team whoever takes a job over finishes it', async ({ page, browser }) => {
  const jobId = await finishedJob(page, OPENAI);
  const left = (await downloadCsv(page)).filter(({ _state }) => _state !== 'ok').map(({ id }) => id);
  expect(left).toContain('n2');
  const other = await another(browser);
  await takeIn(other, await shareLink(page));
  await waitForState(other, 'Finished');
  for (const name of ['Send remaining rows again', 'Ask rows again', 'Add a longer table', 'Cancel job']) {
    await expect(other.getByRole('button', { name })).toHaveCount(0);
  }
  await other.getByRole('button', { name: 'Take over' }).click();
  await other.getByRole('alertdialog').getByRole('button', { name: 'Take over' }).click();
  await addTable(other, file);
  await other.getByRole('button', { name: 'Send remaining rows again' }).click();
  await other
    .getByRole('dialog')
    .getByRole('button', { name: /^Prepare/ })
    .click();
  await waitForState(other, 'Ready to submit');
  await submit(other);
  await waitForState(other, 'Finished');
  const again = (await downloadCsv(other)).filter(({ _round }) => _round === '2').map(({ id }) => id);
  expect(again).toEqual(left);
  expect(await OPENAI.batches(other, jobId)).toHaveLength(2);
  await other.context().close();
});

test('@team of two who send the same rows again at once, one does, and the other takes that round in', async ({ page, browser }) => {
  const jobId = await finishedJob(page, OPENAI);
  const other = await another(browser);
  await takeIn(other, await shareLink(page));
  await waitForState(other, 'Finished');
  await other.getByRole('button', { name: 'Take over' }).click();
  await other.getByRole('alertdialog').getByRole('button', { name: 'Take over' }).click();
  await addTable(other, file);
  const both = [page, other];
  for (const one of both) {
    await one.getByRole('button', { name: 'Send remaining rows again' }).click();
    await one
      .getByRole('dialog')
      .getByRole('button', { name: /^Prepare/ })
      .click();
    await waitForState(one, 'Ready to submit');
  }
  await Promise.all(both.map(submit));
  for (const one of both) await waitForState(one, 'Finished');
  expect(await OPENAI.batches(page, jobId)).toHaveLength(2);

  const words = 'Somebody else sent rows of this job again';
  const isBehind = await Promise.all(both.map((one) => one.getByText(words).first().isVisible()));
  expect(isBehind.toSorted()).toEqual([false, true]);
  const [first, second] = isBehind[0] ? [other, page] : [page, other];
  await second.getByRole('button', { name: 'Take in their round' }).click();
  await expect(second.getByText(words)).toHaveCount(0);
  await waitForState(second, 'Finished');
  // Rounds are numbered by each for themselves: the one that was not sent counts.
  const answers = (rows: Record<string, string>[]) => rows.map(({ _round, ...row }) => row);
  expect(answers(await downloadCsv(second))).toEqual(answers(await downloadCsv(first)));
  await other.context().close();
});

test('@team a link that was cut, altered or made by a newer version says so, and nothing is taken in', async ({ page, browser }) => {
  await finishedJob(page, OPENAI);
  const link = await shareLink(page);
  const other = await another(browser);
  const seen = async (address: string, words: string) => {
    await other.goto('about:blank');
    await other.goto(address);
    await expect(other.getByRole('alert').first()).toContainText(words);
  };
  await seen(link.slice(0, -20), 'cut off or altered');
  await seen(
    link.replace(/.(.{40})$/, (last, rest: string) => (last[0] === 'A' ? 'B' : 'A') + rest),
    'cut off or altered',
  );
  await seen(link.replace('#v1.', '#v2.'), 'newer version');
  await seen(link.split('#')[0]!, 'holds no job');
  expect(await stored(other, 'jobs')).toEqual([]);
  await other.context().close();
});

test('@team a recipe alone begins a new job', async ({ page, browser }) => {
  await finishedJob(page, OPENAI);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Share recipe' }).press('Space');
  await expect(dialog.getByText('begins a new job with this recipe')).toBeVisible();
  const link = await dialog.getByLabel('Link', { exact: true }).inputValue();
  const other = await another(browser);
  await other.goto(link);
  await other.getByRole('button', { name: 'Begin a new job with it' }).click();
  await expect(other.getByRole('textbox', { name: 'Instructions', exact: true })).toHaveValue('Say what the text praises.');
  await other.context().close();
});
