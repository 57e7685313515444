import { expect, it } from 'vitest';
import { digestBlob } from '#lib/table/digest';
import { encode } from '#lib/table/read-table.fixture';
import { readTable } from '#lib/table/read-table';
import { READ_LIMITS } from '#lib/table/row-reader';
import { filesWorkHere } from './files-work.ts';
import { PassingDigest } from './passing-digest.ts';

const rows = (count: number, last: string) =>
  `id,text\n${Array.from({ length: count }, (_, n) => `r${n},text ${n}\n`).join('')}z,${last}\n`;
const utf8 = (text: string) => new TextEncoder().encode(text);

it.each([
  ['UTF-8', [utf8(rows(300_000, 'ü'))]],
  ['a byte order mark', [Uint8Array.of(0xef, 0xbb, 0xbf), utf8(rows(9, 'ü'))]],
  ['UTF-16', [Uint8Array.of(0xff, 0xfe), encode(rows(900, '雨'), 'utf-16le')]],
  ['Windows-1252, found late', [utf8(rows(300_000, 'x')), encode('é,é\n', 'windows-1252')]],
] as const)('is that of the file, whichever way it is read: %s', async (_, bytes) => {
  const file = new Blob([...bytes]);
  const digest = new PassingDigest(filesWorkHere);
  const sink = { write: () => {}, restart: () => digest.restart(), takeBytes: (piece: Uint8Array<ArrayBuffer>) => digest.add(piece) };
  const outcome = await readTable(file, {}, sink, () => {}, { ...READ_LIMITS, chunkBytes: 1_000 });
  expect(outcome.ok).toBe(true);
  expect(await digest.finish()).toBe(await digestBlob(file));
});

it('takes pieces faster than they are digested, no more than nine at once, and mixes none', async () => {
  let [underWay, most] = [0, 0];
  const digest = new PassingDigest({
    ...filesWorkHere,
    async digestMore(name, piece, at) {
      most = Math.max(most, ++underWay);
      await Promise.all([filesWorkHere.digestMore(name, piece, at), new Promise((resolve) => setTimeout(resolve, piece[0]! % 3))]);
      underWay--;
    },
  });
  const pieces = Array.from({ length: 60 }, (_, n) => new Uint8Array(700_001).fill(n));
  for (const piece of pieces) await digest.add(piece);
  expect(await digest.finish()).toBe(await digestBlob(new Blob(pieces)));
  expect(most).toBe(9);
});

it('never takes the rest for the whole, where what was digested before is gone', async () => {
  let given = 0;
  // From the third piece on, the work is done by somebody who has not seen the first two.
  const nameFor = (name: string) => (++given > 2 ? `${name} anew` : name);
  const digest = new PassingDigest({
    ...filesWorkHere,
    digestMore: (name, piece, at) => filesWorkHere.digestMore(nameFor(name), piece, at),
  });
  for (let n = 0; n < 5; n++) await digest.add(new Uint8Array(5));
  await expect(digest.finish()).rejects.toThrow('0 of 10 bytes were digested');
  await expect(filesWorkHere.digestEnd('never begun', 5)).rejects.toThrow('0 of 5 bytes were digested');
});

it('rejects where a piece could not be digested', async () => {
  const failing = { ...filesWorkHere, digestMore: () => Promise.reject(new Error('gone')) };
  const digest = new PassingDigest(failing);
  await digest.add(new Uint8Array(5));
  await expect(digest.finish()).rejects.toThrow('gone');
});
