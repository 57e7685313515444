import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type Recipe } from '#lib/core/recipe';
import { packParts, type PackPlan } from './pack.ts';
import { blocksOf } from './row-block.fixture.ts';
import { TokenLimit } from './token-limit.ts';

/** Haiku 5.5 costs more above 100,000 tokens: rows of a request are held below some 45,000 as counted here. */
const recipe = (change: Partial<Recipe['question']> = {}, crossPriceStep = false): Recipe => ({
  question: { ...DEFAULT_RECIPE.question, provider: DEFAULT_OPTIONS.anthropic, model: 'claude-haiku-5-5', ...change },
  sending: { ...DEFAULT_RECIPE.sending, crossPriceStep },
});

const WORDS = 'one two three four five six seven eight nine ten ';
/** So many words, about a token each. */
const prose = (words: number) => WORDS.repeat(Math.ceil(words / 10)).slice(0, words * 5);

async function sizes(texts: string[], asked: Recipe, rowsPerRequest = 100): Promise<number[]> {
  const rows = texts.map((text, row) => ({ row, id: `r${row}`, text }));
  const frame = { open: '', separator: '', close: '', beforeId: '', afterId: '', end: '' };
  const limits = { rowsPerRequest, requestsPerBatch: 1, bytesPerBatch: 1e9, contentCharacters: 1e9 };
  const plan: PackPlan = { frame, customId: () => 'x', firstK: 0, ...limits, tokens: TokenLimit.of(asked) };
  const groups: number[] = [];
  for await (const { index } of packParts(blocksOf(rows), plan)) groups.push(index.rows.length);
  return groups;
}

describe('TokenLimit', () => {
  it('knows nothing of a model that is not known', () => {
    expect(TokenLimit.of(recipe({ model: 'my-own' }))).toBeNull();
  });

  it('tells by length alone where there is room for sure, and never where there is none', async () => {
    const limit = TokenLimit.of(recipe())!;
    expect(limit.isSafe(5, 5_000)).toBe(true);
    expect(limit.isSafe(5, 60_000)).toBe(false);
    const room = await limit.room();
    expect(room.isTooLong('x'.repeat(10_000))).toBe(false);
    expect(room.isTooLong(prose(60_000))).toBe(true);
  });
});

describe('packing by tokens', () => {
  const long = Array.from({ length: 8 }, () => prose(15_000));

  it('packs short rows as wanted', async () => {
    expect(
      await sizes(
        Array.from({ length: 250 }, () => prose(20)),
        recipe(),
      ),
    ).toEqual([100, 100, 50]);
  });

  it('closes a request before it crosses a price step, unless that is wanted', async () => {
    expect(await sizes(long, recipe())).toEqual([2, 2, 2, 2]);
    expect(await sizes(long, recipe({}, true))).toEqual([8]);
  });

  it('leaves less room the longer the instructions are', async () => {
    expect(await sizes(long, recipe({ instructions: prose(20_000) }))).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('never exceeds what the model reads', async () => {
    const luna = recipe({ provider: DEFAULT_OPTIONS.openai, model: 'gpt-4o-mini' });
    expect(
      await sizes(
        Array.from({ length: 6 }, () => prose(40_000)),
        luna,
      ),
    ).toEqual([2, 2, 2]);
  });

  it('takes rows one by one where each fills a request', async () => {
    expect(await sizes([prose(30_000), prose(30_000), 'short', prose(30_000)], recipe())).toEqual([1, 2, 1]);
  });
});
