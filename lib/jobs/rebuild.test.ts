import { expect, it, vi } from 'vitest';
import { ledgerBefore } from './rebuild-ledger.ts';
import { readFileIndex, type CarriedRow } from './rebuild-requests.ts';
import { StandInTable } from './rebuild-table.ts';
import { leavesOf, slotRows } from './rebuild-slots.ts';
import { batchOf, manifestOf, roundOf } from '#lib/core/manifest.fixture';
import { runsOf } from '#lib/core/manifest-runs';
import { ROW_STATES } from '#lib/core/row-state';
import { build, partIn, questionFor, recipeFor, rowsOf } from '../parity/job.fixture.ts';
import { tableOf } from '../parity/table.fixture.ts';

vi.mock('#lib/storage/datasets', () => import('../parity/table.fixture.ts'));

it.each(['openai', 'anthropic'] as const)('reads the index of a file of %s out of its bytes, as it was packed', async (provider) => {
  const dataset = tableOf(['id', 'text'], [...rowsOf(22), ['ö', 'Ünïcode "quoted" ]},{ \\ end']]);
  const parts = await build(dataset, recipeFor(questionFor(provider), { requestsPerBatch: 2 }));
  for (const { file, index } of parts) {
    const carried: CarriedRow[] = [];
    const read = await readFileIndex(file, provider, (row) => carried.push(row));
    expect([[...read.starts], [...read.offsets], read.ids]).toEqual([[...index.starts], [...index.offsets], index.ids]);
    expect(carried.map(({ id }) => id)).toEqual(index.ids);
  }
});

it('gives rows the numbers they had, by the order they were sent in', async () => {
  const dataset = tableOf(['id', 'text'], rowsOf(30));
  const recipe = recipeFor(questionFor('openai'), { rows: { kind: 'random', rows: 11, seed: 3 } });
  const [part] = await build(dataset, recipe);
  const { rows } = part!.index;
  const revision = { ...manifestOf().recipes[0]!, recipe };
  const notSelected = { 'not-selected': runsOf((row) => !rows.includes(row), 30) };
  const sent = runsOf((row) => rows.includes(row), 30);
  const told = manifestOf({ recipes: [revision], skipped: notSelected });
  expect([...slotRows(told, roundOf(), 30, 11)!]).toEqual([...rows]);
  expect([...slotRows(told, roundOf({ number: 2, sent }), 30, 11)!]).toEqual([...rows]);
  expect(slotRows(told, roundOf(), 30, 12)).toBeNull();
  expect(slotRows(told, roundOf({ number: 2 }), 30, 11)).toBeNull();
});

it('takes a divided file’s pieces where the file itself is not here', () => {
  const parts = [
    batchOf({ k: 0, splitInto: [2, 3] }),
    batchOf({ k: 1 }),
    batchOf({ k: 2 }),
    batchOf({ k: 3, splitInto: [4] }),
    batchOf({ k: 4 }),
  ];
  expect(leavesOf(parts, 1, (k) => k !== 0 && k !== 3).map(({ k }) => k)).toEqual([2, 4, 1]);
});

it('notes each row with the last file that carried it, and nothing of what was never sent', () => {
  const sent = partIn('collected', { k: 0, batchId: 'a' });
  const again = partIn('running', { k: 1, attempt: 2, batchId: 'b' });
  const unsent = partIn('built', { k: 2, attempt: 2 });
  const reasons = Uint8Array.from([0, 0, 0, 1, 0]);
  const ledger = ledgerBefore('job', 5, reasons, [
    { part: again, index: { rows: Uint32Array.of(1) } },
    { part: unsent, index: { rows: Uint32Array.of(4) } },
    { part: sent, index: { rows: Uint32Array.of(0, 1, 2) } },
  ]);
  expect([...ledger.states].map((code) => ROW_STATES[code])).toEqual(['sent', 'sent', 'sent', 'skipped', 'waiting']);
  expect([...ledger.parts]).toEqual([1, 2, 1, 0, 0]);
  expect([...ledger.attempts]).toEqual([1, 2, 1, 0, 0]);
});

it('makes a table of what requests carried, in row order, blank where nothing was sent', async () => {
  const layout = { columns: ['id', 'group', 'text'], id: 'id', texts: new Map([['input_text', 'text']]) };
  const table = new StandInTable(layout, 4);
  table.add(3, { id: 'd', texts: { input_text: 'last, "quoted"\nline' } });
  table.add(1, { id: 'b', texts: { input_text: 'first' } });
  table.add(1, { id: 'x', texts: { input_text: 'the same row again' } });
  expect(await (await table.file('t.csv')).text()).toBe('id,group,text\r\n,,\r\nb,,first\r\n,,\r\nd,,"last, ""quoted""\nline"\r\n');
});
