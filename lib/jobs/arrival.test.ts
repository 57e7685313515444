import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arrival, ArrivingFile } from './arrival.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = async (bytes: Blob | Uint8Array<ArrayBuffer>) => new Blob([bytes]).text();

/** Bytes in which every place can be told from those around it. */
const counted = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8)) & 0xff);

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const given: T[] = [];
  for await (const value of values) given.push(value);
  return given;
}

describe('ArrivingFile', () => {
  it('is the file it was given, gone through and read again in any pieces, whether these are still at hand or not', async () => {
    const MB = 1024 * 1024;
    const file = counted(40 * MB);
    const step = () => fc.integer({ min: MB / 8, max: 9 * MB });
    await fc.assert(
      fc.asyncProperty(fc.array(step(), { minLength: 1 }), fc.array(step(), { minLength: 1 }), async (added, read) => {
        const arriving = new ArrivingFile();
        let [size, at] = [0, 0];
        // Some is read while it comes, the rest once all is there.
        for (let n = 0; size < file.length; n++) {
          const piece = file.subarray(size, size + added[n % added.length]!);
          arriving.add(piece);
          size += piece.length;
          const end = at + read[n % read.length]!;
          if (n % 3 || end > size) continue;
          expect(await same(arriving.slice(at, end), file.subarray(at, end))).toBe(true);
          at = end;
        }
        const whole = arriving.whole();
        expect(await same(whole, file)).toBe(true);
        for (let n = 0; at < size; n++) {
          const end = Math.min(size, at + read[n % read.length]!);
          expect(await same(arriving.slice(at, end), file.subarray(at, end))).toBe(true);
          at = end;
        }
        expect((await all(arriving.pieces)).reduce((sum, { length }) => sum + length, 0)).toBe(size);
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('keeps no more than a few slabs at hand, however far behind its reader is', () => {
    const arriving = new ArrivingFile();
    const piece = new Uint8Array(4 * 1024 * 1024);
    for (let n = 0; n < 20; n++) arriving.add(piece);
    const kinds = Array.from({ length: 20 }, (_, n) => arriving.slice(n * piece.length, n * piece.length + 10) instanceof Blob);
    expect(kinds.filter((isBlob) => !isBlob)).toHaveLength(6);
    expect(kinds[0]).toBe(false);
  });
});

async function same(some: Blob | Uint8Array<ArrayBuffer>, bytes: Uint8Array): Promise<boolean> {
  const read = some instanceof Blob ? new Uint8Array(await some.arrayBuffer()) : some;
  return read.length === bytes.length && Buffer.compare(read, bytes) === 0;
}

describe('Arrival', () => {
  it('gives files in the order they come, each to its end', async () => {
    const arrival = new Arrival();
    const read = (async () => {
      const texts: string[] = [];
      for await (const { file, pieces } of arrival.files) texts.push(`${file} ${await textOf(new Blob(await all(pieces as never)))}`);
      return texts;
    })();
    const output = arrival.open(1);
    output.add(bytesOf('ab'));
    output.add(bytesOf('c'));
    output.whole();
    arrival.open(2).add(bytesOf('de'));
    arrival.end();
    expect(await read).toEqual(['1 abc', '2 de']);
    expect(await textOf(arrival.slice(1, 1, 3))).toBe('bc');
    expect(await textOf(arrival.slice(2, 0, 1))).toBe('d');
  });

  it('ends for whoever waits where nothing comes, or no more does', async () => {
    const nothing = new Arrival();
    setTimeout(() => nothing.end());
    expect(await all(nothing.files)).toEqual([]);
    const cut = new Arrival();
    cut.open(1).add(bytesOf('half a li'));
    setTimeout(() => cut.end());
    for await (const { pieces } of cut.files) expect(await textOf(new Blob(await all(pieces as never)))).toBe('half a li');
  });
});
