import { describe, expect, it } from 'vitest';
import { UnreadableAnswer } from './call-failure.ts';
import { listSince } from './list-since.ts';

/** A list of times; `read` counts how far it was read. */
function listOf(times: number[], body: unknown = { data: times }) {
  const list = {
    body,
    read: 0,
    async *[Symbol.asyncIterator]() {
      for (const time of times) {
        list.read++;
        yield time;
      }
    },
  };
  return list;
}

const since = (list: ReturnType<typeof listOf>, from: number, most = 100) =>
  listSince(Promise.resolve(list), (time: number) => time, from, most);

describe('listSince', () => {
  it('stops at older ones in a list that falls', async () => {
    const list = listOf([9, 8, 3, 2, 1, 0]);
    expect(await since(list, 5)).toEqual([9, 8]);
    expect(list.read).toBe(4);
  });

  it('reads all of a list that rises', async () => {
    expect(await since(listOf([1, 2, 3, 8, 9]), 5)).toEqual([8, 9]);
  });

  it('ends at the most asked for', async () => {
    expect(await since(listOf([9, 8, 7]), 0, 2)).toEqual([9, 8]);
  });

  it.each(['<html>', {}, { data: null }])('takes %j for no list', async (body) => {
    await expect(since(listOf([], body), 0)).rejects.toThrow(UnreadableAnswer);
  });
});
