import { expect, it } from 'vitest';
import { blobOf } from './blob-writer.ts';

async function* listed(...pieces: number[][]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Uint8Array.from(piece);
}

it.each([1, 2, 3, 5, 1000])('joins pieces in their order, under the type, %i bytes at once', async (slabBytes) => {
  const pieces = Array.from({ length: 40 }, (_, n) => Array.from({ length: n % 4 }, (_, at) => n + at));
  const blob = await blobOf(listed(...pieces), 'text/csv', slabBytes);
  expect(blob.type).toBe('text/csv');
  expect([...new Uint8Array(await blob.arrayBuffer())]).toEqual(pieces.flat());
});

it('is an empty Blob where nothing came', async () => {
  expect((await blobOf(listed(), 'text/csv')).size).toBe(0);
});

it('passes on what the pieces throw', async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(3);
    throw new Error('storage is gone');
  }
  await expect(blobOf(failing(), '')).rejects.toThrow('storage is gone');
});
