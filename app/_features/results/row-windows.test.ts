import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ResultRow } from '#lib/workers/results.api';
import { RowWindows } from './row-windows.ts';

const resultRow = (row: number, note = ''): ResultRow => ({
  row,
  id: `id-${row}`,
  text: '',
  state: 'ok',
  reason: null,
  attempt: 1,
  fields: {},
  note,
  marks: null,
});

interface Call {
  rows: number[];
  answer: (note?: string) => void;
  answerWith: (rows: ResultRow[]) => void;
  fail: (error: Error) => void;
}

/** Reads that end when the test says so. */
function view(rowCount: number, rows: Uint32Array | null = null) {
  const calls: Call[] = [];
  const load = (rows: number[]) =>
    new Promise<ResultRow[]>((resolve, reject) => {
      calls.push({ rows, answer: (note) => resolve(rows.map((row) => resultRow(row, note))), answerWith: resolve, fail: reject });
    });
  return { calls, windows: new RowWindows({ order: { rows, rowCount }, viewKey: 'all', load }) };
}

/** Lets everything happen that does not wait for time. */
const turn = () => vi.advanceTimersByTimeAsync(0);
/** Long enough for rows to be drawn, and to count as resting. */
const rest = () => vi.advanceTimersByTimeAsync(60);

describe('row windows', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reads what is in sight and boxes what is there', async () => {
    const { calls, windows } = view(1000);
    windows.want(10, 40);
    expect(windows.get(10)).toBeUndefined();
    expect(calls[0]?.rows).toEqual(Array.from({ length: 64 }, (_, row) => row));
    expect(windows.get(10)).toBeUndefined();
    calls[0]?.answer();
    await turn();
    expect(windows.get(10)).toEqual({ row: resultRow(10) });
    expect(windows.get(64)).toBeUndefined();
  });

  it('reads ahead in the direction the rows move, after what is in sight, and nothing else', async () => {
    const { calls, windows } = view(10_000);
    const finish = async () => {
      for (let at = 0; at < calls.length; at += 1) {
        calls[at]?.answer();
        await rest();
      }
      return calls.splice(0).map((call) => call.rows[0]! / 64);
    };
    windows.want(650, 680);
    await turn();
    expect(calls).toHaveLength(1);
    expect(await finish()).toEqual([10, 11, 12]);
    windows.want(700, 730);
    expect(await finish()).toEqual([13]);
    windows.want(660, 690);
    expect(await finish()).toEqual([9, 8]);
    await rest();
    windows.want(9980, 9999);
    expect(await finish()).toEqual([155, 156]);
  });

  it('tells of rows in sight only', async () => {
    const { calls, windows } = view(1000);
    windows.want(0, 30);
    expect(windows.version).toBe(0);
    calls[0]?.answer();
    await turn();
    expect(windows.version).toBe(1);
    expect(calls).toHaveLength(1);
    await rest();
    expect(calls[1]?.rows[0]).toBe(64);
    calls[1]?.answer();
    await turn();
    expect(windows.version).toBe(1);
  });

  it('says when the first rows are there, or cannot be read', async () => {
    const { calls, windows } = view(1000);
    let filled = 0;
    void windows.fill(0, 100).then(() => (filled += 1));
    calls[0]?.answer();
    await turn();
    expect(filled).toBe(0);
    calls[1]?.answer();
    await turn();
    expect(filled).toBe(1);
    const broken = view(1000);
    const ended = broken.windows.fill(0, 30);
    broken.calls[0]?.fail(new Error('gone'));
    await ended;
    expect(broken.windows.error).toEqual(new Error('gone'));
    await view(0).windows.fill(0, 30);
  });

  it('knows the fields of the answers it has met', async () => {
    const { calls, windows } = view(64);
    windows.want(0, 30);
    calls[0]?.answerWith(calls[0].rows.map((row) => ({ ...resultRow(row), fields: { [row % 2 ? 'tone' : 'about']: 'x' } })));
    await turn();
    expect(windows.fields).toEqual(['about', 'tone']);
  });

  it('reads the rows of the view, not of the table, and ends with the last', () => {
    const { calls, windows } = view(
      1000,
      Uint32Array.from({ length: 70 }, (_, index) => index * 10),
    );
    windows.want(60, 200);
    expect(calls[0]?.rows.slice(0, 3)).toEqual([0, 10, 20]);
    expect(calls[1]?.rows).toEqual([640, 650, 660, 670, 680, 690]);
  });

  it('reads what is in sight next, however many rows passed by while it was reading, and keeps what came of those', async () => {
    const { calls, windows } = view(10_000);
    windows.want(0, 30);
    for (let first = 500; first <= 5000; first += 500) {
      await rest();
      windows.want(first, first + 30);
    }
    expect(calls.map((call) => call.rows[0])).toEqual([0, 448]);
    calls[0]?.answer();
    await turn();
    expect(calls.map((call) => call.rows[0])).toEqual([0, 448, 4992]);
    calls[2]?.answer();
    await turn();
    expect(windows.get(5000)?.row.row).toBe(5000);
    expect(windows.get(0)?.row.row).toBe(0);
  });

  it('reads none of the rows that pass by under a dragged scrollbar, and those it rests on at once', async () => {
    const { calls, windows } = view(1_000_000);
    const firsts = () => calls.map((call) => call.rows[0]);
    windows.want(0, 30);
    for (let first = 10_000; first <= 500_000; first += 10_000) {
      await vi.advanceTimersByTimeAsync(16);
      windows.want(first, first + 30);
      calls[0]?.answer();
    }
    expect(firsts()).toEqual([0]);
    await vi.advanceTimersByTimeAsync(49);
    expect(firsts()).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(firsts()).toEqual([0, 499_968]);
    calls[1]?.answer();
    await turn();
    expect(windows.get(500_000)?.row.row).toBe(500_000);
  });

  it('reads rows that move on by less than it reads ahead, however soon', async () => {
    const { calls, windows } = view(1_000_000);
    for (let first = 0; first <= 1000; first += 100) {
      windows.want(first, first + 30);
      for (const call of calls) call.answer();
      await vi.advanceTimersByTimeAsync(16);
      expect(windows.get(first)).toBeDefined();
    }
  });

  it('is not held up by rows that passed by, where somebody waits for them', async () => {
    const { calls, windows } = view(1_000_000);
    windows.want(0, 30);
    windows.want(5000, 5030);
    void windows.fill(9000, 9030);
    expect(calls.map((call) => call.rows[0])).toEqual([0, 8960]);
  });

  it('is not stopped by a read that failed for rows nobody looks at any more', async () => {
    const { calls, windows } = view(10_000);
    windows.want(0, 30);
    await rest();
    windows.want(5000, 5030);
    calls[0]?.fail(new Error('late'));
    await turn();
    expect(windows.error).toBeNull();
    expect(calls[1]?.rows[0]).toBe(4992);
  });

  it('reads nothing more once it is closed', async () => {
    const { calls, windows } = view(1000);
    windows.want(0, 30);
    windows.close();
    for (const call of calls) call.answer();
    await turn();
    expect(calls).toHaveLength(1);
  });

  it('keeps two reads under way at most', async () => {
    const { calls, windows } = view(10_000);
    windows.want(0, 500);
    expect(calls).toHaveLength(2);
    calls[0]?.answer();
    await turn();
    expect(calls).toHaveLength(3);
  });

  it('forgets blocks used longest ago', async () => {
    const { calls, windows } = view(1_000_000);
    for (let at = 0; at < 60; at += 1) {
      windows.want(at * 64, at * 64 + 10);
      for (const call of calls.splice(0)) call.answer();
      await turn();
    }
    expect(windows.get(0)).toBeUndefined();
    expect(windows.get(59 * 64)?.row.row).toBe(59 * 64);
  });

  it('shows the old rows until the fresh ones are there', async () => {
    const { calls, windows } = view(64);
    windows.want(0, 30);
    calls[0]?.answer('old');
    await turn();
    windows.refresh();
    expect(windows.get(3)?.row.note).toBe('old');
    calls[1]?.answer('new');
    await turn();
    expect(windows.get(3)?.row.note).toBe('new');
    expect(windows.version).toBe(2);
  });

  it('reads again only when the results have changed, and lets what it is reading come in first', async () => {
    const { calls, windows } = view(64);
    windows.asOf('a');
    windows.want(0, 30);
    windows.asOf('a');
    windows.asOf('b');
    expect(calls).toHaveLength(1);
    calls[0]?.answer('as of a');
    await turn();
    expect([calls.length, windows.get(0)?.row.note]).toEqual([2, 'as of a']);
    calls[1]?.answer('as of b');
    await turn();
    expect([calls.length, windows.get(0)?.row.note]).toEqual([2, 'as of b']);
  });

  it('tells of a failure and reads again when asked', async () => {
    const { calls, windows } = view(64);
    let told = 0;
    windows.subscribe(() => (told += 1));
    windows.want(0, 30);
    calls[0]?.fail(new Error('no worker'));
    await turn();
    expect(windows.error).toEqual(new Error('no worker'));
    expect(told).toBe(1);
    windows.want(0, 30);
    expect(calls).toHaveLength(1);
    windows.refresh();
    calls[1]?.answer();
    await turn();
    expect(windows.error).toBeNull();
    expect(windows.get(0)?.row.row).toBe(0);
  });
});
