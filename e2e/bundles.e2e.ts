import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { zipOf, type FixtureEntry } from '../lib/table/zip.fixture.ts';
import {
  ANTHROPIC,
  change,
  downloadBundle,
  downloadCsv,
  fillNewJob,
  OPENAI,
  prepare,
  stored,
  submit,
  tally,
  waitForState,
  type JobInput,
  type Place,
} from './job-steps.ts';
import { readZip } from './read-zip.ts';
import { expect, test } from './test.ts';

const table = (rows: number) =>
  Buffer.from(`id,text,group\n${Array.from({ length: rows }, (_, n) => `r${n},"Text ${n}, ""quoted""",g${n % 3}`).join('\n')}\n`);

const SCHEMA = JSON.stringify({ type: 'object', properties: { tone: { enum: ['glad', 'sad'] }, words: { type: 'integer' } } });

const INPUT: JobInput = {
  file: { name: 'people.csv', bytes: table(23) },
  idColumn: 'id',
  instructions: 'Say what tone each text has. Answer in JSON.',
  schema: SCHEMA,
  requestsPerBatch: 3,
};

/** The bundle of the job that is open, as its very bytes. */
async function bundleBytes(page: Page): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download bundle' }).click();
  return readFile(await (await download).path());
}

async function chooseZip(page: Page, bytes: Uint8Array, name = 'bundle.zip'): Promise<void> {
  await page.goto('/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import bundle', exact: true }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/zip', buffer: Buffer.from(bytes) });
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Import bundle' });

/** Takes the zip's only job in, as it is offered; resolves with its id. */
async function takeIn(page: Page, choices: string[] = []): Promise<string> {
  for (const choice of choices) await dialog(page).getByRole('radio', { name: choice }).check({ force: true });
  await dialog(page).getByRole('button', { name: 'Take in', exact: true }).click();
  await page.waitForURL(/\/jobs\/[\w-]+$/);
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

/** Jobs made of the original's files are looked at as seldom as the original does. */
async function checkUntilFinished(page: Page): Promise<void> {
  const checkNow = page.getByRole('button', { name: 'Check now' });
  await expect(async () => {
    if (await checkNow.isVisible()) await checkNow.click();
    await waitForState(page, 'Finished', 1500);
  }).toPass({ timeout: 60_000 });
}

async function elsewhere(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  return context.newPage();
}

/** Files of two bundles are the same, byte for byte; `job.json` tells the same but for times of looking. */
function expectSameFiles(first: Map<string, Buffer>, second: Map<string, Buffer>): void {
  expect([...second.keys()].sort()).toEqual([...first.keys()].sort());
  for (const [path, bytes] of first) if (path !== 'job.json') expect(second.get(path)!.equals(bytes), path).toBe(true);
  const told = [first, second].map((files) => JSON.parse(files.get('job.json')!.toString()));
  expect(told[1].job).toEqual(told[0].job);
  expect(told[1].dataset).toEqual(told[0].dataset);
  expect(told[1].recipes).toEqual(told[0].recipes);
  expect(told[1].rounds).toEqual(told[0].rounds);
  expect(told[1].skipped).toEqual(told[0].skipped);
  const facts = (batch: Record<string, unknown>) => ({ ...batch, lastPollAt: 0 });
  expect(told[1].batches.map(facts)).toEqual(told[0].batches.map(facts));
}

for (const place of [OPENAI, ANTHROPIC]) {
  test(`@bundles ${place.name}: a finished job is taken in elsewhere and saved again, byte for byte`, async ({ page, browser }) => {
    await fillNewJob(page, { ...INPUT, place });
    const jobId = await prepare(page);
    await submit(page);
    await waitForState(page, 'Finished');
    const csv = await downloadCsv(page);
    const zip = await bundleBytes(page);

    const other = await elsewhere(browser);
    await chooseZip(other, zip);
    await expect(dialog(other)).toContainText('23 rows, 5 requests in 2 batches');
    await expect(dialog(other)).toContainText('All its answers are in the zip');
    expect(await takeIn(other)).toBe(jobId);
    await waitForState(other, 'Finished');
    expect(await downloadCsv(other)).toEqual(csv);
    const again = readZip(await bundleBytes(other));
    expectSameFiles(inFolder(readZip(zip), jobId), inFolder(again, jobId));
    // Its rows are known by request too: the panel finds the very request that carried one.
    await other.getByRole('tab', { name: 'Results' }).click();
    await other.getByRole('row', { name: /r7/ }).first().click();
    await expect(other.getByRole('dialog')).toContainText(`${jobId}-`);
    await other.context().close();
  });
}

/** Rows as the original's reader takes them out of a job folder: every line of every `.jsonl` in `batch_output`, by its own rules. */
function readAsOriginal(files: Map<string, Buffer>): Record<string, unknown>[] {
  const outputs = [...files].filter(([path]) => /^batch_output\/[^/]+\.jsonl$/.test(path));
  return outputs.flatMap(([, bytes]) =>
    bytes
      .toString()
      .trimEnd()
      .split('\n')
      .flatMap((line) => {
        const content = JSON.parse(JSON.parse(line).response.body.choices[0].message.content);
        const rows = content.all_results ?? content['all results'] ?? content.results;
        return Array.isArray(rows) ? rows : [rows];
      }),
  );
}

test('@bundles our OpenAI bundle holds what the original’s reader expects', async ({ page }) => {
  await fillNewJob(page, INPUT);
  const jobId = await prepare(page);
  await submit(page);
  await waitForState(page, 'Finished');
  const csv = await downloadCsv(page);
  const files = await downloadBundle(page, jobId);
  const rows = readAsOriginal(files);
  // What is processed is told by the first column.
  expect(rows.map((row) => Object.keys(row)[0])).toEqual(rows.map(() => 'input_id'));
  const toneOf = new Map(rows.map((row) => [row.input_id, row.tone]));
  expect(csv.map(({ id, tone }) => [id, tone])).toEqual(csv.map(({ id }) => [id, toneOf.get(id)]));
  expect(rows).toHaveLength(23);
  const submissions = [...files.keys()].flatMap((path) => /^batch_output\/submission_(.+)\.json$/.exec(path)?.[1] ?? []);
  expect(submissions).toHaveLength(2);
  for (const id of submissions) {
    expect(JSON.parse(files.get(`batch_output/submission_${id}.json`)!.toString()).id).toBe(id);
    expect(files.has(`batch_output/batch_result_${id}.jsonl`)).toBe(true);
  }
});

const inFolder = (files: Map<string, Buffer>, folder: string) =>
  new Map([...files].map(([path, bytes]) => [path.slice(folder.length + 1), bytes] as const));

test('@bundles a job prepared and not sent goes on elsewhere from there', async ({ page, browser }) => {
  await fillNewJob(page, INPUT);
  await prepare(page);
  await waitForState(page, 'Ready to submit');
  const zip = await bundleBytes(page);
  const other = await elsewhere(browser);
  await chooseZip(other, zip);
  await expect(dialog(other)).toContainText('Prepared, nothing sent');
  await takeIn(other);
  await waitForState(other, 'Ready to submit');
  await submit(other);
  await waitForState(other, 'Finished');
  expect(tally(await downloadCsv(other))).toEqual({ ok: 23 });
  await other.context().close();
});

test('@bundles a job that is here is merged or kept apart, never overwritten', async ({ page, browser }) => {
  await fillNewJob(page, INPUT);
  const jobId = await prepare(page);
  await waitForState(page, 'Ready to submit');
  const before = await bundleBytes(page);
  await submit(page);
  await waitForState(page, 'Finished');
  const csv = await downloadCsv(page);
  const after = await bundleBytes(page);

  // The job as it was before it was sent learns from the later bundle what became of it: it is not sent twice.
  const other = await elsewhere(browser);
  await chooseZip(other, before);
  await takeIn(other);
  await waitForState(other, 'Ready to submit');
  await chooseZip(other, after);
  await expect(dialog(other)).toContainText('This very job is here already');
  expect(await takeIn(other, ['Add to the job here'])).toBe(jobId);
  await waitForState(other, 'Finished');
  expect(await downloadCsv(other)).toEqual(csv);

  // The earlier bundle takes nothing back.
  await chooseZip(other, before);
  expect(await takeIn(other, ['Add to the job here'])).toBe(jobId);
  await waitForState(other, 'Finished');
  expect(await downloadCsv(other)).toEqual(csv);

  // Apart: another id here, and the same files, under its own name.
  await chooseZip(other, after);
  const apart = await takeIn(other, ['Keep both apart']);
  expect(apart).not.toBe(jobId);
  await waitForState(other, 'Finished');
  expect(await downloadCsv(other)).toEqual(csv);
  expectSameFiles(inFolder(readZip(after), jobId), inFolder(readZip(await bundleBytes(other)), jobId));
  await other.goto('/');
  await expect(other.getByRole('table', { name: 'Jobs' }).getByRole('row')).toHaveCount(3);
  await other.context().close();
});

test('@bundles a table that has lost rows here comes back with the bundle of its job', async ({ page }) => {
  await fillNewJob(page, INPUT);
  const jobId = await prepare(page);
  await waitForState(page, 'Ready to submit');
  await submit(page);
  await waitForState(page, 'Finished');
  const csv = await downloadCsv(page);
  const zip = await bundleBytes(page);
  const [dataset] = await stored<{ id: string }>(page, 'datasets');
  const pages = await stored(page, 'pages');
  await change(page, 'pages', { remove: [dataset!.id, 0] });
  await chooseZip(page, zip);
  expect(await takeIn(page, ['Add to the job here'])).toBe(jobId);
  await waitForState(page, 'Finished');
  expect(await stored(page, 'pages')).toEqual(pages);
  expect(await downloadCsv(page)).toEqual(csv);
});

/** A job folder of the Python original, packed as people pack it. */
function originalZip(folder: string, files: Record<string, string>): Uint8Array {
  const entries: FixtureEntry[] = Object.entries(files).map(([path, bytes]) => ({ path: `${folder}/${path}`, bytes, isPacked: true }));
  const mac: FixtureEntry = { path: `__MACOSX/${folder}/._batch_input`, bytes: 'x' };
  return zipOf([{ path: `${folder}/`, mode: 0o040755 }, ...entries, mac]);
}

const ROWS = Array.from({ length: 7 }, (_, n) => ({ input_id: `s${n}`, input_text: `Ä text with "quotes" ${n}` }));
/** Rows as pandas `sample(frac=1, random_state=1)` puts seven of them. */
const SHUFFLED = [6, 2, 1, 0, 4, 3, 5].map((row) => ROWS[row]!);

const chunks = <T>(list: T[], size: number) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, i * size + size));

