import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { BrowserContext, Page } from '@playwright/test';
import {
  change,
  chooseTable,
  downloadCsv,
  fillNewJob,
  keptFiles,
  OPENAI,
  prepare,
  stored,
  submit,
  tally,
  waitForState,
} from '../job-steps.ts';
import { readZip } from '../read-zip.ts';
import { expect, test } from '../test.ts';

/** A page of the app's origin without the app: it opens no database by itself. */
async function barePage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/favicon.svg');
  return page;
}

/** Opens the database at a version, as a tab of another release would, and keeps it open. */
async function hold(page: Page, version: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    const opened = indexedDB.open('rowmill', wanted);
    await new Promise<void>((resolve, reject) => {
      opened.addEventListener('success', () => resolve());
      opened.addEventListener('error', () => reject(opened.error));
    });
  }, version);
}

/** A version of the database this app will not come to. */
const LATER = 10_000;

const texts = ['The lamp is bright.', 'The chair came broken.', 'A quiet fan.', 'Soup arrived cold.'];
const table = (name: string) => ({ name, bytes: Buffer.from(`id,text\n${texts.map((text, n) => `r${n},${text}`).join('\n')}\n`) });

/** A job of four rows, finished. */
async function finishedJob(page: Page, jobId: string): Promise<void> {
  await fillNewJob(page, { file: table(`${jobId}.csv`), instructions: 'Say what it is about.', rowsPerRequest: 1, jobId });
  await prepare(page);
  await waitForState(page, 'Ready to submit');
  await submit(page);
  await waitForState(page, 'Finished');
}

/** Presses the button and reads the zip it saves. */
async function rescued(page: Page): Promise<Map<string, Buffer>> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save what can be read' }).click();
  return readZip(await readFile(await (await download).path()));
}

test('@fault storage: a later version opened in another tab: this one stops and says so; this version then touches nothing, and saves the files', async ({
  page,
  context,
}) => {
  await finishedJob(page, 'kept');
  const later = await barePage(context);
  await hold(later, LATER);
  await expect(page.getByText('A later version of Rowmill was opened in another tab.')).toBeVisible();
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await expect(page.getByText('was written by a later version of Rowmill than this one')).toBeVisible();
  const files = await rescued(page);
  expect([...files.keys()].filter((path) => path.startsWith('kept/batch_'))).toHaveLength(3);
  expect(files.get('kept/batch_input/batch_0.jsonl')!.toString()).toContain('The lamp is bright.');
  expect(JSON.parse(files.get('kept/records.json')!.toString()).jobs).toMatchObject([{ id: 'kept' }]);
  const version = await later.evaluate(async () => (await indexedDB.databases()).find(({ name }) => name === 'rowmill')?.version);
  expect(version).toBe(LATER);
});

test('@fault storage: a tab of an earlier version still open: the page says so and goes on once that is closed', async ({
  page,
  context,
}) => {
  const earlier = await barePage(context);
  await hold(earlier, 1);
  await page.goto('/');
  await expect(page.getByText('Another tab still uses an earlier version of Rowmill.')).toBeVisible();
  await earlier.close();
  await expect(page.getByRole('heading', { name: 'From a table of texts to a table of facts' })).toBeVisible();
  await expect(page.getByText('Another tab still uses')).toHaveCount(0);
});

test.describe('a browser that refuses', () => {
  test.use({ expectedFaults: [/UnknownError|Internal error/] });

  test('@fault storage: the database cannot be opened: said in words on every page, and the pages that need none work', async ({
    page,
  }) => {
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Internal error opening backing store.', 'UnknownError');
      };
    });
    await page.goto('/');
    await expect(page.getByText('The storage of this browser cannot be opened.')).toBeVisible();
    await page.goto('/help');
    await expect(page.getByText('The storage of this browser cannot be opened.')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});

