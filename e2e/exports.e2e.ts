import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { downloadBundle, downloadCsv, fillNewJob, prepare, submit, waitForState } from './job-steps.ts';
import { readZip } from './read-zip.ts';
import { expect, test } from './test.ts';

function table(rows: number, characters: number): { name: string; bytes: Buffer } {
  const words = 'The kettle boils fast, but "the lid" is loose. '.repeat(Math.ceil(characters / 47)).replaceAll('"', '""');
  const lines = Array.from({ length: rows }, (_, n) => `r${n},"Text ${n}: ${words.slice(0, characters - (characters % 47))}"`);
  return { name: `${rows}.csv`, bytes: Buffer.from(`id,text\n${lines.join('\n')}\n`) };
}

async function finishedJob(page: Page, rows: number, characters: number): Promise<string> {
  await fillNewJob(page, { file: table(rows, characters), instructions: 'Praise?', rowsPerRequest: 20 });
  const jobId = await prepare(page);
  await submit(page);
  await waitForState(page, 'Finished');
  return jobId;
}

/**
 * Puts a file of the origin's own file system in place of the one a person would choose: a real handle with the browser's real
 * writer, without its dialog. `choice` null: the person closes the dialog.
 */
async function chooseInPlaceOfPerson(page: Page, choice: string | null): Promise<void> {
  await page.evaluate(async (name) => {
    const folder = await navigator.storage.getDirectory();
    const file = name === null ? null : await folder.getFileHandle(name, { create: true });
    const picker = async () => {
      if (file) return file;
      throw new DOMException('The user aborted a request.', 'AbortError');
    };
    Object.assign(window, { showSaveFilePicker: picker });
  }, choice);
}

/** Names and sizes of the files there, beside the folder the app keeps its own in. */
async function filesThere(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const sizes: Record<string, number> = {};
    const folder = await navigator.storage.getDirectory();
    for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>)
      if (handle.kind === 'file') sizes[name] = (await handle.getFile()).size;
    return sizes;
  });
}

async function bytesOf(page: Page, name: string): Promise<Buffer> {
  const text = await page.evaluate(async (file) => {
    const folder = await navigator.storage.getDirectory();
    const bytes = new Uint8Array(await (await (await folder.getFileHandle(file)).getFile()).arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  }, name);
  return Buffer.from(text, 'base64');
}

const csvItem = (page: Page) => page.getByRole('menuitem', { name: /^CSV, exact/ });

async function chooseCsv(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Download results' }).click();
  await csvItem(page).click();
}

test('@exports a bundle goes into the file chosen, the same as by the browser’s download; a closed dialog does nothing', async ({
  page,
}) => {
  const jobId = await finishedJob(page, 60, 200);
  const downloaded = await downloadBundle(page, jobId);
  await chooseInPlaceOfPerson(page, null);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Download bundle' }).click();
  await chooseInPlaceOfPerson(page, 'mine.zip');
  await page.getByRole('button', { name: 'Download bundle' }).click();
  await expect(page.getByText(/^mine\.zip was saved/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Downloads' }).getByRole('status')).toHaveCount(1);
  expect(Object.keys(await filesThere(page))).toEqual(['mine.zip']);
  const written = readZip(await bytesOf(page, 'mine.zip'));
  const paths = [...downloaded.keys()].map((path) => `${jobId}/${path}`);
  expect([...written.keys()]).toEqual(paths);
  for (const [path, bytes] of downloaded) if (path !== 'job.json') expect(written.get(`${jobId}/${path}`)!.equals(bytes), path).toBe(true);
});

test('@exports stopping leaves nothing under the name, and another download goes on beside it', async ({ page }) => {
  test.setTimeout(150_000);
  await finishedJob(page, 30_000, 940);
  await chooseInPlaceOfPerson(page, 'stopped.zip');
  await page.getByRole('button', { name: 'Download bundle' }).click();
  const stop = page.getByRole('button', { name: 'Stop writing stopped.zip' });
  await expect(stop).toBeVisible();
  await chooseInPlaceOfPerson(page, 'rows.csv');
  await chooseCsv(page);
  await stop.click();
  await expect(stop).toHaveCount(0);
  await expect(page.getByText(/^rows\.csv was saved/)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => filesThere(page).then(Object.keys)).toEqual(['rows.csv']);
  const rows = (await bytesOf(page, 'rows.csv')).toString().trimEnd().split('\r\n');
  expect(rows).toHaveLength(30_001);
  expect(rows.at(-1)).toMatch(/^30000,r29999,r29999,"Text 29999: The kettle boils fast, but ""the lid"" is loose\./);
});

test('@exports a full disk is told in words, leaves no file, and the next download is whole', async ({ page, context }) => {
  await finishedJob(page, 2000, 940);
  const origin = new URL(page.url()).origin;
  const devtools = await context.newCDPSession(page);
  await chooseInPlaceOfPerson(page, 'full.csv');
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
  await chooseCsv(page);
  await expect(page.getByRole('alert').getByText('There is no room for the whole file.')).toBeVisible();
  expect(await filesThere(page)).toEqual({});
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await chooseInPlaceOfPerson(page, 'full.csv');
  await chooseCsv(page);
  await expect(page.getByText(/^full\.csv was saved/)).toBeVisible();
  expect((await bytesOf(page, 'full.csv')).toString().trimEnd().split('\r\n')).toHaveLength(2001);
});

test('@exports results as CSV and JSON lines tell the same', async ({ page }) => {
  await finishedJob(page, 30, 200);
  const csv = await downloadCsv(page);
  await page.getByRole('button', { name: 'Download results' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^JSONL/ }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line));
  expect(records.map(({ id, state, batch_id: batch }) => [id, state, batch])).toEqual(
    csv.map((row) => [row.id, row._state, row._batch_id]),
  );
});
