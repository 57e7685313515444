import type { Page } from '@playwright/test';
import type { JobEvent, Part } from '#lib/core/job';
import { ANTHROPIC, downloadCsv, fillNewJob, OPENAI, prepare, stored, submit, tally, waitForState, type Place } from '../job-steps.ts';
import { startOwnServer, type Running } from '../own-server.ts';
import { expect, test as base } from '../test.ts';
import { FAULT_KEY, FaultProvider } from './provider.ts';

/** Settings of an app server whose live endpoints are this provider. */
export const keysFor = (provider: FaultProvider): Record<string, string> => ({
  OPENAI_BASE_URL: provider.baseUrl,
  OPENAI_API_KEY: FAULT_KEY,
  ANTHROPIC_BASE_URL: provider.baseUrl,
  ANTHROPIC_API_KEY: FAULT_KEY,
});

interface Stage {
  provider: FaultProvider;
  server: Running;
}

/** One provider and one app server for a worker's tests; each test begins with a provider that holds and knows nothing. */
export const test = base.extend<{ faults: FaultProvider }, { stage: Stage }>({
  stage: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from the pattern
    async ({}, run) => {
      const provider = await FaultProvider.start();
      const server = await startOwnServer(provider.baseUrl, keysFor(provider));
      await run({ provider, server });
      await server.stop();
      await provider.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ stage }, run) => run(stage.server.origin),
  // oxlint-disable-next-line no-empty-pattern -- as above
  expectedFaults: async ({}, run) => run([/^Failed to load resource/]),
  faults: async ({ stage }, run) => {
    await stage.provider.begin();
    await run(stage.provider);
    stage.provider.calm();
  },
});

export { expect };

type Protocol = 'openai' | 'anthropic';

export const PLACES: Record<Protocol, Place> = {
  openai: { ...OPENAI, endpoint: 'openai', label: /^OpenAI/ },
  anthropic: { ...ANTHROPIC, endpoint: 'anthropic', label: /^Anthropic/ },
};

const SCHEMA = JSON.stringify({
  type: 'object',
  properties: { praise: { type: 'string' } },
  required: ['praise'],
  additionalProperties: false,
});

export interface FaultJob {
  at: Protocol;
  /** Texts by number of rows, or as given. */
  rows: number | string[];
  rowsPerRequest?: number;
  requestsPerBatch?: number;
  pollSeconds?: number;
  model?: string;
  jobId?: string;
}

const texts = (rows: FaultJob['rows']) =>
  Array.isArray(rows) ? rows : Array.from({ length: rows }, (_, n) => `Text ${n + 1}: the kettle boils fast but the lid is loose`);

/** A job of a small table, prepared; rows are numbered from 1 and go out in order. */
export async function prepareJob(page: Page, { at, rows, pollSeconds = 1, requestsPerBatch = 1000, ...more }: FaultJob): Promise<string> {
  const lines = texts(rows).map((text, n) => `${n + 1},"${text}"`);
  const file = { name: 'table.csv', bytes: Buffer.from(`id,text\n${lines.join('\n')}\n`) };
  const place = PLACES[at];
  await fillNewJob(page, { place, file, instructions: 'Praise?', schema: SCHEMA, inOrder: true, requestsPerBatch, ...more });
  await page.getByRole('spinbutton', { name: 'Look for results every' }).fill(String(pollSeconds));
  const jobId = await prepare(page);
  await waitForState(page, 'Ready to submit');
  return jobId;
}

/** Prepares a job and sends it. */
export async function sendJob(page: Page, job: FaultJob): Promise<string> {
  const jobId = await prepareJob(page, job);
  await submit(page);
  return jobId;
}

/** The job is over, with so many rows in each state, by its own table. */
export async function expectLedger(page: Page, counts: Record<string, number>): Promise<Record<string, string>[]> {
  await waitForState(page, 'Finished', 40_000);
  const rows = await downloadCsv(page);
  expect(tally(rows)).toEqual(counts);
  return rows;
}

export const partsOf = (page: Page) => stored<Part>(page, 'parts');

/** Every batch at the provider is a part's own, and no part has two. */
export async function expectOneBatchEach(page: Page, faults: FaultProvider, at: Protocol): Promise<void> {
  const own = (await partsOf(page)).map((part) => part.batchId).filter((id) => id !== null);
  const held = await faults.batches(at);
  expect(held.map(({ id }) => id).toSorted()).toEqual(own.toSorted());
}

/** Words that stand on the page. */
export async function expectWords(page: Page, ...words: (string | RegExp)[]): Promise<void> {
  for (const word of words) await expect(page.getByText(word).first()).toBeVisible();
}

export async function eventsOf(page: Page): Promise<string[]> {
  return (await stored<JobEvent>(page, 'events')).map(({ message }) => message);
}

/** Checks now whenever that is offered, until the job is over: backoff is nothing to wait for here. */
export async function hurry(page: Page): Promise<void> {
  await expect(async () => {
    const button = page.getByRole('button', { name: 'Check now' });
    if (await button.isVisible()) await button.click({ timeout: 1000 });
    await waitForState(page, 'Finished', 300);
  }).toPass({ timeout: 40_000, intervals: [100] });
  // The last click may have met the action that came in its place, which only asks.
  await page.keyboard.press('Escape');
}

/** What a row's panel says. `row` from 1, as the table shows it. */
export async function expectRowWords(page: Page, row: number, ...words: (string | RegExp)[]): Promise<void> {
  await page.getByRole('row').nth(row).click();
  for (const word of words) await expect(page.getByRole('dialog').getByText(word).first()).toBeVisible();
  await page.keyboard.press('Escape');
}

/** The rows each request of a file carries, by id. */
export function idsSent(payload: Buffer): string[][] {
  const text = payload.toString();
  const bodies = text.startsWith('{"requests"')
    ? JSON.parse(text).requests.map(({ params }: { params: unknown }) => params)
    : text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).body);
  return bodies.map(({ messages }: { messages: { content: string }[] }) =>
    (JSON.parse(messages.at(-1)!.content) as { input_id: string }[]).map((row) => row.input_id),
  );
}

/** As though the last searches for uncertain batches had been so long ago. */
export async function letTimePass(page: Page, minutes: number): Promise<void> {
  await page.evaluate(async (ms) => {
    const opened = indexedDB.open('rowmill');
    const db = await new Promise<IDBDatabase>((resolve) => opened.addEventListener('success', () => resolve(opened.result)));
    const parts = db.transaction('parts', 'readwrite').objectStore('parts');
    const all = await new Promise<Record<string, unknown>[]>((resolve) => {
      const request = parts.getAll();
      request.addEventListener('success', () => resolve(request.result));
    });
    for (const part of all) {
      part.searchedAt = (part.searchedAt as number[]).map((at) => at - ms);
      part.nextPollAt = null;
      parts.put(part);
    }
    await new Promise((resolve) => parts.transaction.addEventListener('complete', resolve));
    db.close();
  }, minutes * 60_000);
}
