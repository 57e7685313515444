/** A seeded random number generator (mulberry32): numbers in [0, 1), the same ones for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a over UTF-16 units: a cheap 32-bit seed from a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const POOL_ITEMS = 64;
const POOL_CHARACTERS = 4_000_000;

/**
 * The same lines in another order, by drawing from a small pool that is refilled as it empties: memory stays flat
 * however long the input is. The order depends on the lines alone, so a run that was broken off can be walked again.
 * With two lines or more the first is never first.
 */
export async function* interleave<T extends { text: string }>(lines: AsyncIterable<T>): AsyncGenerator<T> {
  const pool: T[] = [];
  let characters = 0;
  let random: (() => number) | undefined;
  let drawn = 0;
  const isFull = (): boolean => pool.length > POOL_ITEMS || (characters > POOL_CHARACTERS && pool.length > 2);
  const draw = (): T => {
    random ??= seededRandom(hashText(pool[0]!.text));
    const least = drawn++ === 0 && pool.length > 1 ? 1 : 0;
    const index = least + Math.floor(random() * (pool.length - least));
    const item = pool[index]!;
    pool[index] = pool.at(-1)!;
    pool.pop();
    characters -= item.text.length;
    return item;
  };
  for await (const line of lines) {
    pool.push(line);
    characters += line.text.length;
    while (isFull()) yield draw();
  }
  while (pool.length > 0) yield draw();
}
