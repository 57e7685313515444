import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packColumn, type StoredColumn } from '#lib/core/column';
import type { ResultPack } from '#lib/core/job';
import type { Answer } from './answer-packs.ts';
import { AnswerBuckets, BUCKET_ROWS } from './answer-buckets.ts';

const answer = (): fc.Arbitrary<Answer> =>
  fc.record({
    value: fc.oneof(
      fc.constant(''),
      fc.jsonValue().map((json) => JSON.stringify(json)),
    ),
    note: fc.oneof(fc.constant(''), fc.string({ unit: 'binary' }), fc.constantFrom('a\tb', 'two\nlines', '"', '\ud800')),
    model: fc.constantFrom('', 'small', 'large'),
  });

/** Answers as they are stored: bytes, or strings where UTF-8 cannot say one. */
const packOf = (answers: Answer[]): ResultPack<StoredColumn> => ({
  jobId: 'j',
  k: 0,
  first: 0,
  values: packColumn(answers.map(({ value }) => value)),
  notes: answers.every(({ note }) => note === '') ? [] : packColumn(answers.map(({ note }) => note)),
  models: answers.map(({ model }) => model),
  modelOf: Uint8Array.from(answers, (_, n) => n),
});

describe('AnswerBuckets', () => {
  it('gives back every answer in the place of its row, spilled or not, in whatever order they came', async () => {
    const rows = fc.uniqueArray(fc.tuple(fc.nat(3 * BUCKET_ROWS), answer()), { selector: ([row]) => row, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(0, 100, 1_000_000), async (given, heldBytes) => {
        const buckets = new AnswerBuckets(heldBytes);
        const pack = packOf(given.map(([, one]) => one));
        for (const [n, [row]] of given.entries()) buckets.add(row, pack, n);
        const back: [number, Answer][] = [];
        for (let bucket = 0; bucket <= 3; bucket++) {
          for (const [place, one] of (await buckets.take(bucket)).entries()) if (one) back.push([bucket * BUCKET_ROWS + place, one]);
        }
        expect(back).toEqual(given.toSorted(([a], [b]) => a - b));
      }),
    );
  });

  it('holds nothing of a bucket that was taken', async () => {
    const buckets = new AnswerBuckets();
    buckets.add(7, packOf([{ value: '{}', note: '', model: '' }]), 0);
    expect(await buckets.take(0)).toHaveLength(8);
    expect(await buckets.take(0)).toEqual([]);
  });
});