test('@fault storage: a damaged record: that job says so, is saved and deleted; the others are untouched', async ({ page }) => {
  await finishedJob(page, 'whole');
  await finishedJob(page, 'broken');
  await change(page, 'jobs', { put: { id: 'broken', updatedAt: 1, revisions: 'gone' } });
  await page.goto('/');
  await expect(page.getByText('1 job cannot be read: its record is damaged.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Jobs' }).getByRole('link')).toHaveText(['whole']);
  await page.getByRole('link', { name: 'broken' }).click();
  await expect(page.getByText('This job cannot be read: its record in this browser is damaged.')).toBeVisible();
  const files = await rescued(page);
  expect([...files.keys()].filter((path) => path.startsWith('broken/batch_'))).toHaveLength(3);
  await page.getByRole('button', { name: 'Delete job' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete job' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await expect(page.getByText('cannot be read')).toHaveCount(0);
  expect((await stored<{ jobId: string }>(page, 'artifacts')).map(({ jobId }) => jobId)).toEqual(['whole', 'whole', 'whole']);
  await page.goto('/jobs/whole');
  await waitForState(page, 'Finished');
  expect(tally(await downloadCsv(page))).toEqual({ ok: 4 });
});

test('@fault storage: a file gone before it was sent: that job stops and says so, with nothing at the provider', async ({ page }) => {
  await fillNewJob(page, { file: table('unsent.csv'), instructions: 'Say what it is about.', rowsPerRequest: 1, jobId: 'unsent' });
  await prepare(page);
  await waitForState(page, 'Ready to submit');
  const [file] = await stored<{ blobKey: string }>(page, 'artifacts');
  await change(page, 'blobs', { remove: file!.blobKey });
  await submit(page);
  await waitForState(page, 'Stopped by a problem');
  await expect(page.getByText('The file batch_input/batch_0.jsonl can no longer be read in this browser.')).toBeVisible();
  expect(await OPENAI.batches(page, 'unsent')).toEqual([]);
});

interface KeptTable {
  id: string;
  pagesKey: string;
  rowCount: number;
  importedAt: number;
}

const losses: [string, (page: Page, kept: KeptTable) => Promise<void>][] = [
  ['a page', (page, { id }) => change(page, 'pages', { remove: [id, 0] })],
  ['the bytes of its pages', (page, { pagesKey }) => change(page, 'blobs', { remove: pagesKey })],
];

for (const [what, lose] of losses) {
  test(`@fault storage: a table that has lost ${what}: said in words, and put back once the same file is chosen again`, async ({
    page,
  }) => {
    await finishedJob(page, 'torn');
    const [before] = await stored<KeptTable>(page, 'datasets');
    await lose(page, before!);
    await page.reload();
    await expect(page.getByText('Row 1 and those after it can no longer be read in this browser.')).toBeVisible();
    await page.getByRole('button', { name: 'Download results' }).click();
    await page.getByRole('menuitem', { name: /^CSV, exact/ }).click();
    await expect(page.getByText('Rows of a table come back once the same file is chosen again under New job.')).toHaveCount(2);
    // Within the app: what its workers hold of the table as it was must not stay.
    const goTo = (name: string) => page.getByRole('link', { name, exact: true }).click();
    await goTo('Jobs');
    await goTo('New job');
    await chooseTable(page, table('torn.csv'));
    await expect(page.getByRole('combobox', { name: 'ID column' })).toBeVisible();
    const kept = await stored<KeptTable>(page, 'datasets');
    expect(kept).toEqual([{ ...before, pagesKey: expect.not.stringMatching(before!.pagesKey) }]);
    expect(await stored<{ datasetId: string }>(page, 'pages')).toMatchObject([{ datasetId: before!.id, rowCount: 4 }]);
    await goTo('Jobs');
    await goTo('torn');
    await expect(page.getByText(texts[2]!)).toBeVisible();
    const csv = await downloadCsv(page);
    expect(tally(csv)).toEqual({ ok: 4 });
    expect(csv.map(({ text }) => text)).toEqual(texts);
  });
}

test('@fault storage: a large table that has lost a page is put back page by page, in the place of its file', async ({ page }) => {
  const rows = Array.from({ length: 140_000 }, (_, n) => `r${n},${'a text of some forty letters, number '}${n}`);
  const file = { name: 'large.csv', bytes: Buffer.from(`id,text\n${rows.join('\n')}\n`) };
  const ask = { file, instructions: 'Say what it is about.' };
  await fillNewJob(page, ask);
  const [before] = await stored<KeptTable>(page, 'datasets');
  const pages = await stored<{ firstRow: number }>(page, 'pages');
  expect(pages).toHaveLength(70);
  const files = await keptFiles(page);
  expect(files).toHaveLength(1);
  await change(page, 'pages', { remove: [before!.id, pages[40]!.firstRow] });
  await page.reload();
  await fillNewJob(page, ask);
  expect(await stored(page, 'pages')).toEqual(pages);
  const [after] = await stored<KeptTable>(page, 'datasets');
  expect(after!.pagesKey).not.toBe(before!.pagesKey);
  await expect.poll(() => keptFiles(page)).toEqual(files);
});

test('@fault storage: a job that lost its table before it was prepared is prepared once that is put back', async ({ page }) => {
  await fillNewJob(page, { file: table('torn.csv'), instructions: 'Say what it is about.', jobId: 'torn' });
  const [kept] = await stored<KeptTable>(page, 'datasets');
  await change(page, 'pages', { remove: [kept!.id, 0] });
  await prepare(page);
  await waitForState(page, 'Could not be prepared');
  await expect(page.getByText('Choose the same table file again under New job, which puts back what is missing.')).toBeVisible();
  await page.goto('/new');
  await chooseTable(page, table('torn.csv'));
  await expect(page.getByRole('combobox', { name: 'ID column' })).toBeVisible();
  await page.goto('/jobs/torn');
  await page.getByRole('button', { name: 'Prepare again' }).click();
  await waitForState(page, 'Ready to submit');
});

test('@fault storage: a file that reads otherwise than the lost table did does not take its place', async ({ page }) => {
  await finishedJob(page, 'torn');
  const [before] = await stored<KeptTable>(page, 'datasets');
  await change(page, 'datasets', { put: { ...before, rowCount: 5 } });
  const pages = await stored(page, 'pages');
  await page.goto('/new');
  await chooseTable(page, table('torn.csv'));
  await expect(page.getByText('this file reads otherwise than it did when it was taken in')).toBeVisible();
  expect(await stored(page, 'datasets')).toEqual([{ ...before, rowCount: 5 }]);
  expect(await stored(page, 'pages')).toEqual(pages);
});

test('@fault storage: workers ended by the browser: the job goes on to its end, and results are read', async ({ page }) => {
  await fillNewJob(page, { file: table('crash.csv'), instructions: 'Say what it is about.', rowsPerRequest: 1 });
  await prepare(page);
  await waitForState(page, 'Ready to submit');
  const endWorkers = async () => {
    const workers = page.workers();
    expect(workers.length).toBeGreaterThan(0);
    await Promise.all(workers.map((worker) => worker.evaluate(() => self.close()).catch(() => undefined)));
  };
  await endWorkers();
  await submit(page);
  await waitForState(page, 'Finished');
  await endWorkers();
  expect(tally(await downloadCsv(page))).toEqual({ ok: 4 });
  await page.getByRole('searchbox').fill('lamp');
  await expect(page.getByText('The lamp is bright.')).toBeVisible();
  await expect(page.getByText('A quiet fan.')).toHaveCount(0);
});

test.describe('storage that is cleared', () => {
  test.use({ expectedFaults: [/Connection to Indexed Database server lost|DatabaseClosedError|AbortError/] });

  test('@fault storage: cleared while a page is open: it says so; who comes back is told which jobs are gone, until it is understood', async ({
    page,
    baseURL,
  }) => {
    await finishedJob(page, 'gone-soon');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.clearDataForOrigin', { origin: baseURL!, storageTypes: 'indexeddb' });
    await expect(page.getByText('The browser has closed or cleared what Rowmill stores here.')).toBeVisible();
    // Another tab makes the database anew, which is empty: that is not what this one forgets its jobs by.
    const other = await page.context().newPage();
    await other.goto('/');
    await expect(other.getByRole('region', { name: 'Cleared storage' })).toBeVisible();
    await other.close();
    await page.goto('/');
    const notice = page.getByRole('region', { name: 'Cleared storage' });
    await expect(notice.getByText('The job that was kept in this browser is no longer here.')).toBeVisible();
    await notice.getByText('Details').click();
    await expect(notice.getByText('gone-soon')).toBeVisible();
    await page.reload();
    await notice.getByRole('button', { name: 'Understood' }).click();
    await expect(notice).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('heading', { name: 'From a table of texts to a table of facts' })).toBeVisible();
    await expect(notice).toHaveCount(0);
  });
});

