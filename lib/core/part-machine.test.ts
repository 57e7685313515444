import { describe, expect, it } from 'vitest';
import { passes, type CallFailure } from './failure.ts';
import { PART_STATES, type Part, type PartState } from './job.ts';
import { newPart } from './new-part.ts';
import { nextStep } from './next-step.ts';
import type { EventOf, EventType, PartEvent } from './part-event.ts';
import { PART_EVENTS, rowsMove, transition } from './part-machine.ts';
import { SEARCH_APART_MS } from './part-outcomes.ts';
import type { RemoteBatch } from './remote.ts';

const part = (state: PartState, change: Partial<Part> = {}): Part => ({
  ...newPart({ jobId: 'j', k: 0, attempt: 1, path: 'batch_input/batch_0.jsonl', bytes: 10, rows: 1, requests: 1, digest: 'd' }),
  state,
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

const KINDS: CallFailure['kind'][] = [
  'offline',
  'signed-out',
  'identity',
  'auth',
  'money',
  'model',
  'not-found',
  'too-large',
  'rate-limit',
  'room',
  'rejected',
  'server',
  'incomplete',
  'aborted',
];

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
    expect(nextStep(once, wishes, 2000, 'file')).toEqual({ do: 'wait', until: 6000 });
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

  it('looks for a batch in doubt soon and then less and less often, until ten minutes have gone', () => {
    let now = part('uncertain', { fileId: 'f' });
    const looks: number[] = [];
    for (let at = 0; now.state === 'uncertain'; at = now.nextPollAt!) {
      looks.push(at);
      now = go(now, { type: 'not-found', at });
    }
    expect(looks).toEqual([0, 5000, 15_000, 35_000, 75_000, 155_000, 315_000, SEARCH_APART_MS]);
    expect(now).toMatchObject({ state: 'uploaded', searchedAt: [] });
  });

  it('goes back in line when its batch was refused for lack of room, and never takes that batch for its own again', () => {
    const refused: RemoteBatch = {
      ...batch('rejected', 'failed'),
      errors: [{ code: 'token_limit_exceeded', message: 'Enqueued token limit reached. Limit: 2,000,000 enqueued tokens.', line: null }],
    };
    const seen: PartEvent = { type: 'seen', batch: refused, at: 1000, pollSeconds: 300 };
    const back = go(part('submitted', { fileId: 'f', batchId: 'batch_1', createIntentAt: 1 }), seen);
    expect(back).toMatchObject({ state: 'uploaded', fileId: 'f', batchId: null, createIntentAt: null, formerBatches: ['batch_1'] });
    expect(back.trouble?.what).toBe('Waiting for room at the provider: 2,000,000 queued tokens at once.');
    expect(nextStep(back, wishes, 2000, 'file')).toEqual({ do: 'wait', until: 16_000 });
    expect(nextStep(go(back, { type: 'awaited', what: 'room', at: 2000 }), wishes, 2000, 'file')).toEqual({ do: 'create' });
    const again = go(
      back,
      { type: 'create-begun', at: 20_000 },
      { type: 'created', batch: batch('running', 'validating'), at: 21_000 },
      seen,
    );
    expect(again.queue).toEqual({ limitTokens: 2_000_000, at: 1000, tries: 2 });
  });

  it('waits on create for as long as it is told, and for room where it is told nothing', () => {
    const limited = (retryAfterSeconds: number | null) =>
      go(part('creating', { fileId: 'f' }), {
        type: 'create-failed',
        failure: failure({ kind: 'rate-limit', status: 429, retryAfterSeconds }),
        at: 0,
      });
    const room: PartEvent = { type: 'awaited', what: 'room', at: 5 };
    expect(go(limited(60), room)).toMatchObject({ state: 'uploaded', waitsFor: 'pause', nextPollAt: 60_000 });
    expect(go(limited(null), room)).toMatchObject({ state: 'uploaded', waitsFor: 'room', nextPollAt: 5 });
  });

  it('fails where a batch was refused for what is in it', () => {
    const refused: RemoteBatch = { ...batch('rejected', 'failed'), errors: [{ code: 'invalid_json_line', message: '', line: 3 }] };
    const end = go(part('running', { batchId: 'batch_1' }), { type: 'seen', batch: refused, at: 1, pollSeconds: 300 });
    expect(end).toMatchObject({ state: 'ended', batchId: 'batch_1' });
  });

  it('is in doubt again when the results of its batch are another’s', () => {
    const guessed = go(part('uncertain', { createIntentAt: 1 }), { type: 'created', batch: batch('ended', 'ended'), at: 2, isGuess: true });
    expect(guessed).toMatchObject({ state: 'submitted', isGuess: true });
    const open = go({ ...guessed, state: 'ended' }, { type: 'disowned', at: 3 });
    expect(open).toMatchObject({ state: 'uncertain', batchId: null, isGuess: false, formerBatches: ['batch_1'], createIntentAt: 1 });
    expect(open.trouble?.what).toContain('turned out to be another');
  });

  it('takes a batch for gone only after two looks ten minutes apart', () => {
    const gone = failure({ kind: 'not-found', status: 404, retryable: false });
    const once = go(part('running', { batchId: 'b' }), { type: 'poll-failed', failure: gone, at: 0 });
    expect(once).toMatchObject({ state: 'running', nextPollAt: SEARCH_APART_MS });
    expect(go(once, { type: 'poll-failed', failure: gone, at: 1000 }).state).toBe('running');
    const found = go(once, { type: 'seen', batch: batch('running', 'in_progress'), at: 1000, pollSeconds: 300 });
    expect(go(found, { type: 'poll-failed', failure: gone, at: SEARCH_APART_MS }).state).toBe('running');
    const end = go(once, { type: 'poll-failed', failure: gone, at: SEARCH_APART_MS });
    expect(end.state).toBe('failed');
    expect(end.trouble?.what).toContain('no longer knows this batch');
  });

  it('uploads a file anew that is gone, once', () => {
    const gone: PartEvent = { type: 'create-failed', failure: failure({ kind: 'not-found', status: 404, retryable: false }), at: 0 };
    const tried = part('creating', { fileId: 'f', tries: 4 });
    expect(go(tried, gone)).toMatchObject({ state: 'uploaded', tries: 5 });
    const anew = go({ ...tried, tries: 5 }, gone);
    expect(anew).toMatchObject({ state: 'built', fileId: null, formerFiles: ['f'], tries: 0 });
    expect(go({ ...anew, state: 'creating', fileId: 'g', tries: 5 }, gone).state).toBe('failed');
  });

  it('forgets a word on a batch that was found meanwhile', () => {
    expect(go(part('submitted', { answer: 'send' }), { type: 'answered', answer: 'send' })).toMatchObject({
      state: 'submitted',
      answer: null,
    });
    expect(go(part('creating', { answer: 'send' }), { type: 'resumed' })).toMatchObject({ state: 'uncertain', answer: null });
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

  it('has its last look when the give-up time has come, and tries again where that failed', () => {
    const until = { ...wishes, giveUpAt: 1000 };
    const out = part('running', { nextPollAt: 5000, lastPollAt: 500 });
    expect(nextStep(out, until, 999, 'file')).toEqual({ do: 'wait', until: 1000 });
    expect(nextStep(out, until, 1000, 'file')).toEqual({ do: 'poll' });
    expect(nextStep({ ...out, lastPollAt: 1000 }, until, 1000, 'file')).toEqual({ do: 'wait', until: 5000 });
    expect(nextStep({ ...out, tries: 1 }, until, 1000, 'file')).toEqual({ do: 'wait', until: 5000 });
  });

  it('does not ask again and again to cancel where that fails', () => {
    const cancel = { ...wishes, cancel: true };
    expect(nextStep(part('running', { tries: 1, nextPollAt: 99 }), cancel, 10, 'file')).toEqual({ do: 'wait', until: 99 });
  });
});

/** Events of every type, with everything in them that makes a difference. */
function eventsOf(type: EventType): PartEvent[] {
  const at = 2 * SEARCH_APART_MS;
  const failures = KINDS.flatMap((kind) => [true, false].map((unknown) => failure({ kind, unknown, retryable: passes(kind) })));
  const noRoom = { code: 'token_limit_exceeded', message: 'Limit: 9 enqueued tokens', line: null };
  const batches = [batch('running', 'in_progress'), batch('ended', 'completed'), { ...batch('rejected', 'failed'), errors: [noRoom] }];
  const trouble = { what: '', meaning: '', todo: '', details: null };
  const all: { [T in EventType]: () => EventOf<T>[] } = {
    resumed: () => [{ type: 'resumed' }],
    'upload-begun': () => [{ type: 'upload-begun' }],
    'upload-progress': () => [{ type: 'upload-progress', sentBytes: 5 }],
    uploaded: () => [{ type: 'uploaded', fileId: 'f' }],
    'upload-failed': () => failures.map((fault) => ({ type: 'upload-failed', failure: fault, at })),
    held: () => [{ type: 'held', waitsFor: 'turn', until: at, trouble }],
    awaited: () => [{ type: 'awaited', what: 'room', at }],
    measured: () => [{ type: 'measured', tokens: 7 }],
    split: () => [{ type: 'split', into: [4, 5] }],
    unsendable: () => [{ type: 'unsendable', trouble }],
    'create-begun': () => [{ type: 'create-begun', at }],
    created: () => batches.flatMap((one) => [true, false].map((isGuess) => ({ type: 'created', batch: one, at, isGuess }))),
    'create-failed': () => failures.map((fault) => ({ type: 'create-failed', failure: fault, at })),
    'not-found': () => [{ type: 'not-found', at }],
    ambiguous: () => [{ type: 'ambiguous', at }],
    'search-failed': () => failures.map((fault) => ({ type: 'search-failed', failure: fault, at })),
    answered: () => (['send', 'leave', 'search'] as const).map((answer) => ({ type: 'answered', answer })),
    seen: () => batches.map((one) => ({ type: 'seen', batch: one, at, pollSeconds: 30 })),
    'poll-failed': () => failures.map((fault) => ({ type: 'poll-failed', failure: fault, at })),
    'cancel-asked': () => [{ type: 'cancel-asked', at }],
    disowned: () => [{ type: 'disowned', at }],
    collected: () => [{ type: 'collected', at }],
    'collect-failed': () => failures.map((fault) => ({ type: 'collect-failed', failure: fault, at })),
    dropped: () => [{ type: 'dropped' }],
  };
  return all[type]();
}

/** A part in a state as it can be met there, and in records of earlier versions. */
function partsIn(state: PartState): Part[] {
  const isThere = AT_PROVIDER.has(state);
  const met = part(state, { fileId: 'f', createIntentAt: 1, batchId: isThere ? 'b' : null, waitsFor: 'room' });
  return [
    met,
    { ...met, fileId: null },
    { ...met, searchedAt: [0], tries: 9 },
    { ...met, isGuess: true, queue: { limitTokens: 3, at: 0, tries: 5 } },
  ];
}

/** Where each state may lead, over all events. What is not here never happens. */
const LEADS: Record<PartState, PartState[]> = {
  built: ['uploading', 'uploaded', 'creating', 'failed', 'split'],
  uploading: ['built', 'uploaded', 'failed'],
  uploaded: ['creating', 'failed', 'split'],
  creating: ['built', 'uploaded', 'uncertain', 'submitted', 'failed'],
  uncertain: ['built', 'uploaded', 'submitted', 'failed'],
  submitted: ['built', 'uploaded', 'uncertain', 'running', 'ended', 'failed'],
  running: ['built', 'uploaded', 'uncertain', 'ended', 'failed'],
  ended: ['uncertain', 'collected'],
  collected: [],
  failed: [],
  split: [],
};

describe('every event in every state', () => {
  const steps = PART_STATES.flatMap((state) =>
    partsIn(state).flatMap((before) => PART_EVENTS.flatMap((type) => eventsOf(type).map((event) => ({ before, event })))),
  );

  it('has an outcome, and leads only where it may', () => {
    const led = Object.fromEntries(PART_STATES.map((state) => [state, new Set<PartState>()]));
    for (const { before, event } of steps) {
      const after = { ...before, ...transition(before, event) };
      if (after.state !== before.state) led[before.state]!.add(after.state);
    }
    const reached = Object.fromEntries(PART_STATES.map((state) => [state, PART_STATES.filter((next) => led[state]!.has(next))]));
    expect(reached).toEqual(
      Object.fromEntries(PART_STATES.map((state) => [state, PART_STATES.filter((next) => LEADS[state].includes(next))])),
    );
  });

  it('leaves a part that can be driven on: it knows its file, its batch and its intent where it needs them', () => {
    const lacking = steps.flatMap(({ before, event }) => {
      const after = { ...before, ...transition(before, event) };
      const isThere = AT_PROVIDER.has(after.state);
      const has = [
        after.state !== 'creating' || after.createIntentAt !== null || 'an intent',
        after.state !== 'uploaded' || before.state === 'uploaded' || after.fileId !== null || 'a file',
        !isThere || after.batchId !== null || 'a batch',
        isThere || after.state === 'failed' || after.batchId === null || 'no batch',
        after.state !== 'failed' || before.state === 'failed' || after.trouble !== null || 'words',
        after.state !== 'uncertain' || before.state === 'uncertain' || after.answer === null || 'no answer',
      ];
      return has.filter((lack) => lack !== true).map((lack) => `${before.state} ${event.type} → ${after.state} lacks ${String(lack)}`);
    });
    expect(lacking).toEqual([]);
  });

  it('moves rows when and only when its batch begins or ceases to be, or it ends without one', () => {
    const wanted = (type: EventType, before: PartState, after: PartState) => {
      if (before === after) return null;
      if (after === 'failed') return type === 'dropped' ? 'cancelled' : 'failed';
      const [was, is] = [AT_PROVIDER.has(before), AT_PROVIDER.has(after)];
      return was === is ? null : is ? 'sent' : 'waiting';
    };
    const moves = steps.map(({ before, event }) => {
      const { state } = { ...before, ...transition(before, event) };
      return { move: rowsMove(event.type, before.state, state), wanted: wanted(event.type, before.state, state) };
    });
    expect(moves.filter((found) => found.move !== found.wanted)).toEqual([]);
    expect(new Set(moves.map(({ move }) => move))).toEqual(new Set([null, 'sent', 'waiting', 'failed', 'cancelled']));
  });
});
