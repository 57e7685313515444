import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortKeys, type SortKey } from './sort-keys.ts';

function sorted(keys: SortKey[], descending = false, rows = keys.map((_, row) => row)): number[] {
  const column = new SortKeys(keys.length);
  for (const [row, key] of keys.entries()) column.set(row, key);
  return [...column.sorted(Uint32Array.from(rows), descending)];
}

const inOrder = (keys: SortKey[], descending = false) => sorted(keys, descending).map((row) => keys[row]);

describe('SortKeys', () => {
  it('sorts texts as numbers where all of them are, else by code units', () => {
    expect(inOrder(['10', '9', '1.5', '-2', '1e1'])).toEqual(['-2', '1.5', '9', '10', '1e1']);
    expect(inOrder(['10', '9', 'b', 'B', 'ä', 'a'])).toEqual(['10', '9', 'B', 'a', 'b', 'ä']);
  });

  it('puts numbers before texts, and what is empty last either way', () => {
    expect(inOrder([null, 'b', 10, 9, '', 'a'])).toEqual([9, 10, 'a', 'b', null, '']);
    expect(inOrder([null, 'b', 10, 9, '', 'a'], true)).toEqual(['b', 'a', 10, 9, null, '']);
  });

  it('keeps the order given where keys are equal, numbers written in two ways among them', () => {
    expect(sorted(['2', '1', '1.0', ' 1', '2'])).toEqual([1, 2, 3, 0, 4]);
    expect(sorted(['2', '1', '1.0', ' 1', '2'], true)).toEqual([0, 4, 1, 2, 3]);
  });

  it('takes texts that begin the same for a hundred characters for equal', () => {
    const long = 'x'.repeat(100);
    expect(sorted([`${long}b`, `${long}a`, long])).toEqual([0, 1, 2]);
  });

  it('sorts the rows of a view only', () => {
    expect(sorted(['c', 'b', 'a', 'd'], false, [0, 1, 3])).toEqual([1, 0, 3]);
    expect(sorted([], true)).toEqual([]);
  });

  it('sorts as a plain sort does, whatever the texts', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'B', '', `${'x'.repeat(90)}1`, `${'x'.repeat(90)}2`));
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const keys = ['not a number', ...texts];
        const filled = keys.flatMap((key, row) => (key === '' ? [] : [row]));
        const empty = keys.flatMap((key, row) => (key === '' ? [row] : []));
        const compare = (a: number, b: number) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b);
        expect(sorted(keys)).toEqual([...filled.toSorted(compare), ...empty]);
      }),
    );
  });
});
