import { expect, it } from 'vitest';
import { digestBlob } from '#lib/table/digest';
import { PartFile, PartMeter } from './part-file.ts';
import type { SlabFiles } from './slab-files.ts';

const MEGA = 1024 * 1024;

it('keeps every byte and digests as a read of the whole does, though what it was given changes afterwards', async () => {
  const piece = new Uint8Array(1_500_001);
  const file = new PartFile();
  const expected: Uint8Array<ArrayBuffer>[] = [];
  for (const [n, length] of [piece.length, 0, 7, piece.length, 900_000, piece.length].entries()) {
    for (let i = 0; i < length; i++) piece[i] = (i * 7 + n) % 251;
    file.write(piece, length);
    expected.push(piece.slice(0, length));
  }
  expect(file.bytes).toBeGreaterThan(5 * MEGA);
  const finished = await file.finish();
  const whole = new Blob(expected);
  const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());
  expect((await bytesOf(finished.file)).equals(await bytesOf(whole))).toBe(true);
  expect(finished.digest).toBe(await digestBlob(whole));
});

it('cuts at slabs exactly', async () => {
  const file = new PartFile();
  for (let n = 0; n < 8; n++) file.write(new Uint8Array(MEGA).fill(n));
  const { file: whole, digest } = await file.finish();
  expect(whole.size).toBe(8 * MEGA);
  expect(digest).toBe(await digestBlob(whole));
});

it('digests here what a browser without files of its own does not take', async () => {
  const none = { open: () => new Promise((resolve) => setTimeout(resolve, 5, null)) } as unknown as SlabFiles;
  const file = new PartFile(none);
  for (let n = 0; n < 9; n++) file.write(new Uint8Array(MEGA).fill(n));
  const { file: whole, digest, fileKey } = await file.finish();
  expect([whole.size, fileKey]).toEqual([9 * MEGA, null]);
  expect(digest).toBe(await digestBlob(whole));
});

it('counts the same bytes where none are kept', () => {
  const meter = new PartMeter();
  meter.write(new Uint8Array(10));
  meter.write(new Uint8Array(10), 3);
  expect(meter.bytes).toBe(13);
});
