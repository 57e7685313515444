import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { resultColumns } from './result-columns.ts';

const AFTER = ['_state', '_model', '_round', '_batch_id'];

it('lists fixed, source and extracted columns in order', () => {
  expect(resultColumns(['text', 'stars'], ['topic'])).toEqual(['row', 'id', 'text', 'stars', 'topic', ...AFTER]);
});

it('gives way: source columns to the fixed ones, extracted fields to both', () => {
  expect(resultColumns(['id', 'year', '_state'], ['year', 'row', 'topic'])).toEqual([
    'row',
    'id',
    'id (source)',
    'year',
    '_state (source)',
    'year (extracted)',
    'row (extracted)',
    'topic',
    ...AFTER,
  ]);
});

it('numbers a name whose suffixed form is taken, too', () => {
  expect(resultColumns(['id', 'id (source)', 'a'], ['a', 'a (extracted)'])).toEqual([
    'row',
    'id',
    'id (source 2)',
    'id (source)',
    'a',
    'a (extracted 2)',
    'a (extracted)',
    ...AFTER,
  ]);
});

it('tells names apart letter by letter, and takes names of object members', () => {
  expect(resultColumns(['ID', '__proto__'], ['constructor', '__proto__']).slice(2, 6)).toEqual([
    'ID',
    '__proto__',
    'constructor',
    '__proto__ (extracted)',
  ]);
});

it('never repeats a name and keeps every position', () => {
  const name = fc.constantFrom('row', 'id', 'a', 'id (source)', 'a (extracted)', 'a (extracted 2)', '_state', 'b');
  const names = fc.uniqueArray(name);
  fc.assert(
    fc.property(names, names, (source, extracted) => {
      const columns = resultColumns(source, extracted);
      expect(new Set(columns).size).toBe(source.length + extracted.length + 6);
      expect([...columns.slice(0, 2), ...columns.slice(-4)]).toEqual(['row', 'id', ...AFTER]);
      const fixed = new Set(['row', 'id', ...AFTER]);
      source.forEach((name, i) => expect(columns[i + 2] === name).toBe(!fixed.has(name)));
    }),
  );
});
