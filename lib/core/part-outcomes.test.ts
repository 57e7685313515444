import { describe, expect, it } from 'vitest';
import type { CallFailure } from './failure.ts';
import type { Part, PartState } from './job.ts';
import { newPart } from './new-part.ts';
import type { PartEvent } from './part-event.ts';
import { transition } from './part-machine.ts';
import type { RemoteBatch } from './remote.ts';

const AT = 1_000_000;
const TROUBLE = { what: 'as before', meaning: '', todo: '', details: null };

/** A part that waits, in trouble, after three tries that failed. */
const worn = (state: PartState, change: Partial<Part> = {}): Part => ({
  ...newPart({ jobId: 'j', k: 0, attempt: 1, path: 'p', bytes: 10, rows: 1, requests: 1, digest: 'd' }),
  state,
  sentBytes: 4,
  tries: 3,
  trouble: TROUBLE,
  nextPollAt: AT - 1,
  waitsFor: 'network',
  ...change,
});

const failure = (kind: CallFailure['kind'], change: Partial<CallFailure> = {}): CallFailure => ({
  kind,
  status: 500,
  code: null,
  message: 'said so',
  requestId: null,
  retryable: false,
  unknown: false,
  retryAfterSeconds: null,
  ...change,
});

const batch = (change: Partial<RemoteBatch> = {}): RemoteBatch => ({
  id: 'b',
  status: 'in_progress',
  phase: 'running',
  createdAt: 0,
  counts: { total: 3, completed: 2, failed: 1 },
  inputFileId: null,
  outputFileId: 'out',
  errorFileId: 'err',
  metadata: {},
  errors: [],
  raw: { id: 'b' },
  ...change,
});

const after = (from: Part, event: PartEvent): Part => ({ ...from, ...transition(from, event) });

const SETTLED = { tries: 0, trouble: null, nextPollAt: null, waitsFor: null };
const TRIED = { tries: 4, nextPollAt: AT + 16_000, trouble: { details: 'status 500 · said so' } };

describe('a file being sent', () => {
  it('counts its bytes, from none at each beginning, and is settled at the end', () => {
    expect(after(worn('built'), { type: 'upload-begun' })).toMatchObject({ state: 'uploading', sentBytes: 0 });
    for (const state of ['uploading', 'creating'] as const) {
      expect(after(worn(state), { type: 'upload-progress', sentBytes: 7 })).toMatchObject({ state, sentBytes: 7 });
    }
    const end = after(worn('uploading'), { type: 'uploaded', fileId: 'f' });
    expect(end).toMatchObject({ ...SETTLED, state: 'uploaded', fileId: 'f', sentBytes: 10 });
  });

  it('is sent again after a failure that passes or that a person mends, and not after any other', () => {
    const failed = (given: CallFailure) => after(worn('uploading'), { type: 'upload-failed', failure: given, at: AT });
    expect(failed(failure('server', { retryable: true }))).toMatchObject({ ...TRIED, state: 'built', sentBytes: 0, waitsFor: null });
    expect(failed(failure('auth'))).toMatchObject({ ...TRIED, state: 'built' });
    const refused = failed(failure('too-large', { status: 413 }));
    expect(refused).toMatchObject({ ...SETTLED, state: 'failed', trouble: { details: 'status 413 · said so' } });
    expect(failed(failure('aborted'))).toMatchObject({ state: 'built', sentBytes: 0, tries: 3, trouble: TROUBLE });
  });

  it('waits for the network only where that is what failed', () => {
    const waits = (kind: CallFailure['kind']) =>
      after(worn('built', { waitsFor: null }), { type: 'upload-failed', failure: failure(kind, { retryable: true }), at: AT }).waitsFor;
    expect((['offline', 'signed-out', 'server', 'rate-limit'] as const).map(waits)).toEqual(['network', 'network', null, null]);
  });
});

