import { describe, expect, it } from 'vitest';
import { Held } from './held.ts';

function counted() {
  const loads: string[] = [];
  const load = (key: string) => () => {
    loads.push(key);
    return Promise.resolve(key.toUpperCase());
  };
  return { loads, load };
}

describe('Held', () => {
  it('loads a value once, however often it is asked for meanwhile', async () => {
    const held = new Held<string>(2);
    const { loads, load } = counted();
    expect(await Promise.all([held.get('a', load('a')), held.get('a', load('a'))])).toEqual(['A', 'A']);
    expect(await held.get('a', load('a'))).toBe('A');
    expect(loads).toEqual(['a']);
  });

  it('lets go of what was not asked for longest', async () => {
    const held = new Held<string>(2);
    const { loads, load } = counted();
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await held.get(key, load(key));
    expect(loads).toEqual(['a', 'b', 'c', 'b']);
  });

  it('asks again for what could not be loaded, and for what was dropped', async () => {
    const held = new Held<string>(2);
    const { loads, load } = counted();
    await expect(held.get('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await held.get('a', load('a'))).toBe('A');
    held.drop('a');
    await held.get('a', load('a'));
    expect(loads).toEqual(['a', 'a']);
  });
});
