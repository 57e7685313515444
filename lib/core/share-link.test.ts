import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textDigest } from './digest.ts';
import { batchOf, manifestOf, roundOf } from './manifest.fixture.ts';
import { DEFAULT_RECIPE } from './recipe.ts';
import { LINK_CHARACTERS, readFragment, writeFragment } from './share-link.ts';
import { linked } from './share-manifest.ts';

const ID = `batch_${'0123456789abcdef'.repeat(2)}`;
const sent = manifestOf({ batches: [batchOf({ state: 'running', batchId: ID, submittedAt: 5 })], rounds: [roundOf({ submittedAt: 4 })] });
const fragment = await writeFragment(linked(sent, null));

/** A link as a stranger would make it, its checksum right. */
async function forged(content: string | Buffer, version = 1): Promise<string> {
  const body = deflateRawSync(content).toString('base64url');
  return `v${version}.${body}.${(await textDigest(body)).slice(0, 12)}`;
}

async function wordsOf(text: string): Promise<string> {
  const reading = await readFragment(text);
  return reading.ok ? 'taken' : reading.trouble.what;
}

it('holds a job as others read it', async () => {
  const reading = await readFragment(fragment);
  const [batch] = sent.batches;
  expect(reading).toEqual({
    ok: true,
    content: { kind: 'job', manifest: { ...sent, batches: [{ ...batch, state: 'submitted' }], rounds: [{ ...sent.rounds[0]! }] } },
  });
});

it('holds a recipe alone', async () => {
  const text = await writeFragment({ format: 'rowmill-recipe', version: 1, name: 'Täglich', recipe: DEFAULT_RECIPE });
  expect(await readFragment(text)).toEqual({ ok: true, content: { kind: 'recipe', name: 'Täglich', recipe: DEFAULT_RECIPE } });
});

it('tells of many batches within what programs pass on', async () => {
  const hex = (n: number) => (n * 2_654_435_761).toString(16).padStart(64, '3').slice(0, 64);
  const batches = Array.from({ length: 40 }, (_, k) =>
    batchOf({ k, state: 'collected', digest: hex(k), batchId: `batch_${hex(k).slice(-32)}` }),
  );
  expect((await writeFragment(linked(manifestOf({ batches }), null))).length).toBeLessThan(LINK_CHARACTERS);
});

describe('is refused in words', () => {
  it('cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: fragment.length - 1 }), async (length) => {
        expect(await wordsOf(fragment.slice(0, length))).toMatch(/cut off or altered|holds no job/);
      }),
      { numRuns: 50 },
    );
  });

  it('altered anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: fragment.length - 1 }), async (at) => {
        const other = fragment[at] === 'A' ? 'B' : 'A';
        expect(await wordsOf(fragment.slice(0, at) + other + fragment.slice(at + 1))).toMatch(/cut off or altered/);
      }),
      { numRuns: 50 },
    );
  });

  it('made by a newer version', async () => {
    expect(await wordsOf(await forged('{}', 2))).toMatch(/newer version/);
    expect(await wordsOf(await forged(JSON.stringify({ ...sent, version: 2 })))).toMatch(/newer version/);
    expect(await wordsOf(await forged(JSON.stringify({ format: 'rowmill-recipe', version: 2 })))).toMatch(/newer version/);
  });

  it('too large, or packed to become so', async () => {
    expect(await wordsOf(`v1.${'A'.repeat(40_000)}.000000000000`)).toMatch(/more than any link/);
    expect(await wordsOf(await forged(Buffer.alloc(20_000_000)))).toMatch(/more than any link/);
  });

  it('nothing at all, or something else', async () => {
    expect(await wordsOf('')).toMatch(/holds no job/);
    expect(await wordsOf('part=1')).toMatch(/holds no job/);
    expect(await wordsOf(await forged('no JSON'))).toMatch(/cut off or altered/);
    expect(await wordsOf(await forged(Buffer.from([0xff, 0xfe])))).toMatch(/cut off or altered/);
    expect(await wordsOf(await forged('{"format":"rowmill-recipe","version":1,"name":"x","recipe":{}}'))).toMatch(/cut off or altered/);
    expect(await wordsOf(await forged(JSON.stringify({ ...sent, batches: [{ batchId: '../x' }] })))).toMatch(/damaged or was changed/);
  });
});
