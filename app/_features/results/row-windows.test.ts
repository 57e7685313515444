import { describe, expect, it } from 'vitest';
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
  signal: AbortSignal;
  answer: (note?: string) => void;
  fail: (error: Error) => void;
}

/** Reads that end when the test says so. */
function view(length: number, rowAt = (index: number) => index) {
  const calls: Call[] = [];
  const load = (rows: number[], signal: AbortSignal) =>
    new Promise<ResultRow[]>((resolve, reject) => {
      calls.push({ rows, signal, answer: (note) => resolve(rows.map((row) => resultRow(row, note))), fail: reject });
    });
  return { calls, windows: new RowWindows({ length, rowAt, load }) };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('row windows', () => {
  it('reads what is in sight and nothing else, and boxes what is there', async () => {
    const { calls, windows } = view(1000);
    windows.want(10, 40);
    expect(windows.get(10)).toBeUndefined();
    expect(calls.map((call) => call.rows.length)).toEqual([64]);
    calls[0]?.answer();
    await turn();
    expect(windows.get(10)).toEqual({ row: resultRow(10) });
    expect(windows.get(64)).toBeUndefined();
    windows.want(20, 50);
    expect(calls).toHaveLength(1);
  });

  it('reads the rows of the view, not of the table, and ends with the last', () => {
    const { calls, windows } = view(70, (index) => index * 10);
    windows.want(60, 200);
    expect(calls[0]?.rows.slice(0, 3)).toEqual([0, 10, 20]);
    expect(calls[1]?.rows).toEqual([640, 650, 660, 670, 680, 690]);
  });

  it('aborts what went out of sight and drops its late answer', async () => {
    const { calls, windows } = view(10_000);
    windows.want(0, 30);
    windows.want(5000, 5030);
    expect(calls[0]?.signal.aborted).toBe(true);
    calls[0]?.answer();
    calls[1]?.answer();
    await turn();
    expect(windows.get(0)).toBeUndefined();
    expect(windows.get(5000)?.row.row).toBe(5000);
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
      calls.at(-1)?.answer();
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

  it('reads again only when the results have changed', () => {
    const { calls, windows } = view(64);
    windows.asOf('a');
    windows.want(0, 30);
    windows.asOf('a');
    expect(calls).toHaveLength(1);
    windows.asOf('b');
    expect(calls).toHaveLength(2);
    expect(calls[0]?.signal.aborted).toBe(true);
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
