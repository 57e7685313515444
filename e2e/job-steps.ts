import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import { expect, type Page } from '@playwright/test';
import { readZip } from './read-zip.ts';

/** A provider to run a job at, and what its job directory looks like. */
export interface Place {
  name: string;
  endpoint: string;
  /** Its label on the page New job. */
  label: RegExp;
  model: string;
  /** Lines of files the bundle of a job with one batch holds, in order. */
  files: (batchId: string) => string[];
  /** Requests of the first file, as objects. */
  requests: (files: Map<string, Buffer>, k: number) => Sent[];
  results: (batchId: string) => string;
  batches: (page: Page, jobId: string) => Promise<ListedBatch[]>;
}

interface Sent {
  custom_id: string;
  rows: { input_id: string }[];
}

interface ListedBatch {
  id: string;
  status: string;
}

const linesOf = (bytes: Buffer) =>
  bytes
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const inFile = (name: string, k: number, ending: string) => (k === 0 ? `${name}.${ending}` : `${name}_${k}.${ending}`);

export const OPENAI: Place = {
  name: 'OpenAI',
  endpoint: 'sandbox-openai',
  label: /Sandbox \(OpenAI/,
  model: 'gpt-6-luna',
  files: (batch) => ['batch_input/batch_0.jsonl', `batch_output/batch_result_${batch}.jsonl`, `batch_output/submission_${batch}.json`],
  requests: (files, k) =>
    linesOf(files.get(`batch_input/batch_${k}.jsonl`)!).map(({ custom_id, body }) => ({
      custom_id,
      rows: JSON.parse(body.messages[1].content),
    })),
  results: (batch) => `batch_output/batch_result_${batch}.jsonl`,
  batches: async (page, jobId) => (await openaiBatches(page)).filter((batch) => batch.metadata?.job === jobId),
};

export const ANTHROPIC: Place = {
  name: 'Anthropic',
  endpoint: 'sandbox-anthropic',
  label: /Sandbox \(Anthropic/,
  model: 'claude-haiku-5-5',
  files: () => ['batch_input/requests.json', 'batch_input/submission.json', 'batch_output/results.jsonl'],
  requests: (files, k) =>
    JSON.parse(files.get(`batch_input/${inFile('requests', k, 'json')}`)!.toString()).map(
      (one: { custom_id: string; params: { messages: { content: string }[] } }) => ({
        custom_id: one.custom_id,
        rows: JSON.parse(one.params.messages[0]!.content),
      }),
    ),
  results: () => 'batch_output/results.jsonl',
  batches: anthropicBatches,
};

export interface JobInput {
  file: { name: string; bytes: Buffer } | string;
  /** Absent: the one guessed. */
  idColumn?: string;
  instructions: string;
  /** Text of the schema; absent: free form. */
  schema?: string;
  model?: string;
  rowsPerRequest?: number;
  requestsPerBatch?: number;
  /** Rows in the table's order; shuffled unless said. */
  inOrder?: boolean;
  /** Job id, given exactly. */
  jobId?: string;
  answerFormat?: boolean;
  /** OpenAI's sandbox unless said. */
  place?: Place;
  /** Label of another provider, in place of the place's. */
  provider?: RegExp;
  /** Waits for the table in a way of its own, before the page is looked at. */
  whenTableIsRead?: () => Promise<void>;
}

/** Chooses a table's file on the page New job. */
export async function chooseTable(page: Page, file: JobInput['file']): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a table file', exact: true }).click();
  await (await chooser).setFiles(typeof file === 'string' ? file : { name: file.name, mimeType: 'text/csv', buffer: file.bytes });
}

/** Fills in the page New job, up to but not including "Prepare job". */
export async function fillNewJob(page: Page, input: JobInput): Promise<void> {
  await page.goto('/new');
  await chooseTable(page, input.file);
  await input.whenTableIsRead?.();
  const idColumn = page.getByRole('combobox', { name: 'ID column' });
  await expect(idColumn).toBeVisible({ timeout: 60_000 });
  if (input.idColumn !== undefined) await idColumn.selectOption(input.idColumn);
  await page.getByRole('textbox', { name: 'Instructions', exact: true }).fill(input.instructions);
  if (input.answerFormat === false) await page.getByRole('switch', { name: 'Answer format' }).uncheck();
  if (input.schema !== undefined) await page.getByRole('textbox', { name: 'Schema', exact: true }).fill(input.schema);
  const place = input.place ?? OPENAI;
  await chooseProvider(page, input.provider ?? place.label);
  await page.getByLabel('Model', { exact: true }).fill(input.model ?? place.model);
  if (input.rowsPerRequest) await page.getByRole('spinbutton', { name: 'Rows per request' }).fill(String(input.rowsPerRequest));
  if (input.inOrder) await page.getByRole('radio', { name: 'As in the table' }).press('Space');
  if (input.requestsPerBatch) {
    await page.getByText('Advanced', { exact: true }).click();
    await page.getByRole('spinbutton', { name: 'Requests per batch' }).fill(String(input.requestsPerBatch));
  }
  if (input.jobId) await page.getByRole('textbox', { name: /^Job id/ }).fill(input.jobId);
}

async function chooseProvider(page: Page, label: RegExp): Promise<void> {
  const provider = page.getByRole('combobox', { name: 'Provider' });
  const option = provider.locator('option').filter({ hasText: label });
  await provider.selectOption((await option.textContent())!);
}

/** Makes the job; resolves with its id once its page is open. */
export async function prepare(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Prepare job' }).click();
  await page.waitForURL(/\/jobs\/[\w-]+$/);
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

export async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'I may send these texts' }).check();
  await dialog.getByRole('button', { name: /^Submit/ }).click();
}

