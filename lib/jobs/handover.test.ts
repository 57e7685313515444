import { describe, expect, it } from 'vitest';
import { Handover } from './handover.ts';

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const given: T[] = [];
  for await (const value of values) given.push(value);
  return given;
}

const soon = () => new Promise((resolve) => setTimeout(resolve));

describe('Handover', () => {
  it('gives what was added before and what is added while it is waited for', async () => {
    const values = new Handover<number>();
    values.add(1);
    values.add(2);
    const given = all(values);
    await soon();
    values.add(3);
    await soon();
    values.add(4);
    values.end();
    expect(await given).toEqual([1, 2, 3, 4]);
  });

  it('gives what is left after its end, and nothing where that was dropped', async () => {
    const ended = new Handover<number>();
    ended.add(1);
    ended.end();
    expect(await all(ended)).toEqual([1]);
    const dropped = new Handover<number>();
    dropped.add(1);
    dropped.drop();
    expect(await all(dropped)).toEqual([]);
  });

  it('ends for whoever waits when it is dropped', async () => {
    const values = new Handover<number>();
    values.add(1);
    values.add(2);
    const given: number[] = [];
    for await (const value of values) {
      given.push(value);
      values.drop();
    }
    expect(given).toEqual([1]);
    const waiting = new Handover<number>();
    const none = all(waiting);
    await soon();
    waiting.drop();
    expect(await none).toEqual([]);
  });
});