test('@fault storage: deleting the last job is no loss that anybody is told of', async ({ page }) => {
  await finishedJob(page, 'last');
  await page.getByRole('button', { name: 'Delete job' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete job' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await expect(page.getByRole('heading', { name: 'From a table of texts to a table of facts' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'From a table of texts to a table of facts' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Cleared storage' })).toHaveCount(0);
});

interface Dump {
  version: number;
  stores: Record<string, { keyPath: string | string[]; autoIncrement: boolean; indexes: Index[]; records: unknown[] }>;
}

interface Index {
  name: string;
  keyPath: string | string[];
  unique: boolean;
  multiEntry: boolean;
}

/** Runs in the page: writes a database as a dump says it was. */
async function restore({ version, stores }: Dump): Promise<void> {
  const bytesOf = (data: string) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const decode = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(decode);
    if (typeof value !== 'object' || value === null) return value;
    const { $: kind, data, type } = value as Record<string, string>;
    if (kind === 'Blob') return new Blob([bytesOf(data!)], { type });
    if (kind !== undefined) {
      return new (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => unknown>)[kind]!(bytesOf(data!).buffer);
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, decode(one)]));
  };
  const opened = indexedDB.open('rowmill', version);
  opened.addEventListener('upgradeneeded', () => {
    for (const [name, { keyPath, autoIncrement, indexes }] of Object.entries(stores)) {
      const store = opened.result.createObjectStore(name, { keyPath, autoIncrement });
      for (const { name: index, keyPath: path, unique, multiEntry } of indexes) store.createIndex(index, path, { unique, multiEntry });
    }
  });
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    opened.addEventListener('success', () => resolve(opened.result));
    opened.addEventListener('error', () => reject(opened.error));
  });
  const written = db.transaction(Object.keys(stores), 'readwrite');
  for (const [name, { records }] of Object.entries(stores)) for (const one of records) written.objectStore(name).put(decode(one));
  await new Promise<void>((resolve, reject) => {
    written.addEventListener('complete', () => resolve());
    written.addEventListener('abort', () => reject(written.error));
  });
  db.close();
}

