import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { tableLines } from './table-file.ts';

const WANTED = { rows: 2000, textLength: 200, odd: 0.1, seed: 3 };
const read = (wanted = WANTED) =>
  Papa.parse<Record<string, string>>([...tableLines(wanted)].join(''), { header: true, skipEmptyLines: true });
const isOdd = (text: string) => /[^a-zA-Z ,.]/.test(text);

test('the same options give the same table, another seed another', () => {
  expect([...tableLines(WANTED)]).toEqual([...tableLines(WANTED)]);
  expect([...tableLines({ ...WANTED, seed: 4 })]).not.toEqual([...tableLines(WANTED)]);
});

test('every row comes back whole, under its own id', () => {
  const { data, errors } = read();
  expect(errors).toEqual([]);
  expect(data.map(({ id }) => id)).toEqual(Array.from({ length: 2000 }, (_, row) => `n${row + 1}`));
  expect(data.every(({ text }) => text!.length > 50)).toBe(true);
});

test('texts have the mean length and the share of odd characters asked for', () => {
  const { data } = read({ ...WANTED, odd: 0 });
  const mean = data.reduce((sum, { text }) => sum + text!.length, 0) / data.length;
  expect(mean).toBeGreaterThan(180);
  expect(mean).toBeLessThan(220);
  expect(data.filter(({ text }) => isOdd(text!))).toEqual([]);
  const odd = read().data.filter(({ text }) => isOdd(text!)).length;
  expect(odd).toBeGreaterThan(150);
  expect(odd).toBeLessThan(250);
});
