import { expect, it } from 'vitest';
import type { Attempt, Part } from '#lib/core/job';
import { manifestOf, batchOf, roundOf } from '#lib/core/manifest.fixture';
import { additionsTo } from './import-bundle-merge.ts';
import { takenRecords } from './take-in-records.ts';

const recordsOf = (batches: Parameters<typeof batchOf>[0][], rounds = [roundOf()]) =>
  takenRecords(
    manifestOf({ batches: batches.map(batchOf), rounds }),
    { jobId: 'job', role: 'own', endpoint: manifestOf().job.endpoint!, trouble: null },
    1,
  );

interface Records {
  attempts: Attempt[];
  parts: Part[];
}

const added = (here: Records, told: Records) => {
  const found = additionsTo(here.attempts, here.parts, told);
  return found && { rounds: found.attempts.map(({ number }) => number), files: found.parts.map(({ k }) => k) };
};

const BUILT = recordsOf([{}]);
const RUNNING = recordsOf([{ state: 'running', batchId: 'batch_1' }]);
const DONE: Records = { ...RUNNING, parts: RUNNING.parts.map((part): Part => ({ ...part, state: 'collected' })) };

it('adds states that are further on, and takes none back', () => {
  expect(added(BUILT, RUNNING)).toEqual({ rounds: [], files: [0] });
  expect(added(RUNNING, BUILT)).toEqual({ rounds: [], files: [] });
  expect(added(DONE, RUNNING)).toEqual({ rounds: [], files: [] });
  expect(added(RUNNING, RUNNING)).toEqual({ rounds: [], files: [] });
});

it('adds rounds and batches that are new', () => {
  const later = recordsOf(
    [
      { state: 'running', batchId: 'batch_1' },
      { k: 1, attempt: 2 },
    ],
    [roundOf(), roundOf({ number: 2, tag: 'm4pq' })],
  );
  expect(added(RUNNING, later)).toEqual({ rounds: [2], files: [1] });
});

it('refuses where both went on by themselves', () => {
  expect(added(RUNNING, recordsOf([{ state: 'running', batchId: 'batch_2' }]))).toBeNull();
  expect(added(BUILT, recordsOf([{ digest: 'e'.repeat(64) }]))).toBeNull();
  expect(added(BUILT, recordsOf([{}], [roundOf({ tag: 'other' })]))).toBeNull();
});
