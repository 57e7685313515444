import { assert, integer, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveByKey, placeOf, rowAt } from './view-order.ts';

describe('order of a view', () => {
  it('finds every row it holds and no other', () => {
    assert(
      property(uniqueArray(integer({ min: 0, max: 500 })), integer({ min: 0, max: 500 }), (list, row) => {
        const rows = Uint32Array.from(list.toSorted((a, b) => a - b));
        expect(placeOf(rows, 501, row)).toBe(rows.indexOf(row));
        expect(rowAt(rows, 501, placeOf(rows, 501, row))).toBe(list.includes(row) ? row : null);
      }),
    );
  });

  it('is the table itself without a filter', () => {
    expect([placeOf(null, 10, 9), placeOf(null, 10, 10), placeOf(null, 10, -1), placeOf(null, 10, 1.5)]).toEqual([9, -1, -1, -1]);
    expect(rowAt(null, 10, 10)).toBeNull();
  });

  it('moves by keys and stays within', () => {
    expect(moveByKey('ArrowDown', 3, 20, 100)).toBe(4);
    expect(moveByKey('ArrowDown', 99, 20, 100)).toBe(99);
    expect(moveByKey('PageUp', 5, 20, 100)).toBe(0);
    expect(moveByKey('PageDown', 5, 20, 100)).toBe(24);
    expect(moveByKey('End', 0, 20, 100)).toBe(99);
    expect(moveByKey('Home', 50, 20, 100)).toBe(0);
    expect(moveByKey('x', 0, 20, 100)).toBeNull();
    expect(moveByKey('End', 0, 20, 0)).toBeNull();
  });
});