/** As Python writes JSON: blanks after commas and colons, everything beyond ASCII escaped. */
const python = (value: unknown): string =>
  JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const openaiLine = (job: string, rows: unknown[], k: number, i: number) =>
  python({
    custom_id: `${job}-${k}-${i}`,
    method: 'POST',
    url: '/v1/chat/completions',
    body: {
      model: 'gpt-4.1-mini',
      temperature: 0.0,
      response_format: { type: 'json_object' },
      messages: [
        { role: 'system', content: 'Say what tone each text has, as JSON with all_results and input_id.' },
        { role: 'user', content: python(rows) },
      ],
    },
  });

const openaiInput = (job: string) =>
  `${chunks(SHUFFLED, 2)
    .map((rows, i) => openaiLine(job, rows, 0, i))
    .join('\n')}\n`;

const anthropicInput = (job: string) =>
  JSON.stringify(
    chunks(ROWS, 2).map((rows, i) => ({
      custom_id: `${job}-chunk-${String(i).padStart(6, '0')}`,
      params: {
        model: 'claude-haiku-5-5',
        max_tokens: 32_000,
        system: [{ type: 'text', text: 'Say what tone each text has, as JSON.', cache_control: { type: 'ephemeral' } }],
        messages: [{ role: 'user', content: python(rows) }],
      },
    })),
    null,
    2,
  );