const fixtures = join(import.meta.dirname, '../../lib/storage/fixtures');

for (const name of readdirSync(fixtures)) {
  test(`@fault storage: a database as an earlier version left it (${name}): every record is there, the job shows its rows, and its bundle is whole`, async ({
    page,
    context,
  }) => {
    const dump = JSON.parse(readFileSync(join(fixtures, name), 'utf8')) as Dump;
    const bare = await barePage(context);
    await bare.evaluate(restore, dump);
    await bare.close();
    const [job] = dump.stores.jobs!.records as { id: string; rowCount: number; counts: Record<string, number> }[];
    await page.goto(`/jobs/${job!.id}`);
    await waitForState(page, 'Finished');
    const rows = await downloadCsv(page);
    expect(rows).toHaveLength(job!.rowCount);
    expect(tally(rows)).toEqual(Object.fromEntries(Object.entries(job!.counts).filter(([, count]) => count > 0)));
    const table = (dump.stores.blobs!.records as { key: string; blob: { data: string } }[]).find(({ key }) => key.startsWith('file:'))!;
    const [first] = Papa.parse<Record<string, string>>(Buffer.from(table.blob.data, 'base64').toString(), { header: true }).data;
    const longest = Object.values(first!).toSorted((a, b) => b.length - a.length)[0]!;
    await expect(page.getByText(longest).first()).toBeVisible();
    for (const [store, { records }] of Object.entries(dump.stores)) expect(await stored(page, store), store).toHaveLength(records.length);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download bundle' }).click();
    const files = readZip(await readFile(await (await download).path()));
    const paths = (dump.stores.artifacts!.records as { path: string }[]).map(({ path }) => `${job!.id}/${path}`);
    expect([...files.keys()]).toEqual(expect.arrayContaining(paths));
  });
}
