import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { digestBlob } from './digest.ts';

const SLAB = 4 * 1024 * 1024;
const sha = (...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

it.each([0, 1, SLAB - 1, SLAB, SLAB + 1, 2 * SLAB + 77])('digests the slabs’ digests of %i bytes', async (size) => {
  const bytes = new Uint8Array(size).map((_, i) => i % 253);
  const slabs = Array.from({ length: Math.ceil(size / SLAB) }, (_, i) => sha(bytes.subarray(i * SLAB, (i + 1) * SLAB)));
  expect(await digestBlob(new Blob([bytes]))).toBe(sha(...slabs).toString('hex'));
});

it('reports bytes and stops when aborted', async () => {
  const done: number[] = [];
  const blob = new Blob([new Uint8Array(2 * SLAB + 5)]);
  await digestBlob(blob, (bytes) => done.push(bytes));
  expect(done).toEqual([SLAB, 2 * SLAB, 2 * SLAB + 5]);
  const stop = new AbortController();
  await expect(digestBlob(blob, () => stop.abort(new Error('stopped')), stop.signal)).rejects.toThrow('stopped');
});
