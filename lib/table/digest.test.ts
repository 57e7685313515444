import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { digestBlob, PieceDigest } from './digest.ts';

const SLAB = 4 * 1024 * 1024;
const sha = (...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

it.each([0, 1, SLAB - 1, SLAB, SLAB + 1, 2 * SLAB + 77])('digests the slabs’ digests of %i bytes', async (size) => {
  const bytes = new Uint8Array(size).map((_, i) => i % 253);
  const slabs = Array.from({ length: Math.ceil(size / SLAB) }, (_, i) => sha(bytes.subarray(i * SLAB, (i + 1) * SLAB)));
  expect(await digestBlob(new Blob([bytes]))).toBe(sha(...slabs).toString('hex'));
});

it('tells how many bytes are done as it goes', async () => {
  const done: number[] = [];
  const piece = new Uint8Array(SLAB);
  await digestBlob(new Blob([piece, piece, new Uint8Array(5)]), (bytes) => done.push(bytes));
  expect(done.length).toBeGreaterThan(1);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(done.at(-1)).toBe(2 * SLAB + 5);
});

it.each([1_000_003, SLAB, 2 * SLAB, 3 * SLAB + 1])('says the same of pieces of %i bytes, whose memory is used again', async (length) => {
  const bytes = new Uint8Array(3 * SLAB + 7).map((_, i) => i % 251);
  const digest = new PieceDigest();
  const piece = new Uint8Array(length);
  for (let at = 0; at < bytes.length; at += length) {
    piece.set(bytes.subarray(at, at + length));
    await digest.add(piece.subarray(0, bytes.length - at));
    piece.fill(0);
  }
  expect(await digest.finish()).toBe(await digestBlob(new Blob([bytes])));
});