describe('a part in line', () => {
  it.each(['built', 'uploaded'] as const)('is held, measured, divided or given up while %s', (state) => {
    const trouble = { ...TROUBLE, what: 'not its turn' };
    const held = after(worn(state), { type: 'held', waitsFor: 'turn', until: AT + 5, trouble });
    expect(held).toMatchObject({ state, waitsFor: 'turn', nextPollAt: AT + 5, trouble, tries: 3 });
    expect(after(worn(state), { type: 'measured', tokens: 70 })).toEqual({ ...worn(state), tokens: 70 });
    const split = after(worn(state), { type: 'split', into: [4, 5] });
    expect(split).toMatchObject({ ...SETTLED, state: 'split', splitInto: [4, 5], trouble: { details: 'Batch files 4, 5.' } });
    expect(after(worn(state), { type: 'unsendable', trouble })).toMatchObject({ ...SETTLED, state: 'failed', trouble });
    expect(after(worn(state), { type: 'dropped' })).toMatchObject({
      state: 'failed',
      trouble: { what: expect.stringContaining('cancelled') },
    });
  });

  it('is due at once only for what it waits for', () => {
    expect(after(worn('uploaded'), { type: 'awaited', what: 'network', at: AT }).nextPollAt).toBe(AT);
    expect(after(worn('uploaded'), { type: 'awaited', what: 'room', at: AT }).nextPollAt).toBe(AT - 1);
  });

  it('notes its intent before a batch is made, and all that is known of the batch after', () => {
    expect(after(worn('uploaded'), { type: 'create-begun', at: AT })).toMatchObject({
      state: 'creating',
      createIntentAt: AT,
      waitsFor: null,
    });
    const made = after(worn('creating', { answer: 'send', searchedAt: [1] }), { type: 'created', batch: batch(), at: AT });
    expect(made).toMatchObject({
      ...SETTLED,
      state: 'submitted',
      batchId: 'b',
      providerStatus: 'in_progress',
      counts: { total: 3, completed: 2, failed: 1 },
      outputFileId: 'out',
      errorFileId: 'err',
      remote: { id: 'b' },
      submittedAt: AT,
      nextPollAt: AT,
      isGuess: false,
      answer: null,
      searchedAt: [],
    });
  });
});

describe('a create that failed', () => {
  const creating = worn('creating', { fileId: 'f', createIntentAt: 5, searchedAt: [1], answer: 'search' });
  const failed = (given: CallFailure, from = creating) => after(from, { type: 'create-failed', failure: given, at: AT });
  const BEFORE = { state: 'uploaded', createIntentAt: null, searchedAt: [], answer: null };

  it('leaves it in line where nothing was done there, in doubt where that cannot be told', () => {
    expect(failed(failure('aborted'))).toMatchObject({ ...BEFORE, tries: 3, trouble: TROUBLE });
    const doubt = { state: 'uncertain', createIntentAt: 5, searchedAt: [], answer: null, tries: 0, waitsFor: null, nextPollAt: AT };
    expect(failed(failure('aborted', { unknown: true }))).toMatchObject(doubt);
    expect(failed(failure('server', { unknown: true, retryable: true }))).toMatchObject({ ...doubt, trouble: TRIED.trouble });
    expect(failed(failure('server', { retryable: true }))).toMatchObject({ ...BEFORE, ...TRIED, waitsFor: null });
    expect(failed(failure('server', { retryable: true }), { ...creating, fileId: null }).state).toBe('built');
  });

  it('waits for room where there is none, longer each time', () => {
    const room = failure('room', { message: 'Limit: 9,000 enqueued tokens' });
    const once = failed(room, { ...creating, queue: null });
    expect(once).toMatchObject({ ...BEFORE, tries: 0, waitsFor: 'room', nextPollAt: AT + 15_000 });
    expect(once.queue).toEqual({ limitTokens: 9000, at: AT, tries: 1 });
    expect(once.trouble).toMatchObject({ what: expect.stringContaining('9,000'), details: 'Limit: 9,000 enqueued tokens' });
    expect(failed(room, { ...creating, queue: once.queue })).toMatchObject({ queue: { tries: 2 }, nextPollAt: AT + 30_000 });
  });

  it('says that it waits for room where it is to slow down', () => {
    const slow = failed(failure('rate-limit', { status: 429, retryable: true }));
    expect(slow).toMatchObject({ ...BEFORE, tries: 4, waitsFor: 'room', trouble: { details: 'status 429 · said so' } });
    expect(slow.trouble?.what).toContain('Waiting for room');
  });

  it('asks a few times for a file that is not known yet, and uploads it anew once', () => {
    const gone = failure('not-found', { status: 404 });
    expect(failed(gone)).toMatchObject({ ...BEFORE, ...TRIED, trouble: { details: 'status 404 · said so' }, fileId: 'f' });
    const anew = failed(gone, { ...creating, tries: 5 });
    expect(anew).toMatchObject({ ...SETTLED, state: 'built', sentBytes: 0, fileId: null, createIntentAt: null, formerFiles: ['f'] });
    expect(failed(gone, { ...creating, tries: 5, fileId: null })).toMatchObject({
      state: 'failed',
      trouble: { details: 'status 404 · said so' },
    });
  });
});

