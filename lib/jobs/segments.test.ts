import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { partOf } from './collect.fixture.ts';
import type { FoundLine } from './response-lines.ts';
import { SegmentCutter } from './segments.ts';

const sized = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  bytes: fc.integer({ min: 1, max: 50 }),
  file: fc.constantFrom(1, 2),
  gap: fc.nat(9),
});

it('numbers every answer once, keeps lines together by file, and ends a segment once it is large enough', () => {
  fc.assert(
    fc.property(fc.array(sized, { maxLength: 30 }), fc.integer({ min: 1, max: 120 }), (requests, most) => {
      const { index } = partOf(requests.map(({ rows }) => rows));
      const ends = [0, 0, 0];
      const lines = [1, 2].flatMap((wanted) =>
        requests.flatMap(({ file, bytes, gap }, request): FoundLine[] => {
          if (file !== wanted) return [];
          const offset = ends[file]! + gap;
          ends[file] = offset + bytes;
          return [{ request, file: wanted as 1 | 2, offset, length: bytes }];
        }),
      );
      const cutter = new SegmentCutter(index, most);
      const segments = [...lines.map((line) => cutter.take(line)), cutter.rest()].filter((segment) => segment !== null);
      const cut = segments.flatMap(({ file, from, requests: numbers, offsets, lengths }) =>
        Array.from(numbers, (request, at) => ({ request, file, offset: from + offsets[at]!, length: lengths[at]! })),
      );
      expect(cut).toEqual(lines);
      let next = 0;
      for (const { first, from, to, requests: numbers, offsets, lengths } of segments) {
        expect(first).toBe(next);
        for (const request of numbers) next += requests[request]!.rows;
        expect(to - from).toBe(offsets.at(-1)! + lengths.at(-1)!);
        for (let at = 0; at < numbers.length - 1; at++) expect(offsets[at]! + lengths[at]!).toBeLessThan(most);
      }
      expect(cutter.rest()).toBe(null);
    }),
  );
});
