import { expect, test } from 'vitest';
import { fairTurn } from './fair-turns.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('four pieces pass in a turn, the others after them in their order, four each turn', async () => {
  await nextTurn();
  await nextTurn();
  const passed: number[] = [];
  const turns = Array.from({ length: 10 }, (_, n) => ({ n, turn: fairTurn() }));
  expect(turns.filter(({ turn }) => turn === null).map(({ n }) => n)).toEqual([0, 1, 2, 3]);
  for (const { n, turn } of turns) void turn?.then(() => passed.push(n));
  expect(passed).toEqual([]);
  await nextTurn();
  expect(passed).toEqual([4, 5, 6, 7]);
  const late = fairTurn();
  expect(late).not.toBeNull();
  await nextTurn();
  expect(passed).toEqual([4, 5, 6, 7, 8, 9]);
  await late;
});

test('one upload alone, with a piece a turn, never waits', async () => {
  for (let piece = 0; piece < 100; piece += 1) {
    expect(fairTurn()).toBeNull();
    await nextTurn();
  }
});
