import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newPart } from './new-part.ts';
import { pieceOf, pieceRanges } from './part-pieces.ts';

it('cuts anywhere into pieces that cover all requests once, none empty', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 80 }), fc.nat(50), (bytes, pieces, start) => {
      const offsets = Uint32Array.from([start, ...bytes]);
      for (let at = 1; at < offsets.length; at++) offsets[at]! += offsets[at - 1]!;
      const ranges = pieceRanges(offsets, pieces);
      expect(ranges).toHaveLength(Math.min(pieces, bytes.length));
      let next = 0;
      for (const [from, to] of ranges) {
        expect(from).toBe(next);
        expect(to).toBeGreaterThan(from);
        next = to;
      }
      expect(next).toBe(bytes.length);
    }),
  );
});

it('cuts by bytes', () => {
  expect(pieceRanges(Uint32Array.of(0, 10, 20, 30, 40), 2)).toEqual([
    [0, 2],
    [2, 4],
  ]);
  expect(pieceRanges(Uint32Array.of(0, 100, 110, 120, 130), 2)).toEqual([
    [0, 1],
    [1, 4],
  ]);
  expect(pieceRanges(Uint32Array.of(0, 10, 20, 30, 40, 50, 60), 3)).toEqual([
    [0, 2],
    [2, 4],
    [4, 6],
  ]);
  // Wherever the first one begins in its file.
  expect(pieceRanges(Uint32Array.of(100, 110, 120, 130, 140), 2)).toEqual([
    [0, 2],
    [2, 4],
  ]);
});

it('makes a piece of which nothing is at the provider', () => {
  const made = { jobId: 'j', k: 0, attempt: 2, path: 'p', bytes: 9, rows: 4, requests: 4, digest: 'd' };
  const whole = { ...newPart(made), state: 'uploaded' as const, fileId: 'f', tries: 3, queue: { limitTokens: 5, at: 1, tries: 2 } };
  const facts = { k: 7, path: 'q', bytes: 4, rows: 2, requests: 2, digest: 'e' };
  expect(pieceOf(whole, facts)).toEqual(newPart({ jobId: 'j', attempt: 2, ...facts }));
});
