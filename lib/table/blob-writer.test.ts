import { expect, it } from 'vitest';
import { blobOf } from './blob-writer.ts';

async function* listed(...slabs: number[][]): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (const slab of slabs) yield Uint8Array.from(slab);
}

it('joins slabs in their order, under the type', async () => {
  const slabs = Array.from({ length: 40 }, (_, n) => [n, n + 100]);
  const blob = await blobOf(listed(...slabs), 'text/csv');
  expect(blob.type).toBe('text/csv');
  expect([...new Uint8Array(await blob.arrayBuffer())]).toEqual(slabs.flat());
});

it('is an empty Blob where nothing came', async () => {
  expect((await blobOf(listed(), 'text/csv')).size).toBe(0);
});

it('passes on what the slabs throw', async () => {
  async function* failing(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    yield new Uint8Array(3);
    throw new Error('storage is gone');
  }
  await expect(blobOf(failing(), '')).rejects.toThrow('storage is gone');
});
