import { expect, it } from 'vitest';
import { digestBlob } from '#lib/table/digest';
import { PartFile, PartMeter } from './part-file.ts';
import type { SlabFiles } from './files-work.ts';

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

it('fills the slabs of the files before again, and every file keeps its own bytes', async () => {
  const slabs: Uint8Array<ArrayBuffer>[] = [];
  const kept = new Map<string, Uint8Array[]>();
  const files: SlabFiles = {
    open: async () => {
      const key = `file ${kept.size}`;
      kept.set(key, []);
      return key;
    },
    append: async (key, slab) => {
      const there = structuredClone(slab, { transfer: [slab.buffer] });
      await new Promise((resolve) => setTimeout(resolve, 1));
      kept.get(key)!.push(there.slice());
      return there;
    },
    close: async (key) => new Blob(kept.get(key) as Uint8Array<ArrayBuffer>[]),
    drop: async () => {},
  };
  const parts: PartFile[] = [];
  for (let n = 0; n < 3; n++) {
    const part = new PartFile(files, slabs);
    for (let at = 0; at < 9; at++) {
      part.write(new Uint8Array(MEGA).fill(10 * n + at));
      await part.settled();
    }
    parts.push(part);
    if (n > 0) await parts[n - 1]!.finish();
  }
  await parts[2]!.finish();
  for (const [n, key] of [...kept.keys()].entries()) {
    const expected = new Blob(Array.from({ length: 9 }, (_, at) => new Uint8Array(MEGA).fill(10 * n + at)));
    const bytes = (blob: Blob) => blob.arrayBuffer().then((buffer) => Buffer.from(buffer));
    expect((await bytes(await files.close(key))).equals(await bytes(expected))).toBe(true);
  }
  // Nine slabs left, in the memory of fewer.
  expect(new Set(slabs).size).toBe(slabs.length);
  expect(slabs.length).toBeLessThanOrEqual(7);
});

it('counts the same bytes where none are kept', () => {
  const meter = new PartMeter();
  meter.write(new Uint8Array(10));
  meter.write(new Uint8Array(10), 3);
  expect(meter.bytes).toBe(13);
});
