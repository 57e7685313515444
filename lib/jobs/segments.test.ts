import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ResponseLines } from './response-lines.ts';
import { partOf } from './collect.fixture.ts';
import { cutSegments } from './segments.ts';

const sized = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  bytes: fc.integer({ min: 1, max: 50 }),
  file: fc.constantFrom(0, 1, 2),
  gap: fc.nat(9),
});

it('numbers every answer once, keeps lines together by file, and ends a segment once it is large enough', () => {
  fc.assert(
    fc.property(fc.array(sized, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 120 }), (requests, most) => {
      const { index } = partOf(requests.map(({ rows }) => rows));
      const order = [1, 2].flatMap((file) => requests.flatMap((request, at) => (request.file === file ? [at] : [])));
      const ends = [0, 0, 0];
      const offset = requests.map(() => 0);
      for (const at of order) {
        const { file, bytes, gap } = requests[at]!;
        offset[at] = ends[file]! + gap;
        ends[file] = offset[at] + bytes;
      }
      const responses = {
        jobId: 'job',
        k: 0,
        file: Uint8Array.from(requests, ({ file }) => file),
        offset: Float64Array.from(offset),
        length: Uint32Array.from(requests, ({ bytes }) => bytes),
      };
      const found: ResponseLines = { responses, order: Uint32Array.from(order), lines: order.length, stray: 0, repeated: 0 };
      const segments = cutSegments(found, index, most);
      expect(segments.flatMap((segment) => [...segment.requests])).toEqual(order);
      let next = 0;
      for (const segment of segments) {
        expect(segment.first).toBe(next);
        next += segment.rows;
        expect(segment.rows).toBe([...segment.requests].reduce((sum, at) => sum + requests[at]!.rows, 0));
        const last = segment.requests.at(-1)!;
        for (const at of segment.requests) {
          expect(responses.file[at]).toBe(segment.file);
          expect(offset[at]!).toBeGreaterThanOrEqual(segment.from);
          expect(offset[at]! + requests[at]!.bytes).toBeLessThanOrEqual(segment.to);
          expect(at === last || offset[at]! + requests[at]!.bytes - segment.from < most).toBe(true);
        }
      }
    }),
  );
});
