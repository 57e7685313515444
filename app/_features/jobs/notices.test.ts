import { describe, expect, it } from 'vitest';
import type { JobStage } from '#lib/core/job-status';
import { emptyCounts } from '#lib/core/row-state';
import { aJob } from '../job/fixtures.ts';
import { listTitle, noticesSince } from './notices.ts';
import type { ListedJob } from './use-jobs.ts';

const listed = (stage: JobStage, resendable = 0): ListedJob => ({
  job: aJob({ counts: { ...emptyCounts(), ok: 60 } }),
  status: { stage, words: '', primary: null, canCancel: false, canStopWatching: false, resendable },
  spent: { usd: null, lostUsd: null, lost: null },
});
const was = (stage: JobStage) => new Map([['reviews-a1b2', stage]]);

describe('news of jobs', () => {
  it('is told when a job that was under way has ended', () => {
    expect(noticesSince(was('running'), [listed('finished')])).toEqual([
      { jobId: 'reviews-a1b2', title: 'Finished: Reviews', body: '60 rows of 100 rows done.' },
    ]);
    expect(noticesSince(was('collecting'), [listed('finished', 3)])[0]?.body).toMatch(/3 rows without a valid answer/u);
  });

  it('is told when a job needs the person', () => {
    expect(noticesSince(was('submitting'), [listed('unsure')])[0]?.title).toMatch(/Needs your answer/u);
    expect(noticesSince(was('running'), [listed('trouble')])[0]?.title).toMatch(/Stopped/u);
  });

  it('is nothing where nothing new happened, or the person did it', () => {
    expect(noticesSince(was('finished'), [listed('finished')])).toEqual([]);
    expect(noticesSince(new Map(), [listed('finished')])).toEqual([]);
    expect(noticesSince(was('running'), [listed('collecting')])).toEqual([]);
    expect(noticesSince(was('running'), [listed('paused')])).toEqual([]);
    expect(noticesSince(was('ready'), [listed('finished')])).toEqual([]);
  });

  it('stands in the title of the list', () => {
    expect(listTitle(0)).toBe('Jobs – Rowmill');
    expect(listTitle(2)).toBe('(2) Jobs – Rowmill');
  });
});
