import { expect, it } from 'vitest';
import { guessColumns } from './guess-columns.ts';

/** A table written as rows under a header. */
function guess(columns: string[], ...rows: string[][]) {
  return guessColumns(columns, { firstRow: 0, rowCount: rows.length, columns: columns.map((_, c) => rows.map((row) => row[c] ?? '')) });
}

it.each(['id', 'ID', 'review_id', 'reviewId', 'Review ID', 'key', 'UUID', 'id_number'])(
  'takes %j for the id where its values are unique',
  (name) => {
    expect(guess([name, 'text'], ['a', 'some words'], ['b', 'more words']).id).toBe(name);
  },
);

it.each(['idea', 'video', 'paid', 'keyboard', 'name'])('does not take %j for an id', (name) => {
  expect(guess([name, 'text'], ['a', 'some words'], ['b', 'more words']).id).toBeNull();
});

it('falls back to the row number where ids repeat or are missing', () => {
  expect(guess(['id', 'text'], ['a', 'x'], ['a', 'y']).id).toBeNull();
  expect(guess(['id', 'text'], ['a', 'x'], ['', 'y']).id).toBeNull();
});

it('prefers a plain id to a compound one', () => {
  expect(guess(['user_id', 'id', 'text'], ['1', '7', 'x'], ['2', '8', 'y']).id).toBe('id');
});

it('takes the longest texts, a fitting name counting threefold', () => {
  expect(guess(['city', 'opinion'], ['Bern', 'a rather long opinion']).texts).toEqual(['opinion']);
  expect(guess(['address', 'comment'], ['12 Long Street, Bern', 'quite short']).texts).toEqual(['comment']);
  expect(guess(['url', 'comment'], [`https://example.org/${'x'.repeat(60)}`, 'short']).texts).toEqual(['url']);
});

it('never takes the id or a column of numbers while there is another', () => {
  expect(guess(['id', 'note'], ['a very long identifier of a row', 'x'], ['another very long identifier', 'y'])).toEqual({
    id: 'id',
    texts: ['note'],
  });
  expect(guess(['text length', 'word'], ['123456789', 'yes']).texts).toEqual(['word']);
});

it('takes the only column for the text', () => {
  expect(guess(['id'], ['a'], ['b'])).toEqual({ id: null, texts: ['id'] });
});
