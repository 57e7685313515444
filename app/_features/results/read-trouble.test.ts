import { expect, it } from 'vitest';
import { LostDataError } from '#lib/core/lost-data';
import { readTrouble } from './read-trouble.ts';

it('names what was lost, and how a table comes back', () => {
  const lost = new LostDataError('Row 3 and those after it');
  // As a worker's error arrives.
  const arrived = Object.assign(new Error(lost.message), { name: lost.name });
  for (const error of [lost, arrived]) {
    expect(readTrouble(error)).toMatchObject({
      what: 'Row 3 and those after it can no longer be read in this browser.',
      todo: expect.stringMatching(/^Rows of a table come back once the same file is chosen again/),
      details: null,
    });
  }
});

it('says of other errors what they said themselves', () => {
  expect(readTrouble(new TypeError('x is no function'))).toMatchObject({
    what: 'The rows could not be read.',
    details: 'TypeError: x is no function',
  });
});