const INPUTS: Record<string, { place: Place; path: string; input: (job: string) => string }> = {
  OpenAI: { place: OPENAI, path: 'batch_input/batch_0.jsonl', input: openaiInput },
  Anthropic: { place: ANTHROPIC, path: 'batch_input/requests.json', input: anthropicInput },
};

async function chooseProvider(page: Page, place: Place): Promise<void> {
  const provider = dialog(page).getByRole('combobox', { name: 'Provider' });
  const option = provider.locator('option').filter({ hasText: place.label });
  await provider.selectOption((await option.textContent())!);
}

const IDS = ROWS.map((row) => row.input_id);

for (const [name, { place, path, input }] of Object.entries(INPUTS)) {
  test(`@bundles the original's ${name} folder goes on from each stage`, async ({ page, browser }) => {
    const job = `py${name.toLowerCase()}`;
    await chooseZip(page, originalZip(job, { [path]: input(job) }));
    await expect(dialog(page)).toContainText('Python job folder');
    await expect(dialog(page)).toContainText('7 rows, 4 requests in 1 batch');
    await chooseProvider(page, place);
    expect(await takeIn(page)).toBe(job);
    await waitForState(page, 'Ready to submit');
    await submit(page);
    await checkUntilFinished(page);
    const csv = await downloadCsv(page);
    expect(csv.map((row) => row.input_id)).toEqual(IDS);
    expect(csv.map((row) => row.input_text)).toEqual(ROWS.map((row) => row.input_text));
    const files = await downloadBundle(page, job);
    // What was sent is what the original wrote, to the byte.
    expect(files.get(path)!.toString()).toBe(input(job));

    // Submitted: the note of submission names the batch, and this server's provider has it.
    const note = [...files.keys()].find((file) => /submission/.test(file))!;
    const sent = { [path]: input(job), [note]: files.get(note)!.toString() };
    const second = await elsewhere(browser);
    await chooseZip(second, originalZip(job, sent));
    await expect(dialog(second)).toContainText('At the provider');
    await chooseProvider(second, place);
    await takeIn(second);
    await checkUntilFinished(second);
    expect((await downloadCsv(second)).map(({ input_id: id, _state: state }) => [id, state])).toEqual(IDS.map((id) => [id, 'ok']));
    await second.context().close();

    // With outputs: read from the folder, whatever the provider still has.
    const output = [...files.keys()].find((file) => /result/.test(file) && file.startsWith('batch_output/'))!;
    const third = await elsewhere(browser);
    await chooseZip(third, originalZip(job, { ...sent, [output]: files.get(output)!.toString() }));
    await expect(dialog(third)).toContainText('Answered');
    await chooseProvider(third, place);
    let calls = 0;
    await third.route(/\/api\/sandbox-[a-z]+\/v1\//, (route) => {
      calls++;
      return route.abort();
    });
    await takeIn(third);
    await waitForState(third, 'Finished');
    expect(await downloadCsv(third)).toEqual(csv);
    expect(calls).toBe(0);
    await third.context().close();
  });
}

