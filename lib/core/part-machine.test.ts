import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallFailure } from './failure.ts';
import { PART_STATES, type Part, type PartState } from './job.ts';
import { nextStep, SEARCH_APART_MS, transition, type PartEvent } from './part-machine.ts';
import type { RemoteBatch } from './remote.ts';

const part = (state: PartState, change: Partial<Part> = {}): Part => ({
  jobId: 'j',
  k: 0,
  attempt: 1,
  state,
  path: 'batch_input/batch_0.jsonl',
  bytes: 10,
  rows: 1,
  requests: 1,
  digest: 'd',
  sentBytes: 0,
  fileId: null,
  createIntentAt: null,
  searchedAt: [],
  batchId: null,
  providerStatus: null,
  counts: null,
  outputFileId: null,
  errorFileId: null,
  remote: null,
  submittedAt: null,
  endedAt: null,
  collectedAt: null,
  usage: null,
  cancelRequestedAt: null,
  nextPollAt: null,
  lastPollAt: null,
  tries: 0,
  answer: null,
  trouble: null,
  ...change,
});

const failure = (change: Partial<CallFailure>): CallFailure => ({
  kind: 'server',
  status: 500,
  code: null,
  message: '',
  requestId: null,
  retryable: true,
  unknown: false,
  retryAfterSeconds: null,
  ...change,
});

const batch = (phase: RemoteBatch['phase'], status: string): RemoteBatch => ({
  id: 'batch_1',
  status,
  phase,
  createdAt: 0,
  counts: null,
  inputFileId: null,
  outputFileId: 'out',
  errorFileId: null,
  metadata: {},
  errors: [],
  raw: {},
});

const go = (from: Part, ...events: PartEvent[]) => events.reduce((now, event) => ({ ...now, ...transition(now, event) }), from);
const wishes = { submit: true, cancel: false, watch: true, checkNow: false };

const AT_PROVIDER = new Set<PartState>(['submitted', 'running', 'ended', 'collected']);

