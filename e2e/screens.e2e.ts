import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { fillNewJob, prepare, submit, waitForState } from './job-steps.ts';
import { expect, test } from './test.ts';

/** Nothing found by axe on the page as it stands, in both colour schemes. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours are looked at once they have changed.
    await page.waitForFunction(() => !document.getAnimations().some((animation) => animation instanceof CSSTransition));
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(
        ({ id, nodes }) =>
          `${name} ${colorScheme}: ${id} ${nodes.map((node) => node.target).join(' ')} ${nodes.flatMap((node) => node.any.map(({ message }) => message)).join(' ')}`,
      ),
    ).toEqual([]);
  }
}

test('@screens everything is accessible before the first job', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Run the sample job' })).toBeVisible();
  await expectAccessible(page, 'no jobs');
  await page.goto('/new');
  await expect(page.getByRole('combobox', { name: 'Provider' })).toBeVisible();
  await expectAccessible(page, 'new job, empty');
  await page.goto('/connections');
  await expect(page.getByText('Sandbox (OpenAI protocol)').first()).toBeVisible();
  await expectAccessible(page, 'connections');
  await page.goto('/help');
  await expectAccessible(page, 'help');
  await page.goto('/jobs/no-such-job');
  await expect(page.getByText(/no job/i).first()).toBeVisible();
  await expectAccessible(page, 'unknown job');
});

test('@screens every screen of a job is accessible', async ({ page }) => {
  test.setTimeout(180_000);
  const rows = ['1,Good kettle', '2,[[sandbox:missing]] left out', '2,Twice', '4,', '5,[[sandbox:refuse]] no'];
  await fillNewJob(page, {
    file: { name: 'few.csv', bytes: Buffer.from(`id,text\n${rows.join('\n')}`) },
    instructions: 'Praise?',
    rowsPerRequest: 1,
  });
  await expect(page.getByRole('heading', { name: 'First request' })).toBeVisible();
  await page.getByText('Advanced', { exact: true }).click();
  await expectAccessible(page, 'new job, filled');
  await prepare(page);
  await waitForState(page, 'Ready to submit');
  await expectAccessible(page, 'ready');
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await expectAccessible(page, 'submit dialog');
  await page.keyboard.press('Escape');
  await submit(page);
  await waitForState(page, 'Finished');
  for (const tab of ['Results', 'Files', 'Recipe', 'Activity']) {
    await page.getByRole('tab', { name: tab }).click();
    await expectAccessible(page, tab);
  }
  await page.getByRole('tab', { name: 'Results' }).click();
  await page.getByRole('row').nth(1).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'row');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Send remaining rows again' }).click();
  await expectAccessible(page, 'round dialog');
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page, 'job, narrow');
  await page.goto('/');
  await expectAccessible(page, 'jobs');
});
