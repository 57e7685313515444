import { expect, it, vi } from 'vitest';
import { newPart } from '#lib/core/new-part';
import { stateCode } from '#lib/core/row-state';
import { changeLedger } from '#lib/storage/ledgers';
import { partOf } from './collect.fixture.ts';
import { PartResults } from './part-results.ts';
import { noUsage } from './part-usage.ts';
import type { SegmentResult } from './read-segment.ts';
import type { Segment } from './segments.ts';

vi.mock('#lib/storage/ledgers', () => ({ changeLedger: vi.fn<() => Promise<void>>(async () => {}), putAnswers: vi.fn<() => void>() }));
vi.mock('#lib/storage/db', () => ({ db: {} }));

const { index, requests } = partOf([2, 2, 2, 2]);
const part = newPart({ jobId: 'job', k: 0, attempt: 1, path: 'p', bytes: 1, rows: 8, requests, digest: '' });

const segment = (request: number): Segment => ({
  file: 1,
  from: 0,
  to: 0,
  requests: Uint32Array.of(request),
  offsets: Uint32Array.of(0),
  lengths: Uint32Array.of(0),
  first: 2 * request,
});
const result: SegmentResult = {
  states: Uint8Array.of(stateCode('ok'), stateCode('ok')),
  usage: noUsage(false),
  fields: ['tone'],
  failed: null,
  answers: { records: [], bytes: new Uint8Array() },
};

/** What adding four segments says, the file known to be whole after the first. */
async function added(isFirst: boolean): Promise<boolean[]> {
  vi.mocked(changeLedger).mockClear();
  const results = new PartResults(part, index, [], { isPriced: false, isFirst });
  const said = [await results.add(segment(0), result)];
  results.mayWrite();
  for (const request of [1, 2, 3]) said.push(await results.add(segment(request), result));
  return said;
}

it('says once that a job has its first rows, when they are in the ledger', async () => {
  expect(await added(true)).toEqual([false, true, false, false]);
  expect(vi.mocked(changeLedger)).toHaveBeenCalledTimes(1);
});

it('says nothing of the kind of a job that has rows already', async () => {
  expect(await added(false)).toEqual([false, false, false, false]);
  expect(vi.mocked(changeLedger)).not.toHaveBeenCalled();
});
