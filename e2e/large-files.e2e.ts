import { createHash } from 'node:crypto';
import type { Dataset } from '#lib/core/dataset';
import { holdEnd } from './fault-provider/acts.ts';
import { expect, test, PLACES } from './fault-provider/fault-test.ts';
import {
  chooseTable,
  downloadBundle,
  downloadCsv,
  fillNewJob,
  keptFiles,
  prepare,
  stored,
  submit,
  tally,
  waitForState,
} from './job-steps.ts';
import { wordyTable } from './wordy-table.ts';

/** Digest of a table's bytes, as the app names tables: SHA-256 over that of each 4 MiB. */
function digestOf(bytes: Buffer): string {
  const sha = (piece: Buffer) => createHash('sha256').update(piece).digest();
  const slabs: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 4 * 1024 * 1024) slabs.push(sha(bytes.subarray(at, at + 4 * 1024 * 1024)));
  return sha(Buffer.concat(slabs)).toString('hex');
}

test('@storage a large table chosen again is known by its bytes; another of as many bytes is not', async ({ page }) => {
  const long = wordyTable('long.csv', 3000, 2000);
  const other = { name: 'other.csv', bytes: Buffer.from(long.bytes) };
  other.bytes.write('X', other.bytes.length - 2);
  const tables = () => stored<Dataset>(page, 'datasets');
  for (const file of [long, { ...long, name: 'copy.csv' }, other]) {
    await page.goto('/new');
    await chooseTable(page, file);
    await expect(page.getByRole('combobox', { name: 'ID column' })).toBeVisible({ timeout: 60_000 });
  }
  const [first, second] = (await tables()).toSorted((a, b) => a.importedAt - b.importedAt);
  expect(await tables()).toHaveLength(2);
  expect([first, second]).toMatchObject([
    { name: 'long.csv', fileDigest: digestOf(long.bytes), rowCount: 3000, bytes: long.bytes.length },
    { name: 'other.csv', fileDigest: digestOf(other.bytes), rowCount: 3000, bytes: long.bytes.length },
  ]);
  expect(await keptFiles(page)).toHaveLength(2);
});

test('@storage large files lie beside the database, are sent and saved whole, and go with the job and the table that own them', async ({
  page,
  faults,
}) => {
  // The ledger is written now and then once all has come, each time with a file of answers; the end waits until the first is no small one.
  faults.script({ on: 'download', act: holdEnd(() => expect.poll(() => keptFiles(page), { timeout: 60_000 }).toHaveLength(3)) });
  const label = 'so long an answer '.repeat(200);
  const schema = JSON.stringify({ type: 'object', properties: { label: { type: 'string', enum: [label] } }, required: ['label'] });
  await fillNewJob(page, {
    place: PLACES.openai,
    instructions: 'Say what the text praises.',
    file: wordyTable('long.csv', 3000, 2000),
    schema,
    rowsPerRequest: 10,
    requestsPerBatch: 1000,
    jobId: 'long',
  });
  await page.getByRole('spinbutton', { name: 'Look for results every' }).fill('1');
  await expect.poll(() => keptFiles(page)).toHaveLength(1);
  await prepare(page);
  await waitForState(page, 'Ready to submit');
  expect(await keptFiles(page)).toHaveLength(2);
  const [part] = await stored<{ bytes: number }>(page, 'parts');
  expect(await keptFiles(page)).toContain(part!.bytes);
  expect((await stored<{ bytes: number }>(page, 'artifacts')).map(({ bytes }) => bytes)).toEqual([part!.bytes]);
  await page.reload();
  await submit(page);
  await waitForState(page, 'Finished', 90_000);
  const rows = await downloadCsv(page);
  expect(tally(rows)).toEqual({ ok: 3000 });
  expect(rows.filter((row) => row.label !== label)).toEqual([]);
  expect(faults.of('download')).toHaveLength(1);
  const answers = await stored<{ key: string }>(page, 'answerFiles');
  const blobs = () => stored<{ key: string }>(page, 'blobs');
  const isFile = ({ key }: { key: string }) => key.startsWith('opfs:');
  expect(answers.filter(isFile).length).toBeGreaterThan(0);
  expect(await keptFiles(page)).toHaveLength(2 + answers.filter(isFile).length);
  const sent = (await downloadBundle(page, 'long')).get('batch_input/batch_0.jsonl')!;
  expect(sent.length).toBe(part!.bytes);
  expect(sent.toString().trimEnd().split('\n')).toHaveLength(300);
  await page.getByRole('button', { name: 'Delete job' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete job' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await expect.poll(() => keptFiles(page)).toHaveLength(1);
  for (const store of ['answerFiles', 'resultPacks', 'artifacts']) expect(await stored(page, store), store).toEqual([]);
  expect((await blobs()).map(({ key }) => key)).toEqual([expect.stringMatching(/^file:/)]);
  await page.getByText(/free · 1 table kept/).click();
  await page.getByRole('button', { name: 'Remove long.csv' }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect.poll(() => keptFiles(page)).toEqual([]);
});