describe('a part in doubt', () => {
  const doubtful = worn('uncertain', { fileId: 'f', createIntentAt: 5, searchedAt: [1], answer: 'search' });

  it('is asked about again a minute later where several batches could be it', () => {
    const open = after(doubtful, { type: 'ambiguous', at: AT });
    expect(open).toMatchObject({ state: 'uncertain', searchedAt: [], tries: 0, waitsFor: null, nextPollAt: AT + 60_000 });
  });

  it('is looked for again after a search that failed', () => {
    expect(after(doubtful, { type: 'search-failed', failure: failure('server'), at: AT })).toMatchObject({ ...TRIED, state: 'uncertain' });
  });

  it('starts a row of looks with no try counted', () => {
    expect(after(doubtful, { type: 'not-found', at: AT })).toMatchObject({ tries: 0, waitsFor: null });
  });

  it('does as the person says', () => {
    const word = (answer: 'send' | 'leave' | 'search') => after(doubtful, { type: 'answered', answer });
    expect(word('send')).toMatchObject({ ...SETTLED, state: 'uploaded', createIntentAt: null, searchedAt: [], answer: null });
    expect(word('leave')).toMatchObject({
      ...SETTLED,
      state: 'failed',
      answer: null,
      trouble: { what: expect.stringContaining('gave its rows up') },
    });
    expect(word('search')).toMatchObject({ state: 'uncertain', answer: null, nextPollAt: null, searchedAt: [1] });
  });
});

describe('a batch at the provider', () => {
  const running = worn('running', { batchId: 'b', fileId: 'f', searchedAt: [1], isGuess: true });

  it('is looked at as often as wanted until it has ended', () => {
    const seen = (remote: RemoteBatch) => after(running, { type: 'seen', batch: remote, at: AT, pollSeconds: 30 });
    const looked = { tries: 0, trouble: null, waitsFor: null, lastPollAt: AT, searchedAt: [], counts: { completed: 2 } };
    expect(seen(batch())).toMatchObject({ ...looked, state: 'running', nextPollAt: AT + 30_000, endedAt: null });
    const ended = seen(batch({ phase: 'ended', status: 'completed' }));
    expect(ended).toMatchObject({ ...looked, state: 'ended', nextPollAt: null, endedAt: AT, providerStatus: 'completed' });
  });

  it('is forgotten where it was refused for lack of room or is another’s', () => {
    const known: Partial<Part> = {
      providerStatus: 'validating',
      counts: { total: 1, completed: 0, failed: 0 },
      outputFileId: 'o',
      errorFileId: 'e',
      remote: {},
      submittedAt: 1,
      endedAt: 2,
      cancelRequestedAt: 3,
      formerBatches: ['a'],
    };
    const none = Object.fromEntries(Object.keys(known).map((key) => [key, null]));
    const forgotten = { ...none, batchId: null, isGuess: false, formerBatches: ['a', 'b'] };
    const errors = [{ code: 'token_limit_exceeded', message: 'no room', line: null }];
    const refused: PartEvent = { type: 'seen', batch: batch({ phase: 'rejected', errors }), at: AT, pollSeconds: 30 };
    expect(after({ ...running, ...known }, refused)).toMatchObject({ ...forgotten, state: 'uploaded', lastPollAt: AT, waitsFor: 'room' });
    const disowned = after({ ...running, ...known }, { type: 'disowned', at: AT });
    expect(disowned).toMatchObject({ ...forgotten, state: 'uncertain', searchedAt: [], tries: 0, waitsFor: null, nextPollAt: AT });
    expect(after({ ...running, batchId: null }, { type: 'disowned', at: AT }).formerBatches).toEqual([]);
  });

  it('is looked at again after a look that failed, and once more before it is taken for gone', () => {
    const failed = (kind: CallFailure['kind'], searchedAt: number[]) =>
      after({ ...running, searchedAt }, { type: 'poll-failed', failure: failure(kind), at: AT });
    expect(failed('server', [1])).toMatchObject({ ...TRIED, state: 'running', searchedAt: [1] });
    const once = failed('not-found', []);
    expect(once).toMatchObject({ ...TRIED, state: 'running', searchedAt: [AT], nextPollAt: AT + 600_000 });
    expect(once.trouble?.what).toContain('does not know this batch just now');
    const gone = failed('not-found', [AT - 600_000]);
    expect(gone).toMatchObject({ ...SETTLED, state: 'failed', trouble: TRIED.trouble });
  });

  it('is looked at as soon as it was asked to cancel', () => {
    for (const state of ['submitted', 'running'] as const) {
      const asked = after({ ...running, state }, { type: 'cancel-asked', at: AT });
      expect(asked).toMatchObject({ ...SETTLED, state, cancelRequestedAt: AT, nextPollAt: AT });
    }
  });

  it('is fetched again where that failed, and is its own once collected', () => {
    const ended: Part = { ...running, state: 'ended' };
    expect(after(ended, { type: 'collect-failed', failure: failure('incomplete'), at: AT })).toMatchObject({ ...TRIED, state: 'ended' });
    const end = after(ended, { type: 'collected', at: AT });
    expect(end).toMatchObject({ ...SETTLED, state: 'collected', collectedAt: AT, isGuess: false });
  });
});
