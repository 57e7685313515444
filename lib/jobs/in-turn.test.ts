import { describe, expect, it } from 'vitest';
import { inTurn } from './in-turn.ts';

/** A promise that is settled from outside. */
function gate() {
  let resolve!: (value: number) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<number>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** Tasks that end when they are told to. */
function tasks(count: number) {
  const begun: number[] = [];
  const gates = Array.from({ length: count }, gate);
  const run = (task: number) => {
    begun.push(task);
    return gates[task]!.promise;
  };
  return { begun, gates, run, all: gates.map((_, task) => task) };
}

describe('inTurn', () => {
  it('gives results in the order of the tasks, however they end, and runs no more at once than allowed', async () => {
    const { begun, gates, run, all } = tasks(4);
    const results = inTurn(all, 2, run);
    const first = results.next();
    expect(begun).toEqual([0, 1]);
    gates[1]!.resolve(11);
    gates[0]!.resolve(10);
    expect(await first).toEqual({ value: 10, done: false });
    gates[2]!.resolve(12);
    gates[3]!.resolve(13);
    const rest: number[] = [];
    for await (const one of results) rest.push(one);
    expect(rest).toEqual([11, 12, 13]);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('begins a task while others are still coming', async () => {
    const { begun, gates, run } = tasks(3);
    const coming = [gate(), gate(), gate()];
    async function* later() {
      for (const { promise } of coming) yield await promise;
    }
    const results = inTurn(later(), 2, run);
    const first = results.next();
    coming[0]!.resolve(0);
    gates[0]!.resolve(10);
    await new Promise((resolve) => setTimeout(resolve));
    expect(begun).toEqual([0]);
    coming[1]!.resolve(1);
    expect(await first).toEqual({ value: 10, done: false });
    expect(begun).toEqual([0, 1]);
    coming[2]!.resolve(2);
    gates[1]!.resolve(11);
    gates[2]!.resolve(12);
    const rest: number[] = [];
    for await (const one of results) rest.push(one);
    expect(rest).toEqual([11, 12]);
  });

  it('throws a failure in its turn, once everything under way has ended', async () => {
    const { begun, gates, run, all } = tasks(3);
    const results = inTurn(all, 2, run);
    const first = results.next();
    const ended: string[] = [];
    const failed = first.then(
      () => ended.push('read'),
      (error: Error) => ended.push(error.message),
    );
    gates[0]!.reject(new Error('broken'));
    await Promise.resolve();
    expect(ended).toEqual([]);
    gates[1]!.resolve(1);
    await failed;
    expect(ended).toEqual(['broken']);
    expect(begun).toEqual([0, 1]);
  });

  it('waits for what is under way where nobody reads on', async () => {
    const { gates, run, all } = tasks(3);
    const results = inTurn(all, 3, run);
    gates[0]!.resolve(0);
    await results.next();
    let isOver = false;
    const over = results.return(undefined).then(() => (isOver = true));
    gates[1]!.resolve(1);
    await Promise.resolve();
    expect(isOver).toBe(false);
    gates[2]!.reject(new Error('late'));
    expect(await over).toBe(true);
  });
});
