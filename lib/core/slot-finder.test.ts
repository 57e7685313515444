import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { slotFinder } from './slot-finder.ts';

it('finds the slot of every row a part carries, and of no other', () => {
  const row = fc.oneof(fc.nat(60), fc.integer({ min: 4_294_967_200, max: 4_294_967_295 }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), row, (rows, other) => {
      const find = slotFinder(Uint32Array.from(rows));
      for (const one of [...rows, other]) expect(find(one)).toBe(rows.indexOf(one));
    }),
  );
});
