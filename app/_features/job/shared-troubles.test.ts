import { describe, expect, it } from 'vitest';
import { aPart } from './fixtures.ts';
import { sharedTroubles } from './shared-troubles.ts';

const busy = { what: 'Too many requests.', meaning: 'Nothing is lost.', todo: 'Wait.', details: 'request 1' };

describe('troubles of several batches', () => {
  it('are one where the words are the same, whatever the details', () => {
    const parts = [0, 1, 2].map((k) => aPart({ k, state: 'uploaded', trouble: { ...busy, details: `request ${k}` } }));
    const { shared, isShared } = sharedTroubles([...parts, aPart({ k: 3 })]);
    expect(shared).toEqual([{ trouble: { ...busy, details: 'request 0' }, tone: 'warn', batches: 3 }]);
    expect(parts.every(isShared)).toBe(true);
    expect(isShared(aPart({ k: 3 }))).toBe(false);
  });

  it('stay with their batch where only it has them, or the words are others', () => {
    const parts = [
      aPart({ k: 0, state: 'uploaded', trouble: busy }),
      aPart({ k: 1, state: 'uploaded', trouble: { ...busy, meaning: '20 rows wait.' } }),
      aPart({ k: 2, state: 'failed', trouble: busy }),
    ];
    const { shared, isShared } = sharedTroubles(parts);
    expect(shared).toEqual([]);
    expect(parts.some(isShared)).toBe(false);
  });

  it('of batches in doubt are told one by one', () => {
    const doubt = [0, 1].map((k) => aPart({ k, state: 'uncertain', trouble: busy }));
    expect(sharedTroubles(doubt).shared).toEqual([]);
    expect(sharedTroubles(doubt).isShared(doubt[0]!)).toBe(false);
  });
});
