import type { Page } from '@playwright/test';
import type { Job, Ledger, Part } from '#lib/core/job';
import type { FiledPack } from '#lib/storage/pack-record';
import { ANTHROPIC, downloadCsv, fillNewJob, OPENAI, prepare, stored, submit, waitForState } from './job-steps.ts';
import { expect, test } from './test.ts';

const ROWS = 60;
const lines = Array.from({ length: ROWS }, (_, row) => `r${row},"Text ${row}: the kettle boils fast, but the lid is loose."`);
const file = { name: 'kettles.csv', bytes: Buffer.from(`id,text\n${lines.join('\n')}\n`) };
const schema = JSON.stringify({
  type: 'object',
  properties: { praise: { type: 'string' }, lid: { type: 'boolean' } },
  required: ['praise'],
});

const grid = (page: Page) => page.getByRole('grid');

/** What the table shows, once nothing of it is being read. */
async function shownRows(page: Page): Promise<string[]> {
  await expect(grid(page).locator('tbody tr').first()).toBeVisible();
  await expect(grid(page).locator('tr[aria-busy]')).toHaveCount(0);
  return grid(page).locator('tbody tr').allTextContents();
}

/**
 * Puts storage where a crash in the middle of reading batch 0 would have left it: half of its rows in the ledger, its packs
 * written, the batch not yet collected. It is not to be collected before `nextPollAt`.
 */
async function unsettle(page: Page, nextPollAt: number): Promise<void> {
  await page.evaluate(async (nextPollAt) => {
    const opened = indexedDB.open('rowmill');
    const db = await new Promise<IDBDatabase>((resolve) => {
      opened.addEventListener('success', () => resolve(opened.result));
    });
    const transaction = db.transaction(['jobs', 'parts', 'ledgers'], 'readwrite');
    const first = <T>(name: string) =>
      new Promise<T>((resolve) => {
        const all = transaction.objectStore(name).getAll();
        all.addEventListener('success', () => resolve((all.result as T[])[0]!));
      });
    const [job, part, ledger] = await Promise.all([first<Job>('jobs'), first<Part>('parts'), first<Ledger>('ledgers')]);
    const sent = 2;
    let taken = 0;
    for (const [row, code] of ledger.parts.entries()) {
      if (code !== 1 || taken++ % 2) continue;
      ledger.states[row] = sent;
      ledger.refs[row] = 0;
    }
    for (const key of Object.keys(job.usage!) as (keyof NonNullable<Job['usage']>)[]) job.usage![key] -= part.usage!.all[key];
    const half = Math.ceil(taken / 2);
    Object.assign(job.counts, { ok: job.counts.ok - half, sent: half });
    job.updatedAt++;
    Object.assign(part, { state: 'ended', collectedAt: null, usage: null, nextPollAt });
    transaction.objectStore('jobs').put(job);
    transaction.objectStore('parts').put(part);
    transaction.objectStore('ledgers').put(ledger);
    await new Promise((resolve) => {
      transaction.addEventListener('complete', resolve);
    });
    db.close();
  }, nextPollAt);
}

/** Takes the batch's waiting time back. */
async function makeDue(page: Page): Promise<void> {
  const [part] = await stored<Part>(page, 'parts');
  await page.evaluate(
    async (due) => {
      const opened = indexedDB.open('rowmill');
      const db = await new Promise<IDBDatabase>((resolve) => {
        opened.addEventListener('success', () => resolve(opened.result));
      });
      const transaction = db.transaction('parts', 'readwrite');
      transaction.objectStore('parts').put(due);
      await new Promise((resolve) => {
        transaction.addEventListener('complete', resolve);
      });
      db.close();
    },
    { ...part!, nextPollAt: null } as object,
  );
}

async function findings(page: Page) {
  const [[job], parts, [ledger], packs] = await Promise.all([
    stored<Job>(page, 'jobs'),
    stored<Part>(page, 'parts'),
    stored<Ledger>(page, 'ledgers'),
    stored<FiledPack>(page, 'resultPacks'),
  ]);
  const { counts, usage, extracted } = job!;
  // Each reading writes a file of its own.
  const named = packs.map((pack) => ({ ...pack, fileKey: null }));
  return { counts, usage, extracted, states: Object.values(ledger!.states), packs: named, usages: parts.map((part) => part.usage) };
}

for (const place of [OPENAI, ANTHROPIC]) {
  test(`@job ${place.name}: a crash while answers are read: rows are shown from where they lie, and reading begins anew`, async ({
    page,
  }) => {
    await fillNewJob(page, { place, file, schema, instructions: 'What is praised?', rowsPerRequest: 3, requestsPerBatch: 10 });
    await prepare(page);
    await submit(page);
    await waitForState(page, 'Finished');
    const shown = await shownRows(page);
    expect(shown.length).toBeGreaterThan(5);
    const before = await findings(page);
    const rows = await downloadCsv(page);
    expect(before.counts.ok).toBe(ROWS);

    await unsettle(page, Date.now() + 3_600_000);
    await page.reload();
    expect(await shownRows(page)).toEqual(shown);
    expect((await findings(page)).counts).toMatchObject({ ok: 45, sent: 15 });

    await makeDue(page);
    await page.reload();
    await waitForState(page, 'Finished');
    expect(await findings(page)).toEqual(before);
    expect(await downloadCsv(page)).toEqual(rows);
  });
}
