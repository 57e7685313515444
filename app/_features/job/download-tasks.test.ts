import { describe, expect, it } from 'vitest';
import { allJobsDownload, jobsProgress } from './download-tasks.ts';

describe('progress over several jobs', () => {
  it('adds up job by job, to the whole', () => {
    const add = jobsProgress(2);
    expect(add({ rowsDone: 0, rowsTotal: 4000, bytes: 0 })).toEqual({
      share: 0,
      words: '0 of 2 jobs written · 0 of 4\u202f000 rows of the next',
    });
    expect(add({ rowsDone: 2000, rowsTotal: 4000, bytes: 1 }).share).toBe(0.25);
    expect(add({ rowsDone: 4000, rowsTotal: 4000, bytes: 2 })).toEqual({ share: 0.5, words: '1 of 2 jobs written' });
    // A table without rows reports once.
    expect(add({ rowsDone: 0, rowsTotal: 0, bytes: 0 })).toEqual({ share: 1, words: '2 of 2 jobs written' });
  });

  it('names the zip by its day', () => {
    expect(allJobsDownload(['a'], Date.UTC(2026, 10, 22, 23)).fileName).toBe('rowmill-jobs-2026-11-22.zip');
  });
});
