import { cpus, loadavg } from 'node:os';
import type { Page } from '@playwright/test';
import { ANTHROPIC, downloadCsv, fillNewJob, keptFiles, OPENAI, prepare, stored, submit, waitForState } from './job-steps.ts';
import { byGulls, RARE, sightings, withRareBird, writeSightings, type Sighting } from './scale-table.ts';
import { expect, test } from './test.ts';

// A trace takes pictures of the page from within, on the thread whose blocks are measured here.
test.use({ trace: 'off' });

const ROWS = 100_000;
const LONGEST_BLOCK_MS = 250;

const schema = JSON.stringify({
  type: 'object',
  properties: { gulls: { type: 'integer' } },
  required: ['gulls'],
  additionalProperties: false,
});

/** Notes every block of the page's main thread, and in which step of the test it came. */
async function noteBlocks(page: Page) {
  let step = 'start';
  const blocks: { step: string; ms: number }[] = [];
  await page.exposeFunction('noteBlock', (ms: number) => blocks.push({ step, ms: Math.round(ms) }));
  await page.addInitScript(() => {
    const note = (window as unknown as { noteBlock: (ms: number) => void }).noteBlock;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => note(entry.duration))).observe({
      type: 'longtask',
      buffered: true,
    });
  });
  const during = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    step = name;
    return test.step(name, work);
  };
  return { blocks, during };
}

interface ShownRow {
  place: number;
  cells: string[];
}

/** Rows in sight as they read, from the top, once none of them is still to be read. */
async function rowsInSight(page: Page): Promise<ShownRow[]> {
  await expect(page.locator('[role=grid] tr[aria-busy]')).toHaveCount(0);
  return page.getByRole('grid').evaluate((grid) => {
    const box = grid.getBoundingClientRect();
    const top = grid.querySelector('thead')!.getBoundingClientRect().bottom;
    return [...grid.querySelectorAll<HTMLTableRowElement>('tbody tr')]
      .filter((row) => row.getBoundingClientRect().top >= top - 1 && row.getBoundingClientRect().bottom <= box.bottom + 1)
      .map((row) => ({ place: Number(row.ariaRowIndex) - 2, cells: [...row.cells].map((cell) => cell.textContent ?? '') }))
      .sort((a, b) => a.place - b.place);
  });
}

const STATE_WORDS = { ok: 'done', missing: 'left out by the model', skipped: 'not sent (empty text)' };

/** What the table must show for a row: its number, id, text, answer and state. */
const cellsOf = ({ row, id, text, gulls, state }: Sighting): string[] => [
  row.toLocaleString('en-US').replaceAll(',', '\u202f'),
  id,
  text,
  gulls === null ? '' : String(gulls),
  STATE_WORDS[state],
];

/** Every row in sight is the one that belongs there, joined to its own answer. */
async function expectRows(page: Page, view: Sighting[]): Promise<ShownRow[]> {
  let shown: ShownRow[] = [];
  await expect(async () => {
    shown = await rowsInSight(page);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.map(({ cells }) => cells)).toEqual(shown.map(({ place }) => cellsOf(view[place]!)));
  }).toPass({ timeout: 20_000 });
  return shown;
}

const scrollTo = (page: Page, share: number) =>
  page.getByRole('grid').evaluate((grid, to) => grid.scrollTo(0, to * (grid.scrollHeight - grid.clientHeight)), share);

const sortedBy = (page: Page, direction: string) =>
  expect(page.getByRole('columnheader', { name: 'gulls' })).toHaveAttribute('aria-sort', direction, { timeout: 60_000 });

const rowCount = (page: Page, rows: number) =>
  expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(rows + 1), { timeout: 60_000 });

async function goToRow(page: Page, row: number): Promise<void> {
  await page.getByLabel('Go to row').fill(String(row));
  await page.getByRole('button', { name: 'Go', exact: true }).click();
}

