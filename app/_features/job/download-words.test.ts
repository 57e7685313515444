import { expect, it } from 'vitest';
import { downloadWords } from './download-words.ts';

const csv = { kind: 'csv', jobId: 'a', formulaGuard: false } as const;
const bundle = { kind: 'bundle', jobIds: ['a'] } as const;

it('tells rows, bytes, rate and time left of a table', () => {
  const progress = { share: 0.25, bytes: 100_000_000, rowsDone: 250, rowsTotal: 1000 };
  expect(downloadWords(csv, progress, 500)).toBe('250 of 1\u202f000 rows · 100 MB');
  expect(downloadWords(csv, progress, 10_000)).toBe('250 of 1\u202f000 rows · 100 MB · 10 MB a second · 30 s left');
});

it('tells of a bundle how large it is about to be, and no longer once it is', () => {
  const progress = { share: 0.5, bytes: 1_000_000_000, rowsDone: 0, rowsTotal: 1000 };
  expect(downloadWords({ ...bundle, jobIds: ['a'] }, progress, 10_000)).toBe('1 GB of about 2 GB · 100 MB a second · 10 s left');
  expect(downloadWords({ ...bundle, jobIds: ['a'] }, { ...progress, share: 1, bytes: 2_000_000_000 }, 20_000)).toBe(
    '2 GB · 100 MB a second',
  );
});
