import type { Page } from '@playwright/test';
import { fillNewJob, prepare, submit, waitForState } from './job-steps.ts';
import { expect, test } from './test.ts';

// Scroll bars that take room, as on most desks.
test.use({
  launchOptions: async ({ launchOptions }, run) => run({ ...launchOptions, ignoreDefaultArgs: ['--hide-scrollbars'] }),
});

const ROWS = 400;
const lines = Array.from({ length: ROWS }, (_, row) => `r${row},"Text ${row}: a bell, a buoy."`);
const file = { name: 'buoys.csv', bytes: Buffer.from(`id,text\n${lines.join('\n')}\n`) };
const REST_MS = 150;

/** The row at the top of what is in sight, counted from 1; none is still to be read. */
async function topRow(page: Page): Promise<number> {
  await expect(page.locator('[role=grid] tr[aria-busy]')).toHaveCount(0);
  return page.getByRole('grid').evaluate((grid) => {
    const top = grid.querySelector('thead')!.getBoundingClientRect().bottom;
    const rows = [...grid.querySelectorAll<HTMLTableRowElement>('tbody tr')].filter((row) => row.getBoundingClientRect().top >= top - 1);
    return Math.min(...rows.map((row) => Number(row.ariaRowIndex) - 1));
  });
}

/** Scrolls a little; then, with the thread held until the pause after it is over, to row `to`: the page hears of the pause first. */
async function scrollAsItComesToRest(page: Page, to: number): Promise<void> {
  await page.getByRole('grid').evaluate(
    async (grid, [row, restMs]) => {
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const heard = new Promise((resolve) => grid.addEventListener('scroll', resolve, { once: true }));
      grid.scrollBy(0, grid.scrollTop > 64 ? -64 : 64);
      await heard;
      const begun = performance.now();
      await wait(restMs - 30);
      while (performance.now() < begun + restMs + 20);
      grid.scrollTo(0, (row - 1) * 32);
      await wait(restMs * 2);
    },
    [to, REST_MS] as const,
  );
}

async function finishJob(page: Page): Promise<void> {
  await fillNewJob(page, { file, instructions: 'What is heard?', rowsPerRequest: 50 });
  await prepare(page);
  await submit(page);
  await waitForState(page, 'Finished');
}

test('@results the table stays where it is scrolled to, also in the moment it comes to rest', async ({ page }) => {
  await finishJob(page);
  for (const row of [300, 20, 250, 100, 350, 1]) {
    await test.step(`row ${row}`, async () => {
      await scrollAsItComesToRest(page, row);
      expect(await topRow(page)).toBe(row);
    });
  }
});

test('@results the last row is whole in sight at the end, with a scroll bar under the rows and without', async ({ page }) => {
  await finishJob(page);
  const grid = page.getByRole('grid');
  for (const width of [1280, 390]) {
    await test.step(`${width} px wide`, async () => {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(() => grid.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(width === 390);
      await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      await page.waitForTimeout(REST_MS * 3);
      const last = grid.locator(`tr[aria-rowindex="${ROWS + 1}"]`);
      const below = await last.evaluate((row) => {
        const element = row.closest('[role=grid]')!;
        return row.getBoundingClientRect().bottom - (element.getBoundingClientRect().top + element.clientTop + element.clientHeight);
      });
      expect(Math.abs(below)).toBeLessThan(1);
    });
  }
  expect(await grid.evaluate((element) => (element as HTMLElement).offsetHeight - element.clientHeight)).toBeGreaterThan(10);
});
