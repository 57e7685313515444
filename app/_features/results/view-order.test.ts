import { assert, integer, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveByKey, placeOf, rowAt } from './view-order.ts';

describe('order of a view', () => {
  it('finds every row it holds and no other, however it is sorted', () => {
    assert(
      property(uniqueArray(integer({ min: 0, max: 500 })), integer({ min: 0, max: 500 }), (list, row) => {
        const order = { rows: Uint32Array.from(list), rowCount: 501 };
        expect(placeOf(order, row)).toBe(list.indexOf(row));
        expect(rowAt(order, placeOf(order, row))).toBe(list.includes(row) ? row : null);
      }),
    );
  });

  it('is the table itself without a filter', () => {
    const all = { rows: null, rowCount: 10 };
    expect([9, 10, -1, 1.5].map((row) => placeOf(all, row))).toEqual([9, -1, -1, -1]);
    expect(rowAt(all, 10)).toBeNull();
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
