import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteSlabs, piecesOf, streamOf } from './byte-slabs.ts';

async function* listed(pieces: readonly Uint8Array<ArrayBuffer>[]): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield* pieces;
}

it('keeps every byte, in slabs that are full but the last', async () => {
  const piece = fc.uint8Array({ maxLength: 30 }).map((bytes) => Uint8Array.from(bytes));
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 16 }), async (pieces, slabBytes) => {
      const slabs: Uint8Array[] = [];
      for await (const slab of byteSlabs(listed(pieces), slabBytes)) slabs.push(slab);
      expect(slabs.flatMap((slab) => [...slab])).toEqual(pieces.flatMap((bytes) => [...bytes]));
      expect(slabs.slice(0, -1).every((slab) => slab.length === slabBytes)).toBe(true);
      expect(slabs.every((slab) => slab.length > 0)).toBe(true);
    }),
  );
});

it('gives slabs that later ones do not change', async () => {
  const slabs: Uint8Array[] = [];
  for await (const slab of byteSlabs(listed([Uint8Array.of(1, 2, 3, 4)]), 2)) slabs.push(slab);
  expect(slabs).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3, 4)]);
});

it('makes a stream of pieces and pieces of a stream', async () => {
  const pieces = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  const back: Uint8Array[] = [];
  for await (const piece of piecesOf(streamOf(listed(pieces)))) back.push(piece);
  expect(back).toEqual(pieces);
});

it('asks for pieces only as they are read, and ends them when the reader goes', async () => {
  let asked = 0;
  let ended = false;
  async function* endless(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    try {
      for (;;) yield Uint8Array.of(asked++);
    } finally {
      ended = true;
    }
  }
  for await (const piece of piecesOf(streamOf(endless()))) if (piece[0] === 5) break;
  expect(asked).toBeLessThan(10);
  expect(ended).toBe(true);
});
