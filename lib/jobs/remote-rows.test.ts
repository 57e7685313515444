import { describe, expect, it, vi } from 'vitest';
import type { Dataset } from '#lib/core/dataset';
import { tableOf } from '#lib/parity/table.fixture';
import { rowsOfResults, type AnsweredBatch } from './remote-rows.ts';

let table: Dataset;
vi.mock('#lib/storage/datasets', async () => ({
  ...(await import('#lib/parity/table.fixture')),
  getDataset: async () => table,
}));

/** Requests by the ids in their answers; none: the request failed. */
function answered(requests: string[][]): AnsweredBatch {
  const starts = new Uint32Array(requests.length + 1);
  requests.forEach((ids, at) => {
    starts[at + 1] = starts[at]! + ids.length;
  });
  const silent = requests.filter((ids) => ids.length === 0).length;
  return { customIds: requests.map((_, at) => `job-chunk-${at}`), starts, ids: requests.flat(), perRequest: 2, silent, model: 'm' };
}

async function found(requests: string[][]) {
  const read = await rowsOfResults([[0, answered(requests)]], 'Job', table.id);
  if (!read.ok) throw new Error(read.what);
  const { rows, starts } = read.indexes.get(0)!;
  return { rows: [...rows], reasons: [...read.reasons], starts: [...starts], id: read.columns.id };
}

const letters = (text: string) => [...text].map((letter) => [letter]);

describe('rows by the ids in answers', () => {
  it('are found in the column that holds the ids, and the others were not sent', async () => {
    const rows = [
      ['1', 'b', 'x'],
      ['2', 'a', 'y'],
      ['3', 'c', 'a'],
    ];
    table = tableOf(['n', 'code', 'text'], rows);
    expect(await found([['a'], ['c']])).toEqual({ rows: [1, 2], reasons: [1, 0, 0], starts: [0, 1, 2], id: 'code' });
  });

  it('are row numbers where no column holds the ids', async () => {
    table = tableOf(['text'], letters('xyz'));
    expect(await found([['3', '1']])).toEqual({ rows: [2, 0], reasons: [0, 1, 0], starts: [0, 2], id: null });
  });

  it('of requests that failed are not known, and rows nobody answered count as not sent yet', async () => {
    table = tableOf(['code'], letters('abc'));
    expect(await found([['a'], [], ['c']])).toMatchObject({ rows: [0, 2], reasons: [0, 0, 0], starts: [0, 1, 1, 2] });
  });

  it('that a model made up are no rows', async () => {
    table = tableOf(['code'], letters('abc'));
    expect(await found([['a', 'made-up'], ['b']])).toMatchObject({ rows: [0, 1], reasons: [0, 0, 1], starts: [0, 1, 2] });
  });

  it('that the table mostly does not have refuse it in words', async () => {
    table = tableOf(['code'], letters('ab'));
    const refused = await rowsOfResults([[0, answered([['y', 'z', 'a']])]], 'Job', table.id);
    const what = expect.stringContaining('no row with the id “y”');
    expect(refused).toMatchObject({ ok: false, what, details: '1 of 3 ids were found.' });
  });
});
