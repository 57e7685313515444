import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, recipeDigests, textDigest } from './digest.ts';
import { DEFAULT_RECIPE, type Recipe } from './recipe.ts';

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonicalJson', () => {
  it('says the same value, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
        expect(canonicalJson(reversed(plain))).toBe(canonicalJson(plain));
      }),
    );
  });
  it('sorts keys, keeps lists, drops undefined', () => {
    expect(canonicalJson({ b: [2, 1], a: undefined, A: 'é' })).toBe('{"A":"é","b":[2,1]}');
  });
});

describe('textDigest', () => {
  it('is SHA-256 in hex', async () => {
    expect(await textDigest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('recipeDigests', () => {
  const change = (question: Partial<Recipe['question']>, sending: Partial<Recipe['sending']> = {}): Recipe => ({
    question: { ...DEFAULT_RECIPE.question, ...question },
    sending: { ...DEFAULT_RECIPE.sending, ...sending },
  });

  it('changes only the half that changed', async () => {
    const before = await recipeDigests(DEFAULT_RECIPE);
    const asked = await recipeDigests(change({ instructions: 'Find the tone.' }));
    const sent = await recipeDigests(change({}, { rowsPerRequest: 1 }));
    expect(before.questionDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(asked.questionDigest).not.toBe(before.questionDigest);
    expect(asked.sendingDigest).toBe(before.sendingDigest);
    expect(sent.questionDigest).toBe(before.questionDigest);
    expect(sent.sendingDigest).not.toBe(before.sendingDigest);
  });

  it('takes an output limit for part of the sending: a larger one asks nothing else', async () => {
    const { provider } = DEFAULT_RECIPE.question;
    const more = { ...provider, options: { ...provider.options, outputLimit: 9000 } } as Recipe['question']['provider'];
    const [before, after] = [await recipeDigests(DEFAULT_RECIPE), await recipeDigests(change({ provider: more }))];
    expect(after.questionDigest).toBe(before.questionDigest);
    expect(after.sendingDigest).not.toBe(before.sendingDigest);
  });

  it('tells schemas apart by the order of their keys, which is the order of the answer', async () => {
    const one = await recipeDigests(change({ schema: { properties: { reason: {}, label: {} } } }));
    const other = await recipeDigests(change({ schema: { properties: { label: {}, reason: {} } } }));
    expect(one.questionDigest).not.toBe(other.questionDigest);
  });

  it('ignores an answer format that is switched off', async () => {
    const one = await recipeDigests(change({ answerFormat: { on: false, text: null } }));
    const other = await recipeDigests(change({ answerFormat: { on: false, text: 'unused' } }));
    const on = await recipeDigests(change({ answerFormat: { on: true, text: 'unused' } }));
    expect(one.questionDigest).toBe(other.questionDigest);
    expect(one.questionDigest).not.toBe(on.questionDigest);
  });
});
