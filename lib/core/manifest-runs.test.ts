import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowsIn, runsOf } from './manifest-runs.ts';

it('tells any choice of rows, and gives it back', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (marks) => {
      const runs = runsOf((row) => marks[row]!, marks.length);
      expect([...rowsIn(runs, marks.length)]).toEqual(marks.flatMap((is, row) => (is ? [row] : [])));
    }),
  );
});

it('is short for rows side by side, and leaves out what lies past the table', () => {
  expect(runsOf((row) => row >= 2 && row < 5, 100)).toEqual([2, 3]);
  expect([...rowsIn([2, 1e9], 5)]).toEqual([2, 3, 4]);
});
