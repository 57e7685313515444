import { expect, it } from 'vitest';
import { partIn } from '#lib/parity/job.fixture';
import type { Job } from './job.ts';
import { jobStatus } from './job-status.ts';

const jobWith = (watch: boolean) =>
  ({
    preparation: { phase: 'done' },
    wishes: { submit: true, cancel: false, watch, hold: false },
    trouble: null,
  }) as unknown as Job;

it('a batch in doubt may wait for others to be watched: where nobody watches, that is what is offered', () => {
  const parts = [partIn('uncertain'), partIn('running', { k: 1 })];
  expect(jobStatus(jobWith(false), parts)).toMatchObject({ stage: 'unsure', primary: 'watch' });
  expect(jobStatus(jobWith(true), parts)).toMatchObject({ stage: 'unsure', primary: null });
});
