import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RowView } from '#lib/workers/results.api';
import { RowFinder } from './row-finder.ts';

interface Pass {
  view: RowView;
  signal: AbortSignal;
  progress: (rowsDone: number, rowsTotal: number) => void;
  answer: (...rows: number[]) => void;
  fail: (error: Error) => void;
}

/** A finder whose passes end when the test says so. */
function finder() {
  const passes: Pass[] = [];
  const ready = vi.fn<() => void>();
  const made = new RowFinder(
    (view, progress, signal) =>
      new Promise((resolve, reject) => {
        passes.push({ view, signal, progress, answer: (...rows) => resolve(Uint32Array.from(rows)), fail: reject });
      }),
    ready,
  );
  const shown = () => made.found.rows && [...made.found.rows];
  return { made, passes, shown, ready };
}

const view = (change: Partial<RowView>): RowView => ({ states: null, search: '', sort: null, ...change });
const search = (text: string) => view({ search: text });
const FAILED = view({ states: ['failed'] });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

describe('row finder', () => {
  it('shows all rows without any work', async () => {
    const { made, passes, shown } = finder();
    made.want(view({}), 'a');
    made.want(view({}), 'b');
    await pass(1000);
    expect(shown()).toBeNull();
    expect([passes.length, made.finding]).toEqual([0, null]);
  });

  it('has the worker made ready while typing rests', async () => {
    const { made, passes, ready } = finder();
    made.want(search('a'), 'a');
    expect([ready.mock.calls.length, passes.length]).toEqual([1, 0]);
    await pass(100);
    made.want(search('ab'), 'a');
    expect([ready.mock.calls.length, passes.length]).toEqual([2, 0]);
    await pass(1000);
    expect(passes.map(({ view: { search: text } }) => text)).toEqual(['ab']);
    made.want(view({}), 'a');
    expect(ready).toHaveBeenCalledTimes(2);
  });

  it('keeps the last view until the next one is there, and tells how far it is', async () => {
    const { made, passes, shown } = finder();
    made.want(FAILED, 'a');
    await pass();
    passes[0]!.answer(3, 5);
    await pass();
    expect([shown(), made.finding]).toEqual([[3, 5], null]);
    made.want(view({ states: ['failed'], sort: { by: { kind: 'id' }, descending: true } }), 'a');
    await pass();
    passes[1]!.progress(5000, 20_000);
    expect(made.finding).toMatchObject({ phase: 'working', rowsDone: 5000, rowsTotal: 20_000 });
    expect(shown()).toEqual([3, 5]);
    passes[1]!.answer(5, 3);
    await pass();
    passes[1]!.progress(20_000, 20_000);
    expect([shown(), made.found.view.sort?.descending, made.finding]).toEqual([[5, 3], true, null]);
  });

  it('begins a search when typing rests, any other wish at once', async () => {
    const { made, passes } = finder();
    for (const text of ['s', 'st', 'str']) {
      made.want(search(text), 'a');
      await pass(100);
    }
    expect(passes).toHaveLength(0);
    await pass(150);
    expect(passes.map((one) => one.view.search)).toEqual(['str']);
    made.want(view({ search: 'str', states: ['ok'] }), 'a');
    await pass();
    expect(passes).toHaveLength(2);
    expect(passes[0]!.signal.aborted).toBe(true);
  });

  it('drops what comes late from a view no longer wanted', async () => {
    const { made, passes, shown } = finder();
    made.want(FAILED, 'a');
    await pass();
    made.want(view({}), 'a');
    passes[0]!.progress(1, 2);
    passes[0]!.answer(1);
    await pass();
    expect([shown(), made.finding]).toEqual([null, null]);
  });

  it('finishes while results keep coming, and then looks once more', async () => {
    const { made, passes, shown } = finder();
    made.want(FAILED, 'a');
    await pass();
    for (const version of ['b', 'c', 'd']) made.want(FAILED, version);
    expect([passes.length, passes[0]!.signal.aborted]).toEqual([1, false]);
    passes[0]!.answer(1);
    await pass();
    expect([shown(), passes.length]).toEqual([[1], 2]);
    passes[1]!.answer(1, 2);
    await pass();
    expect([shown(), passes.length, made.finding]).toEqual([[1, 2], 2, null]);
    made.want(FAILED, 'd');
    await pass();
    expect(passes).toHaveLength(2);
  });

  it('stops where told, keeps what it showed, and begins again on a word', async () => {
    const { made, passes, shown } = finder();
    made.want(FAILED, 'a');
    await pass();
    passes[0]!.progress(5000, 9000);
    made.stop();
    expect(passes[0]!.signal.aborted).toBe(true);
    made.want(FAILED, 'b');
    await pass();
    expect(made.finding).toMatchObject({ phase: 'stopped', rowsDone: 5000 });
    expect([shown(), passes.length]).toEqual([null, 1]);
    made.again();
    await pass();
    passes[1]!.answer(7);
    await pass();
    expect([shown(), made.finding]).toEqual([[7], null]);
  });

  it('goes back to the view that is still shown without work', async () => {
    const { made, passes, shown } = finder();
    made.want(FAILED, 'a');
    await pass();
    passes[0]!.answer(4);
    await pass();
    made.want(view({ states: ['ok'] }), 'a');
    await pass();
    made.want(FAILED, 'a');
    await pass();
    expect([shown(), passes.length, made.finding]).toEqual([[4], 2, null]);
  });

  it('tells why it failed, and tries again on a word', async () => {
    const { made, passes, shown } = finder();
    made.want(FAILED, 'a');
    await pass();
    passes[0]!.fail(new Error('no disk'));
    await pass();
    expect(made.finding).toMatchObject({ phase: 'failed', error: 'Error: no disk' });
    made.again();
    await pass();
    passes[1]!.answer();
    await pass();
    expect([shown(), made.finding]).toEqual([[], null]);
  });

  it('begins anew after it was closed', async () => {
    const { made, passes } = finder();
    made.want(FAILED, 'a');
    await pass();
    made.close();
    expect(passes[0]!.signal.aborted).toBe(true);
    made.want(FAILED, 'a');
    await pass();
    expect(passes).toHaveLength(2);
  });
});
