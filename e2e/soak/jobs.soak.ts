import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Job, Part } from '#lib/core/job';
import { seededRandom } from '../bench/random.ts';
import {
  answer,
  anthropicError,
  cutAnswer,
  cutRequest,
  loseAnswer,
  loseRequest,
  openaiError,
  shorten,
  type Fault,
} from '../fault-provider/acts.ts';
import { expect, partsOf, sendJob, test } from '../fault-provider/fault-test.ts';
import { MortalBrowser } from '../fault-provider/mortal-browser.ts';
import { stored } from '../job-steps.ts';

const JOBS = Number(process.env.SOAK_JOBS || 50);
const ROWS = Number(process.env.SOAK_ROWS || 2000);
const MINUTES = Number(process.env.SOAK_MINUTES || 30);
const SEED = Number(process.env.SOAK_SEED || Date.now() % 100_000);
const MOST_END_MINUTES = 40;

const random = seededRandom(SEED);
const below = (limit: number) => Math.floor(random() * limit);
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)]!;
const minutes = (n: number) => n * 60_000;

const busy = answer(503, openaiError('server_error', 'The server is overloaded.', 'server_error'));
const slowDown = answer(429, openaiError('rate_limit_exceeded', 'Slow down.', 'requests'), { 'retry-after': '2' });
const overloaded = answer(529, anthropicError('overloaded_error', 'Overloaded'));

/** What may befall a call, each as often as it stands here. */
const FAULTS: (() => Omit<Fault, 'skip' | 'times'>)[] = [
  () => ({ on: 'upload', act: cutRequest(below(100_000)) }),
  () => ({ on: 'upload', act: loseAnswer }),
  () => ({ on: 'upload', act: oneOf([busy, slowDown]) }),
  () => ({ on: 'create', act: loseAnswer }),
  () => ({ on: 'create', act: loseAnswer }),
  () => ({ on: 'create', act: slowDown }),
  () => ({ on: 'create', act: cutRequest(below(1000)) }),
  () => ({ on: 'poll', act: oneOf([busy, overloaded, slowDown, loseRequest]) }),
  () => ({ on: 'poll', act: oneOf([busy, overloaded, slowDown, loseRequest]) }),
  () => ({ on: 'list', act: oneOf([busy, slowDown, loseRequest]) }),
  () => ({ on: 'download', act: cutAnswer(below(50_000)) }),
  () => ({ on: 'download', act: shorten((body) => below(body.length)) }),
  () => ({ on: 'download', act: oneOf([busy, slowDown]) }),
];

const statusOf = (pid: string, name: string) =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

/** Whether this process started another, or one that did. */
function isOurs(pid: string): boolean {
  for (let parent = statusOf(pid, 'PPid'); parent > 1; parent = statusOf(String(parent), 'PPid')) if (parent === process.pid) return true;
  return false;
}

/** Memory of the largest renderer of this browser, in MB. */
function rendererMb(): number {
  const sizes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        const isRenderer = readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer');
        return isRenderer && isOurs(name) ? statusOf(name, 'VmRSS') / 1024 : 0;
      } catch {
        return 0;
      }
    });
  return Math.round(Math.max(...sizes));
}

const say = (words: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${words}\n`);

async function standing(page: Page): Promise<string> {
  const states: Record<string, number> = {};
  for (const { state } of await partsOf(page)) states[state] = (states[state] ?? 0) + 1;
  const jobs = await stored<Job>(page, 'jobs');
  const done = jobs.reduce((sum, { counts }) => sum + counts.ok, 0);
  return `${jobs.length} jobs, ${done} rows done, batches ${JSON.stringify(states)}, jobs in trouble ${jobs.filter(({ trouble }) => trouble).length}, renderer ${rendererMb()} MB`;
}

const isOpen = ({ state }: Part) => !['collected', 'failed', 'split'].includes(state);

/** The person looks in and answers what is asked: never "send again", which could pay twice. */
async function tend(page: Page): Promise<void> {
  for (const job of await stored<Job>(page, 'jobs')) {
    if (!job.trouble) continue;
    await page.goto(`/jobs/${job.id}`);
    await page
      .getByRole('button', { name: 'Check now' })
      .click({ timeout: 5000 })
      .catch(() => undefined);
  }
}

test('fifty jobs with faults all the while', async ({ stage, faults, launchOptions }) => {
  say(`seed ${SEED}`);
  const mortal = new MortalBrowser(launchOptions, stage.server.origin);
  let page = await mortal.open();
  const startedAt = Date.now();
  const isTime = () => Date.now() - startedAt < minutes(MINUTES);
  let made = 0;
  let killed = 0;
  let befallen = 0;
  const interval = setInterval(() => {
    if (!isTime()) return;
    faults.script({ ...oneOf(FAULTS)(), skip: below(4) });
    befallen++;
  }, 3000);
  let saidAt = 0;
  while (isTime() || made < JOBS || (await partsOf(page)).some(isOpen)) {
    if (!isTime() && made >= JOBS && befallen > 0) {
      faults.calm();
      befallen = -befallen;
    }
    expect(Date.now() - startedAt).toBeLessThan(minutes(MINUTES + MOST_END_MINUTES));
    const isDue = made < JOBS && made <= ((Date.now() - startedAt) / minutes(MINUTES * 0.6)) * JOBS;
    if (isDue) {
      const rows = Array.from({ length: ROWS }, (_, n) => `Job ${made}, text ${n}: the kettle boils fast but the lid is loose`);
      const rowsPerRequest = 10 + below(30);
      const requests = Math.ceil(ROWS / rowsPerRequest);
      const at = oneOf(['openai', 'anthropic'] as const);
      await sendJob(page, {
        at,
        rows,
        rowsPerRequest,
        requestsPerBatch: Math.ceil(requests / (1 + below(3))),
        jobId: `soak-${made}`,
        pollSeconds: 5,
      });
      await expect(page.getByRole('dialog')).toBeHidden();
      made++;
    }
    const roll = random();
    if (roll < 0.03) {
      await mortal.kill();
      page = await mortal.open();
      killed++;
    } else if (roll < 0.15) await page.reload();
    else if (roll < 0.3) await tend(page);
    if (Date.now() - saidAt > minutes(1)) {
      saidAt = Date.now();
      say(await standing(page));
    }
    await page.waitForTimeout(2000);
  }
  clearInterval(interval);
  say(
    `${await standing(page)}; ${Math.abs(befallen)} faults, ${killed} times killed, ${Math.round((Date.now() - startedAt) / 60_000)} minutes`,
  );
  for (const job of await stored<Job>(page, 'jobs')) {
    expect([job.id, job.counts.ok]).toEqual([job.id, ROWS]);
    expect(Object.values(job.counts).reduce((sum, count) => sum + count, 0)).toBe(ROWS);
  }
  const parts = await partsOf(page);
  for (const at of ['openai', 'anthropic'] as const) {
    const held = await faults.batches(at);
    const own = parts.map(({ batchId }) => batchId);
    expect(held.filter(({ id }) => !own.includes(id))).toEqual([]);
  }
  const ids = parts.filter(({ state }) => state !== 'split').map(({ batchId }) => batchId);
  expect(new Set(ids).size).toBe(ids.length);
  await mortal.end();
});
