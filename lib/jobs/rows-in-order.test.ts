import { beforeEach, expect, it, vi } from 'vitest';
import type { DatasetPage } from '#lib/core/dataset';
import type { ResultPack } from '#lib/core/job';
import { newLedger, sendRows, settleRows } from '#lib/core/ledger';
import { LOST_ANSWER, NO_ANSWER } from './answer-packs.ts';
import type { RowFacts, RowSource } from './row-source.ts';
import { readInOrder } from './rows-in-order.ts';

const kept = vi.hoisted(() => ({ pages: [] as DatasetPage[], packs: [] as ResultPack[] }));
vi.mock('#lib/storage/datasets', () => ({
  async *readStoredPages() {
    yield* kept.pages;
  },
}));
vi.mock('#lib/storage/ledgers', () => ({
  async *readStoredPacks() {
    yield* kept.packs;
  },
}));

const pack = (first: number, values: string[]): ResultPack => ({
  jobId: 'j',
  k: 0,
  first,
  values,
  notes: values.map(() => ''),
  models: ['', 'm'],
  modelOf: new Uint8Array(values.length).fill(1),
});

/** Four rows; the last has no answer. */
function source(): RowSource {
  const ledger = newLedger('j', 4);
  const rows = Uint32Array.of(0, 1, 2);
  sendRows(ledger, rows, 0, 1);
  settleRows(ledger, rows, 0, { states: new Uint8Array(3).fill(3), refs: Uint32Array.of(1, 2, 3) });
  const factsOf = (row: number, answer: object) => ({ row, ...answer });
  return { job: { id: 'j' }, dataset: { id: 'd', rowCount: 4 }, ledger, factsOf } as unknown as RowSource;
}

async function readAll(): Promise<{ rows: RowFacts[]; error: unknown }> {
  const rows: RowFacts[] = [];
  try {
    for await (const { facts } of readInOrder(source())) rows.push(...facts);
    return { rows, error: null };
  } catch (error) {
    return { rows, error };
  }
}

beforeEach(() => {
  kept.pages = [0, 2].map((firstRow) => ({ datasetId: 'd', firstRow, rowCount: 2, columns: [['a', 'b']] }) as unknown as DatasetPage);
  kept.packs = [pack(0, ['{"n":1}', '']), pack(2, ['{"n":3}'])];
});

it('gives every row with its answer, an empty one too', async () => {
  const { rows, error } = await readAll();
  expect(error).toBeNull();
  expect(rows.map(({ value, model }) => [value, model])).toEqual([
    ['{"n":1}', 'm'],
    ['', 'm'],
    ['{"n":3}', 'm'],
    ['', ''],
  ]);
});

it('notes answers that are gone, gives all rows all the same, and then says how many', async () => {
  kept.packs.shift();
  const { rows, error } = await readAll();
  expect(rows.map(({ note }) => note)).toEqual([LOST_ANSWER.note, LOST_ANSWER.note, '', NO_ANSWER.note]);
  expect(String(error)).toContain('Answers of 2 rows can no longer be read');
});