const fixtures = join(import.meta.dirname, '../../shared/data/python-original');

test.describe('folders of the very files the original wrote', () => {
  test.skip(!existsSync(fixtures), 'the files of the Python original are not beside this checkout');
  /** Which file of the original stands at each path of the folder. */
  const FOLDERS: [string, Place, Record<string, string>, string][] = [
    [
      'OpenAI, three batches',
      OPENAI,
      Object.fromEntries([0, 1, 2].map((k) => [`batch_input/batch_${k}.jsonl`, `oai_c20_split.batch_${k}.jsonl`])),
      'in 3 batches',
    ],
    ['Anthropic, with a forced tool', ANTHROPIC, { 'batch_input/requests.json': 'ant_c20_schema.requests.json' }, 'in 1 batch'],
  ];
  for (const [name, place, names, words] of FOLDERS) {
    test(`@bundles ${name}`, async ({ page }) => {
      const files = Object.entries(names).map(([path, file]) => [path, readFileSync(join(fixtures, file), 'utf8')]);
      await chooseZip(page, originalZip('golden', Object.fromEntries(files)));
      await expect(dialog(page)).toContainText('20 rows');
      await expect(dialog(page)).toContainText(words);
      await chooseProvider(page, place);
      await takeIn(page);
      await submit(page);
      await checkUntilFinished(page);
      const rows = await downloadCsv(page);
      expect(rows.map((row) => row.input_id)).toEqual(Array.from({ length: 20 }, (_, n) => `seg_${String(n + 1).padStart(3, '0')}`));
      expect(tally(rows)).toEqual({ ok: 20 });
    });
  }
});