for (const [place, seed] of [
  [OPENAI, 11],
  [ANTHROPIC, 12],
] as const) {
  test(`@scale ${place.name}: a hundred thousand rows through the whole app, every one joined to its own answer`, async ({
    page,
  }, info) => {
    test.setTimeout(300_000);
    const truth = sightings(ROWS, seed);
    const file = info.outputPath('sightings.csv');
    await writeSightings(file, truth);
    const { blocks, during } = await noteBlocks(page);
    const grid = page.getByRole('grid');

    await during('import and recipe', () =>
      fillNewJob(page, { place, file, instructions: 'Count the gulls in each text.', schema, rowsPerRequest: 50 }),
    );
    await during('prepare', async () => {
      await prepare(page);
      await waitForState(page, 'Ready to submit', 120_000);
    });
    await during('submit and collect', async () => {
      await submit(page);
      await waitForState(page, 'Finished', 180_000);
    });

    await during('every row accounted for', async () => {
      const rows = page.getByRole('region', { name: 'Rows' });
      await expect(rows.getByRole('heading')).toHaveText(/100\s000 rows in/);
      for (const [state, name] of [
        ['ok', 'done'],
        ['missing', 'left out by the model'],
        ['skipped', 'not sent'],
      ] as const) {
        const count = truth
          .filter((row) => row.state === state)
          .length.toLocaleString('en-US')
          .replaceAll(',', '\u202f');
        await expect(rows.getByRole('button', { name: `${name} ${count}`, exact: true })).toBeVisible();
      }
      await rowCount(page, ROWS);
    });

    await during('scroll', async () => {
      await grid.hover();
      await page.mouse.wheel(0, 2500);
      await page.waitForTimeout(300);
      expect((await expectRows(page, truth))[0]!.place).toBeGreaterThan(60);
      for (const share of [0.37, 0.81, 1]) {
        await scrollTo(page, share);
        await expectRows(page, truth);
      }
      expect((await rowsInSight(page)).at(-1)!.place).toBe(ROWS - 1);
      await grid.focus();
      await page.keyboard.press('Home');
      expect((await expectRows(page, truth))[0]!.place).toBe(0);
      await page.keyboard.press('Control+End');
      expect((await expectRows(page, truth)).at(-1)!.place).toBe(ROWS - 1);
      await expect(grid.locator('tr[aria-selected=true]')).toContainText(truth.at(-1)!.id);
    });

    await during('go to row', async () => {
      await goToRow(page, 65_432);
      await expect(grid.locator('tr[aria-selected=true]')).toHaveAttribute('aria-rowindex', '65433');
      expect((await expectRows(page, truth)).map((shown) => shown.place)).toContain(65_431);
    });

    await during('sort', async () => {
      await page.getByRole('button', { name: 'gulls', exact: true }).click();
      await sortedBy(page, 'ascending');
      const ascending = byGulls(truth, false);
      expect((await expectRows(page, ascending))[0]!.place).toBe(0);
      await scrollTo(page, 0.5);
      await expectRows(page, ascending);
      await page.getByRole('button', { name: 'gulls', exact: true }).click();
      await sortedBy(page, 'descending');
      const descending = byGulls(truth, true);
      expect((await expectRows(page, descending))[0]!.place).toBe(0);
      await scrollTo(page, 1);
      expect((await expectRows(page, descending)).at(-1)!.place).toBe(ROWS - 1);
      await goToRow(page, 777);
      const at = descending.findIndex(({ row }) => row === 777);
      await expect(grid.locator('tr[aria-selected=true]')).toHaveAttribute('aria-rowindex', String(at + 2));
    });

    await during('search', async () => {
      await page.getByRole('searchbox', { name: 'Search' }).fill(RARE.toUpperCase());
      const found = withRareBird(truth);
      await rowCount(page, found.length);
      await expectRows(page, byGulls(found, true));
      await page.getByRole('button', { name: 'gulls', exact: true }).click();
      await sortedBy(page, 'none');
      await expectRows(page, found);
      const hidden = truth.find((row) => !found.includes(row))!;
      await goToRow(page, hidden.row);
      await expect(page.getByRole('alert').filter({ hasText: 'That row is not among the rows shown.' })).toBeVisible();
      await page.getByRole('searchbox', { name: 'Search' }).fill('');
      await rowCount(page, ROWS);
    });

    await during('filter', async () => {
      const left = truth.filter(({ state }) => state === 'missing');
      await page.getByRole('button', { name: /^left out by the model/ }).click();
      await rowCount(page, left.length);
      await expectRows(page, left);
      await page.getByRole('button', { name: 'all', exact: true }).click();
      await rowCount(page, ROWS);
    });

    await during('download', async () => {
      const csv = await downloadCsv(page);
      expect(csv).toHaveLength(ROWS);
      const strays = truth.filter(({ row, id, text, gulls, state }, at) => {
        const read = csv[at]!;
        const wanted = [String(row), id, text, gulls === null ? '' : String(gulls), state];
        return wanted.join('\u0000') !== [read.row, read.id, read.text, read.gulls, read._state].join('\u0000');
      });
      expect(strays.slice(0, 5)).toEqual([]);
    });

    // Answers go with their job; the file of the table's pages stays.
    expect((await stored(page, 'answerFiles')).length).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Delete job' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete job' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    await expect.poll(() => keptFiles(page)).toHaveLength(1);
    expect(await stored(page, 'answerFiles')).toEqual([]);

    const [longest] = blocks.toSorted((a, b) => b.ms - a.ms);
    const busy = `${loadavg()[0]!.toFixed(1)} processes on ${cpus().length} processors`;
    const told = `longest block of the main thread: ${longest ? `${longest.ms} ms during “${longest.step}”` : 'none'} (${busy})`;
    expect(longest?.ms ?? 0, told).toBeLessThanOrEqual(LONGEST_BLOCK_MS);
  });
}
