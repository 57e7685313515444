import { describe, expect, it } from 'vitest';
import { packAbout, unpackAbout } from './remote-about.ts';

/** Letters that do not compress. */
function noise(length: number): string {
  let state = 7;
  return Array.from({ length }, () => {
    state = Math.imul(state, 1103515245) + 12345;
    return String.fromCodePoint(33 + ((state >>> 16) % 90));
  }).join('');
}

describe('what a batch carries about its job', () => {
  it('comes back as it was, within what metadata may hold', async () => {
    const about = { name: 'Küche “7”', recipe: { instructions: noise(2000), schema: null }, runs: [1, 2, 3] };
    const packed = (await packAbout(about))!;
    expect(Object.keys(packed).length).toBeLessThanOrEqual(9);
    expect(Object.entries(packed).every(([key, value]) => key.length <= 64 && value.length <= 512)).toBe(true);
    expect(await unpackAbout({ ...packed, job: 'j' })).toEqual(about);
  });

  it('is nothing where it does not fit', async () => {
    expect(await packAbout({ text: noise(8000) })).toBeNull();
  });

  it.each([{}, { about_0: '' }, { about_0: 'no base64!' }, { about_0: 'AAAA' }, { about_1: 'AAAA' }])(
    'is nothing where it cannot be read: %j',
    async (metadata) => {
      expect(await unpackAbout(metadata as Record<string, string>)).toBeNull();
    },
  );

  it('is nothing where a piece is missing', async () => {
    const { about_1: _lost, ...rest } = (await packAbout({ text: noise(2000) }))!;
    expect(await unpackAbout(rest)).toBeNull();
  });
});