test('@bundles @security hostile zips are refused in words, with nothing taken in', async ({ page }) => {
  const honest = { [INPUTS.OpenAI!.path]: openaiInput('x') };
  const one = { path: 'x/batch_input/batch_0.jsonl', bytes: openaiInput('x') };
  const cases: [string, Uint8Array, RegExp][] = [
    ['not a zip', Buffer.from('id,text\n'), /It is no zip/],
    ['no job', zipOf([{ path: 'notes.txt', bytes: 'a' }]), /holds no job/],
    ['cut off', originalZip('x', honest).subarray(0, 300), /cut off/],
    ['a path that climbs', zipOf([one, { path: '../../evil', bytes: 'a' }]), /leaves its folder/],
    ['a bomb', zipOf([{ ...one, isPacked: true, size: 4e9 }]), /zip bomb/],
    ['encrypted', zipOf([{ ...one, flags: 0x801 }]), /encrypted/],
    ['a link', zipOf([{ ...one, mode: 0o120777 }]), /link/],
    ['no requests', zipOf([{ ...one, bytes: '<html><script>alert(1)</script>' }]), /no JSON/],
    [
      'a description that is none',
      zipOf([{ path: 'x/job.json', bytes: '{"format":"rowmill-job","version":1}' }]),
      /damaged or was changed/,
    ],
    ['a later version', zipOf([{ path: 'x/job.json', bytes: '{"format":"rowmill-job","version":9}' }]), /newer version/],
  ];
  for (const [name, zip, words] of cases) {
    await chooseZip(page, zip, `${name}.zip`);
    await expect(dialog(page).getByRole('alert'), name).toContainText(words);
    await expect(dialog(page).getByRole('button', { name: /^Take in/ })).toHaveCount(0);
  }
  for (const kept of ['jobs', 'parts', 'artifacts', 'blobs', 'datasets', 'pages']) expect(await stored(page, kept)).toEqual([]);
});

test('@bundles a bundle whose requests or table were changed is refused', async ({ page, browser }) => {
  await fillNewJob(page, INPUT);
  const jobId = await prepare(page);
  await waitForState(page, 'Ready to submit');
  const files = readZip(await bundleBytes(page));
  const changed = (path: string, change: (text: string) => string) =>
    zipOf([...files].map(([name, bytes]) => ({ path: name, bytes: name === path ? change(bytes.toString()) : new Uint8Array(bytes) })));
  const other = await elsewhere(browser);
  await chooseZip(
    other,
    changed(`${jobId}/batch_input/batch_0.jsonl`, (text) => text.replace('Text', 'Next')),
  );
  await expect(dialog(other).getByRole('alert')).toContainText('one of them was changed');
  await chooseZip(
    other,
    changed(`${jobId}/source/people.csv`, (text) => text.replace('Text', 'Next')),
  );
  await dialog(other).getByRole('button', { name: 'Take in', exact: true }).click();
  await expect(dialog(other).getByRole('alert')).toContainText('not the one the job was made from');
  expect(await stored(other, 'jobs')).toEqual([]);
  await other.context().close();
});
