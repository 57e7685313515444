import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Attempt, Part } from '#lib/core/job';
import { batchOf, manifestOf, roundOf } from '#lib/core/manifest.fixture';
import type { RemoteBatch } from '#lib/core/remote';
import { SENT_BY_OTHERS } from '#lib/core/share-race';
import type { Desk, Work } from './desk.ts';
import { isOurs } from './share-race.ts';
import { takenRecords } from './take-in-records.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OTHER = { id: 'batch-x', status: 'in_progress', phase: 'running', createdAt: 1, metadata: { job: 'job', attempt: '2-zzzz' } };

interface AtProvider {
  batches?: object[];
  uploads?: string[];
  isDown?: boolean;
}

/** A job whose second round is about to be sent, and what is at the provider. */
function world({ batches = [], uploads = [], isDown = false }: AtProvider, isShared = true) {
  const rounds = [roundOf({ tag: 'aaaa' }), roundOf({ number: 2, tag: 'bbbb' })];
  const told = manifestOf({ rounds, batches: [batchOf({ state: 'failed' }), batchOf({ k: 1, attempt: 2, state: 'uploaded' })] });
  const { job, attempts, parts } = takenRecords(told, { jobId: 'job', role: 'own', endpoint: told.job.endpoint!, trouble: null }, 1);
  if (!isShared) delete job.sharedAt;
  const events: string[] = [];
  const desk = {
    parts: async () => parts,
    attempts: async () => attempts,
    apply: async (part: Part, event: { type: string }) => {
      events.push(`${part.k} ${event.type}`);
      return part;
    },
    log: async () => {},
    stop: async (_job: string, trouble: { what: string }) => void events.push(trouble.what),
  };
  const answer = <T>(value: T) => (isDown ? { ok: false, failure: { kind: 'server', message: 'down' } } : { ok: true, value });
  const files = uploads.map((filename, at) => ({ id: `f${at}`, filename, createdAt: Date.now() - 1000 + at }));
  const api = {
    files: { named: async (name: RegExp) => answer(files.filter(({ filename }) => name.test(filename))) },
    batchesSince: async () => answer(batches as RemoteBatch[]),
  };
  const work = { job, attempt: attempts[1] as Attempt, api, signal: new AbortController().signal };
  const ask = async (part = parts[1]!) => {
    const outcome = isOurs(desk as unknown as Desk, part, work as unknown as Work);
    await vi.runAllTimersAsync();
    return outcome;
  };
  return { ask, events, parts };
}

it('sends where nobody else is about, and never looks for jobs nobody else has', async () => {
  expect(await world({ uploads: ['job-1-bbbb.jsonl'] }).ask()).toBe(true);
  expect(await world({ batches: [OTHER] }, false).ask()).toBe(true);
});

it('lets go of the whole round, in words, where somebody else’s is there', async () => {
  const { ask, events } = world({ batches: [OTHER] });
  expect(await ask()).toBe(false);
  expect(events).toEqual(['1 dropped', SENT_BY_OTHERS]);
});

it('waits while somebody else who uploaded first has no batch yet', async () => {
  const { ask, events } = world({ uploads: ['job-1-zzzz.jsonl', 'job-1-bbbb.jsonl'] });
  expect(await ask()).toBe(false);
  expect(events).toEqual(['1 held']);
});

it('sends nothing while it cannot look', async () => {
  const { ask, events } = world({ isDown: true });
  expect(await ask()).toBe(false);
  expect(events).toEqual(['1 held']);
});

it('goes on with a round of which a batch is at the provider', async () => {
  const { ask, parts } = world({ batches: [OTHER] });
  parts.push({ ...parts[1]!, k: 2 });
  parts[1]!.batchId = 'batch-own';
  expect(await ask(parts[2])).toBe(true);
});
