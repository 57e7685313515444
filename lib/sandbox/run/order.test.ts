import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interleave } from './order.ts';

async function* source(texts: string[], taken = { count: 0 }) {
  for (const text of texts) {
    taken.count += 1;
    yield { text };
  }
}

async function orderOf(texts: string[]): Promise<string[]> {
  const order: string[] = [];
  for await (const { text } of interleave(source(texts))) order.push(text);
  return order;
}

test('every line comes once, in an order of its own that is always the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.string(), { maxLength: 300 }), async (texts) => {
      const order = await orderOf(texts);
      expect(order.toSorted()).toEqual(texts.toSorted());
      expect(await orderOf(texts)).toEqual(order);
      expect(texts.length < 2 || order[0] !== texts[0]).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('it reads only a little ahead, by number and by size', async () => {
  for (const text of ['x', 'y'.repeat(1_500_000)]) {
    const taken = { count: 0 };
    let given = 0;
    for await (const _ of interleave(
      source(
        Array.from({ length: 500 }, () => text),
        taken,
      ),
    )) {
      given += 1;
      expect(taken.count - given).toBeLessThanOrEqual(text.length === 1 ? 64 : 3);
    }
    expect(given).toBe(500);
  }
});
