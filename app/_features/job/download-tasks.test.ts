import { expect, it } from 'vitest';
import { allJobsDownload, jobDownload } from './download-tasks.ts';

it('names a file by its job and what it holds', () => {
  expect(jobDownload('teas-1a2b', 'csv-guarded')).toMatchObject({ fileName: 'teas-1a2b-results.csv', task: { formulaGuard: true } });
  expect(jobDownload('teas-1a2b', 'csv-exact')).toMatchObject({ fileName: 'teas-1a2b-results-exact.csv', task: { formulaGuard: false } });
  expect(jobDownload('teas-1a2b', 'bundle')).toMatchObject({ fileName: 'teas-1a2b.zip', task: { kind: 'bundle', jobIds: ['teas-1a2b'] } });
});

it('names the zip of all jobs by its day', () => {
  expect(allJobsDownload(['a', 'b'], Date.UTC(2026, 10, 22, 23))).toMatchObject({
    label: 'Writing 2 jobs into one zip',
    fileName: 'rowmill-jobs-2026-11-22.zip',
    task: { kind: 'bundle', jobIds: ['a', 'b'] },
  });
});