describe('a part', () => {
  it('goes from built to collected', () => {
    const end = go(
      part('built'),
      { type: 'upload-begun' },
      { type: 'uploaded', fileId: 'file_1' },
      { type: 'create-begun', at: 1 },
      { type: 'created', batch: batch('running', 'validating'), at: 2 },
      { type: 'seen', batch: batch('running', 'in_progress'), at: 3, pollSeconds: 300 },
      { type: 'seen', batch: batch('ended', 'completed'), at: 4, pollSeconds: 300 },
      { type: 'collected', at: 5 },
    );
    expect(end).toMatchObject({
      state: 'collected',
      fileId: 'file_1',
      batchId: 'batch_1',
      outputFileId: 'out',
      collectedAt: 5,
      trouble: null,
    });
  });

  it('goes on after a crash in the middle of a call: an upload again, a create only after a search', () => {
    expect(go(part('uploading', { sentBytes: 5 }), { type: 'resumed' })).toMatchObject({ state: 'built', sentBytes: 0 });
    const unsure = go(part('creating', { createIntentAt: 1 }), { type: 'resumed' });
    expect(unsure.state).toBe('uncertain');
    expect(nextStep(unsure, wishes, 10, 'file')).toEqual({ do: 'search' });
  });

  it('is uncertain after a create whose outcome is unknown, and creates again only after two searches ten minutes apart', () => {
    const unsure = go(part('creating', { fileId: 'f' }), { type: 'create-failed', failure: failure({ unknown: true }), at: 0 });
    expect(unsure.state).toBe('uncertain');
    const once = go(unsure, { type: 'not-found', at: 1000 });
    expect(once.state).toBe('uncertain');
    expect(nextStep(once, wishes, 2000, 'file')).toEqual({ do: 'wait', until: 1000 + SEARCH_APART_MS });
    expect(go(once, { type: 'not-found', at: 1000 + SEARCH_APART_MS - 1 }).state).toBe('uncertain');
    expect(go(once, { type: 'not-found', at: 1000 + SEARCH_APART_MS }).state).toBe('uploaded');
    const inOneCall = go({ ...once, fileId: null }, { type: 'not-found', at: 1000 + SEARCH_APART_MS });
    expect(inOneCall.state).toBe('built');
    expect(nextStep(inOneCall, wishes, SEARCH_APART_MS * 2, 'body')).toEqual({ do: 'create' });
  });

  it('takes a batch found by a search as its own', () => {
    const found = go(part('uncertain'), { type: 'created', batch: batch('running', 'in_progress'), at: 5 });
    expect(found).toMatchObject({ state: 'submitted', batchId: 'batch_1', trouble: null });
  });

  it('creates again where the provider said no before acting, and fails where no retry helps', () => {
    const limited = go(part('creating', { fileId: 'f' }), {
      type: 'create-failed',
      failure: failure({ kind: 'rate-limit', status: 429, retryAfterSeconds: 60 }),
      at: 0,
    });
    expect(limited).toMatchObject({ state: 'uploaded', createIntentAt: null, nextPollAt: 60_000 });
    const refused = go(part('creating', { fileId: 'f' }), {
      type: 'create-failed',
      failure: failure({ kind: 'rejected', status: 400, retryable: false }),
      at: 0,
    });
    expect(refused.state).toBe('failed');
    const noKey = go(part('creating', { fileId: 'f' }), {
      type: 'create-failed',
      failure: failure({ kind: 'auth', status: 401, retryable: false }),
      at: 0,
    });
    expect(noKey.state).toBe('uploaded');
  });

  it('never fails for a poll that failed', () => {
    for (const kind of ['offline', 'server', 'auth', 'rejected', 'not-found', 'rate-limit'] as const) {
      const next = go(part('running'), { type: 'poll-failed', failure: failure({ kind }), at: 0 });
      expect(next.state).toBe('running');
      expect(next.nextPollAt).toBeGreaterThan(0);
    }
  });

  it('is dropped on cancel only while nothing of it is at the provider', () => {
    const cancel = { ...wishes, cancel: true };
    expect(nextStep(part('built'), cancel, 0, 'file')).toEqual({ do: 'drop' });
    expect(nextStep(part('running'), cancel, 0, 'file')).toEqual({ do: 'cancel' });
    expect(nextStep(part('uncertain'), cancel, 0, 'file')).toEqual({ do: 'search' });
    expect(transition(part('running'), { type: 'dropped' })).toBeNull();
  });

  it('waits for the person where watching is off, and looks once when asked', () => {
    const off = { ...wishes, watch: false };
    expect(nextStep(part('running', { nextPollAt: 0 }), off, 10, 'file')).toEqual({ do: 'wait', until: null });
    expect(nextStep(part('running', { nextPollAt: 99 }), { ...off, checkNow: true }, 10, 'file')).toEqual({ do: 'poll' });
  });

  it('has an outcome for every event in every state, and creates only what is not at the provider', () => {
    const someFailure = fc
      .record({
        unknown: fc.boolean(),
        retryable: fc.boolean(),
        kind: fc.constantFrom('offline', 'auth', 'rejected', 'not-found', 'server'),
      })
      .map((change) => failure(change as Partial<CallFailure>));
    const at = fc.integer({ min: 0, max: 10 * SEARCH_APART_MS });
    const event: fc.Arbitrary<PartEvent> = fc.oneof(
      fc.constantFrom<PartEvent>(
        { type: 'resumed' },
        { type: 'upload-begun' },
        { type: 'uploaded', fileId: 'f' },
        { type: 'dropped' },
        { type: 'answered', answer: 'send' },
        { type: 'answered', answer: 'leave' },
      ),
      at.map((time): PartEvent => ({ type: 'create-begun', at: time })),
      at.map((time): PartEvent => ({ type: 'not-found', at: time })),
      at.map((time): PartEvent => ({ type: 'collected', at: time })),
      at.map((time): PartEvent => ({ type: 'cancel-asked', at: time })),
      fc
        .tuple(fc.constantFrom('upload-failed', 'create-failed', 'search-failed', 'poll-failed', 'collect-failed'), someFailure, at)
        .map(([type, fault, time]) => ({ type, failure: fault, at: time }) as PartEvent),
      fc
        .tuple(fc.constantFrom('running', 'ended', 'rejected'), at)
        .map(([phase, time]): PartEvent => ({ type: 'seen', batch: batch(phase as 'running', phase), at: time, pollSeconds: 2 })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...PART_STATES), fc.array(event, { maxLength: 30 }), (start, events) => {
        let now = part(start);
        for (const next of events) {
          const before = now.state;
          now = go(now, next);
          expect(PART_STATES).toContain(now.state);
          expect(now.state !== 'creating' || before === 'creating' || before === 'uploaded' || before === 'built').toBe(true);
          // Once it is at the provider it never goes back to where it would be made again.
          expect(!AT_PROVIDER.has(before) || AT_PROVIDER.has(now.state)).toBe(true);
        }
      }),
    );
  });
});
