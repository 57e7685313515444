import { describe, expect, it } from 'vitest';
import type { PartState } from '#lib/core/job';
import { jobStatus } from '#lib/core/job-status';
import { batchOf, manifestOf, roundOf } from '#lib/core/manifest.fixture';
import { drivePlan } from '#lib/core/drive-plan';
import { takenRecords, type TakeInAs } from './take-in-records.ts';

const { endpoint } = manifestOf().job;
const as: TakeInAs = { jobId: 'job', role: 'watch', endpoint: endpoint!, trouble: null };
const CONSENT = { at: 1, texts: 5, batches: 1, host: 'h', priceUsd: null };

function taken(state: PartState, change: Partial<TakeInAs> = {}) {
  const batch = batchOf({ state, batchId: state === 'built' ? null : 'batch_1' });
  const rounds = [roundOf({ consent: CONSENT, submittedAt: 2 })];
  return takenRecords(manifestOf({ batches: [batch], rounds }), { ...as, ...change }, 3);
}

const planOf = ({ job, attempts, parts }: ReturnType<typeof taken>) => {
  const { due } = drivePlan({ job, attempts, parts, submitAs: 'file' }, 10, true);
  return { send: due.send.length, watch: due.watch.length };
};

describe('a job that is only watched', () => {
  it.each<[PartState, number]>([
    ['built', 0],
    ['uploaded', 0],
    ['submitted', 1],
    ['running', 1],
    ['uncertain', 1],
  ])('sends nothing whatever is wished, and polls: %s', (state, watch) => {
    expect(planOf(taken(state))).toEqual({ send: 0, watch });
  });

  it('is not offered to be submitted, cancelled or sent again', () => {
    for (const state of ['built', 'running', 'failed'] as const) {
      const { job, parts } = taken(state);
      const { primary, canCancel, resendable } = jobStatus({ ...job, lacks: undefined, counts: { ...job.counts, failed: 5 } }, parts);
      expect([null, 'check-now', 'watch']).toContain(primary);
      expect([canCancel, resendable]).toEqual([false, 0]);
    }
  });

  it('goes on sending once it is taken over', () => {
    expect(planOf(taken('built', { role: 'own' }))).toEqual({ send: 1, watch: 0 });
  });
});

it('waits with collecting until it is known which rows were asked for', () => {
  const waiting = taken('collected');
  expect(waiting.parts[0]).toMatchObject({ state: 'ended', batchId: 'batch_1' });
  expect(planOf(waiting)).toEqual({ send: 0, watch: 0 });
  expect(jobStatus(waiting.job, waiting.parts).stage).toBe('rowless');
  expect(planOf({ ...waiting, job: { ...waiting.job, lacks: undefined } })).toEqual({ send: 0, watch: 1 });
});

it('keeps the id it came with as a label where it has another here', () => {
  expect(taken('built').job.foreignId).toBeUndefined();
  expect(taken('built', { jobId: 'other' }).job).toMatchObject({ id: 'other', foreignId: 'job' });
});

it('is submitted where the person had said so, or any of it was sent', () => {
  const built = takenRecords(manifestOf(), as, 3);
  expect(built.job.wishes.submit).toBe(false);
  const sent = takenRecords(manifestOf({ batches: [batchOf({ state: 'running', batchId: 'b' })] }), as, 3);
  expect(sent.job.wishes.submit).toBe(true);
});

it('takes an upload begun elsewhere for none, and a call of unknown end for one in doubt', () => {
  expect(taken('uploading').parts[0]!.state).toBe('built');
  expect(taken('creating').parts[0]!.state).toBe('uncertain');
});

it('says which key is missing only while there is something to ask for', () => {
  const trouble = { what: 'w', meaning: 'm', todo: 't', details: null };
  expect(taken('running', { trouble }).job.trouble).toEqual(trouble);
  expect(taken('failed', { trouble }).job.trouble).toBeNull();
});
