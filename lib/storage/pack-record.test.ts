import { expect, it } from 'vitest';
import type { ResultPack } from '#lib/core/job';
import { packAnswers, storedAnswers, unpackAnswers } from './pack-record.ts';

const pack = (first: number, answers: [value: string, note: string, model: number][]): ResultPack => ({
  jobId: 'j',
  k: 2,
  first,
  values: answers.map(([value]) => value),
  notes: answers.map(([, note]) => note),
  models: ['', 'm-1', 'm-2'],
  modelOf: Uint8Array.from(answers, ([, , model]) => model),
});

const PACKS = [
  pack(0, [
    ['{"a":1}', '', 1],
    ['', '', 1],
  ]),
  pack(2, [
    ['{"text":"Größe 😀\\ud800"}', '', 1],
    ['', 'The model left this row out.', 0],
    ['{}', '', 2],
  ]),
  pack(5, [['', 'An id with half a sign: \ud83d', 0]]),
  pack(6, [['{"a":"b"}', '', 2]]),
];

it('packs come back out of their bytes as they were', () => {
  const { records, bytes } = packAnswers(PACKS);
  expect(records.map(({ first, rowCount }) => [first, rowCount])).toEqual([
    [0, 2],
    [2, 3],
    [5, 1],
    [6, 1],
  ]);
  expect(records.at(-1)!.at + records.at(-1)!.bytes).toBe(bytes.length);
  const read = records.map((record) => unpackAnswers(storedAnswers(record, bytes.slice(record.at, record.at + record.bytes).buffer)));
  expect(read).toEqual(PACKS);
});

it('a record keeps no text, unless UTF-8 cannot say it', () => {
  const { records } = packAnswers(PACKS);
  expect(records.map((record) => JSON.stringify(record).includes('half a sign'))).toEqual([false, false, true, false]);
  expect(records.every((record) => !JSON.stringify(record).includes('{}'))).toBe(true);
});
