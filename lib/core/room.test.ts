import { expect, it } from 'vitest';
import { roomFit, roomNeed, roomWarning, roomWords } from './room.ts';

const million = { rowsInTable: 1_000_000, rows: 1_000_000, requests: 200_000, bytes: 1_170_000_000 };

it('adds files, what is noted of every row, and a guess of the answers', () => {
  const need = roomNeed(million, { low: 40_000_000, high: 60_000_000 });
  expect(need).toEqual({ files: 1_207_000_000, answers: 620_000_000 });
  expect(roomWords(need, 9_000_000_000)).toBe('Needs about 1.8 GB, 9 GB free');
});

it('guesses without an estimate', () => {
  const { answers } = roomNeed(million, null);
  expect(answers).toBeGreaterThan(300_000_000);
  expect(answers).toBeLessThan(1_500_000_000);
});

it('counts rows that stay at home only for what is noted of them', () => {
  expect(roomNeed({ rowsInTable: 1000, rows: 0, requests: 0, bytes: 0 }, null)).toEqual({ files: 9000, answers: 0 });
});

it('tells files that do not fit from answers that may not', () => {
  const need = { files: 100, answers: 50 };
  expect([150, 149, 100, 99].map((free) => roomFit(need, free))).toEqual(['fits', 'answers-may-not', 'answers-may-not', 'files-do-not']);
});

it('says what it means, in figures', () => {
  const need = { files: 1_200_000_000, answers: 600_000_000 };
  expect(roomWarning(need, 2_000_000_000)).toBeNull();
  expect(roomWarning(need, 1_500_000_000)?.meaning).toContain('about 1.2 GB of 1.5 GB');
  expect(roomWarning(need, 1_500_000_000)?.meaning).toContain('about 1.8 GB, as far as that can be guessed');
  expect(roomWarning(need, 800_000_000)?.meaning).toContain('nothing would be sent');
});