export async function waitForState(page: Page, state: string | RegExp, timeout = 60_000): Promise<void> {
  await expect(page.getByLabel('State', { exact: true })).toHaveText(state, { timeout });
}

/** The exact CSV of the results: one record a row, by column name. */
export async function downloadCsv(page: Page): Promise<Record<string, string>[]> {
  await page.getByRole('button', { name: 'Download results' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^CSV, exact/ }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

/** Files of the bundle by path inside the job's folder. */
export async function downloadBundle(page: Page, jobId: string): Promise<Map<string, Buffer>> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download bundle' }).click();
  const files = readZip(await readFile(await (await download).path()));
  return new Map(
    [...files].map(([path, bytes]) => {
      expect(path.startsWith(`${jobId}/`)).toBe(true);
      return [path.slice(jobId.length + 1), bytes];
    }),
  );
}

/** How many rows are in each state, by the CSV. */
export function tally(rows: Record<string, string>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row._state!] = (counts[row._state!] ?? 0) + 1;
  return counts;
}

/** Everything stored about a job, read from IndexedDB. */
export async function stored<T>(page: Page, table: string): Promise<T[]> {
  return page.evaluate(async (name) => {
    const opened = indexedDB.open('rowmill');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      opened.addEventListener('success', () => resolve(opened.result));
      opened.addEventListener('error', () => reject(opened.error));
    });
    const all = db.transaction(name).objectStore(name).getAll();
    const rows = await new Promise<unknown[]>((resolve) => {
      all.addEventListener('success', () => resolve(all.result));
    });
    db.close();
    return rows;
  }, table) as Promise<T[]>;
}

interface MarkedBatch extends ListedBatch {
  metadata: Record<string, string> | null;
}

async function openaiBatches(page: Page): Promise<MarkedBatch[]> {
  const all: MarkedBatch[] = [];
  for (let after = ''; ;) {
    const found = await page.evaluate(async (query) => (await fetch(`/api/sandbox-openai/v1/batches?limit=100${query}`)).json(), after);
    all.push(...found.data);
    if (!found.has_more) return all;
    after = `&after=${found.last_id}`;
  }
}

/** Batches of this protocol carry no mark: a job's own are told by the custom ids of their results. */
async function anthropicBatches(page: Page, jobId: string): Promise<ListedBatch[]> {
  return page.evaluate(async (id) => {
    const headers = { 'anthropic-version': '2026-10-21' };
    const base = '/api/sandbox-anthropic/v1/messages/batches';
    const { data } = await (await fetch(`${base}?limit=1000`, { headers })).json();
    const own = [];
    for (const batch of data as { id: string; processing_status: string }[]) {
      // There is nothing to tell a batch by before it has ended, and asking would leave an error in the console.
      if (batch.processing_status !== 'ended') continue;
      const results = await fetch(`${base}/${batch.id}/results`, { headers });
      const first = results.ok ? (await results.text()).split('\n')[0]! : '';
      if (first !== '' && (JSON.parse(first).custom_id as string).startsWith(`${id}-`))
        own.push({ id: batch.id, status: batch.processing_status });
    }
    return own;
  }, jobId);
}

/** Puts a record into a store, or removes one by its key. */
export async function change(page: Page, store: string, what: { put?: unknown; remove?: unknown }): Promise<void> {
  await page.evaluate(
    async ([name, { put, remove }]) => {
      const opened = indexedDB.open('rowmill');
      const db = await new Promise<IDBDatabase>((resolve) => {
        opened.addEventListener('success', () => resolve(opened.result));
      });
      const written = db.transaction(name, 'readwrite');
      if (put !== undefined) written.objectStore(name).put(put);
      if (remove !== undefined) written.objectStore(name).delete(remove as IDBValidKey);
      await new Promise((resolve) => {
        written.addEventListener('complete', resolve);
      });
      db.close();
    },
    [store, what] as const,
  );
}

/** Sizes of the files the app keeps beside the database; one deleted while they are looked through is not among them. */
export function keptFiles(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('files', { create: true });
    const sizes: number[] = [];
    for await (const handle of folder.values()) {
      const file = await (handle as FileSystemFileHandle).getFile().catch((error: DOMException) => {
        if (error.name !== 'NotFoundError') throw error;
        return null;
      });
      if (file) sizes.push(file.size);
    }
    return sizes;
  });
}
