import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { permutation, sampleRows } from './permutation.ts';

/**
 * Made with pandas 1.5.3 on NumPy 1.24.2: `DataFrame({'a': arange(n)}).sample(frac=1, random_state=seed)['a']`,
 * its first values and the SHA-256 of it as little-endian uint32.
 */
const FROM_PANDAS = [
  { n: 1, seed: 1, first: [0], digest: 'df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119' },
  { n: 1, seed: 42, first: [0], digest: 'df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119' },
  { n: 5, seed: 1, first: [2, 1, 4, 0, 3], digest: 'afc64fe63b41fcf101e929d5533b4933a55eb738fb97c8239501d8edbfadf47d' },
  { n: 5, seed: 42, first: [1, 4, 2, 0, 3], digest: 'bc5beb9ea6f10a8b8f006f90600f8b53086836a9dc734aa5d0c30f19d7755eb1' },
  { n: 20, seed: 1, first: [3, 16, 6, 10, 2, 14], digest: '0b15a31fb69fac3fdc8f614e8ddb9c93e3de1f4bfef69ace8368d686e31209c1' },
  { n: 20, seed: 42, first: [0, 17, 15, 1, 8, 5], digest: '88f974ef8d853bea595311d2cf52bbdf5dc2b3b2062788827a8283a32c7c4a14' },
  {
    n: 2000,
    seed: 1,
    first: [674, 1699, 1282, 1315, 1210, 1636],
    digest: '597932908e4959d1611c76b3208d522e451e4e114a3efb1e380b67b5708d9331',
  },
  {
    n: 2000,
    seed: 42,
    first: [1860, 353, 1333, 905, 1289, 1273],
    digest: 'fd6f22a0070c55d52945770f4d4b001ac8194f4db047cbb1929f45a82fc8db56',
  },
  {
    n: 70001,
    seed: 1,
    first: [6670, 52224, 50797, 22311, 32469, 6869],
    digest: 'e039bfde2d5cf9ec593ad17b2fb0024cb511fa22b64806cb6b5663be76821e5e',
  },
  {
    n: 70001,
    seed: 42,
    first: [46730, 48393, 41416, 34506, 43725, 11615],
    digest: 'ddc0a2e417c9625926085113fed483a4ffddec59d69ae7468334e03035e3eab4',
  },
];

function digestOf(order: Uint32Array<ArrayBuffer>): string {
  const bytes = new DataView(new ArrayBuffer(order.length * 4));
  order.forEach((row, i) => bytes.setUint32(i * 4, row, true));
  return createHash('sha256').update(new Uint8Array(bytes.buffer)).digest('hex');
}

describe('permutation', () => {
  it.each(FROM_PANDAS)('equals pandas for $n rows and seed $seed', ({ n, seed, first, digest }) => {
    const order = permutation(n, seed);
    expect(Array.from(order.slice(0, 6))).toEqual(first);
    expect(digestOf(order)).toBe(digest);
  });

  it('equals pandas at both ends of the seeds it takes', () => {
    expect([...permutation(10, 0)]).toEqual([2, 8, 4, 9, 1, 6, 7, 3, 0, 5]);
    expect([...permutation(10, 2 ** 32 - 1)]).toEqual([6, 9, 5, 1, 8, 0, 7, 4, 2, 3]);
  });

  it('holds every row once', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(), (n, seed) => {
        expect([...permutation(n, seed)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
      { numRuns: 30 },
    );
  });
});

describe('sampleRows', () => {
  it('is the head of the permutation in source order', () => {
    expect([...sampleRows(20, 4, 1)]).toEqual([3, 6, 10, 16]);
  });
  it('takes no more rows than there are', () => {
    expect([...sampleRows(3, 10, 1)]).toEqual([0, 1, 2]);
    expect([...sampleRows(3, 0, 1)]).toEqual([]);
  });
});
