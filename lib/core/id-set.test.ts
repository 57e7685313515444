import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { packColumn } from './column.ts';
import { IdSet } from './id-set.ts';

const id = fc.oneof(fc.constantFrom('', 'a', 'b', 'é', '\ufffd', '\ud800', '\udc00', '😀'), fc.string({ maxLength: 3, unit: 'binary' }));

it('holds what a set of strings would, whether they come as strings or as cells', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.boolean()), { maxLength: 60 }), (ids) => {
      const set = new IdSet();
      const expected = new Set<string>();
      for (const [text, asCell] of ids) {
        expect(set.has(text)).toBe(expected.has(text));
        expect(asCell ? set.addCell(packColumn(['x', text]), 1) : set.add(text)).toBe(!expected.has(text));
        expected.add(text);
      }
    }),
    { numRuns: 300 },
  );
});

it.each([0, 1000, 100_000, 1_000_000])(
  'tells a hundred thousand ids apart where %i were expected, and knows each of them again',
  (expected) => {
    const set = new IdSet(expected);
    const ids = Array.from({ length: 100_000 }, (_, n) => `row-${n}`);
    const column = packColumn(ids);
    expect(ids.filter((_, at) => !set.addCell(column, at))).toEqual([]);
    expect(ids.filter((text) => set.add(text))).toEqual([]);
    expect(set.has('row-100000')).toBe(false);
  },
);
