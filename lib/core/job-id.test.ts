import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptTag, jobIdProblem, slugJobId } from './job-id.ts';

describe('slugJobId', () => {
  it.each([
    ['Culture survey 2026', 'culture-survey-2026-aaaa'],
    ['  Ärger & Größe!  ', 'arger-grosse-aaaa'],
    ['调查', 'job-aaaa'],
    ['', 'job-aaaa'],
    ['my_table.csv', 'my_table-csv-aaaa'],
  ])('%j → %s', (name, id) => {
    expect(slugJobId(name, () => 0)).toBe(id);
  });

  it('always makes an id that may be used', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (name, number) => {
          expect(jobIdProblem(slugJobId(name, () => number))).toBeNull();
        },
      ),
    );
  });

  it('is random by itself', () => {
    expect(new Set(Array.from({ length: 20 }, () => slugJobId('a'))).size).toBeGreaterThan(15);
  });
});

describe('jobIdProblem', () => {
  it.each(['a', 'Job_1-b', '-', 'x'.repeat(45)])('takes %s', (id) => {
    expect(jobIdProblem(id)).toBeNull();
  });
  it.each([
    ['', 'empty'],
    ['x'.repeat(46), '46 characters'],
    ['my job', 'a space'],
    ['a/b', '“/”'],
    ['größe', '“ö”, “ß”'],
    ['a😀', '“😀”'],
    ['..', '“.”'],
  ])('refuses %j in words', (id, words) => {
    expect(jobIdProblem(id)).toContain(words);
  });
});

describe('attemptTag', () => {
  it('is four characters of the ids', () => {
    expect(attemptTag()).toMatch(/^[a-z0-9]{4}$/);
    expect(attemptTag(() => 0.999999)).toBe('9999');
  });
});
