import { describe, expect, it } from 'vitest';
import type { Part, PartState } from './job.ts';
import { newPart } from './new-part.ts';
import { knownLimit, limitIn, roomFault, roomTrouble, roomWaitMs, turnOf } from './queue-limit.ts';
import type { RemoteBatch } from './remote.ts';

const NOW = 1_000_000_000;
const part = (state: PartState, change: Partial<Part> = {}): Part => ({
  ...newPart({ jobId: 'j', k: 0, attempt: 1, path: 'p', bytes: 4000, rows: 10, requests: 10, digest: 'd' }),
  state,
  ...change,
});
const refused = (limitTokens: number | null, tries = 1, at = NOW - 1000) => ({ queue: { limitTokens, at, tries } });

describe('limitIn', () => {
  it.each([
    ['Enqueued token limit reached for gpt-4o in organization org-1. Limit: 90,000 enqueued tokens. Please try again later.', 90_000],
    ['Enqueued token limit reached for gpt-6-luna: 12 tokens would be queued, 2000000 are permitted.', 2_000_000],
    ['limit: 1.500.000 tokens', 1_500_000],
    ['90,000 Tokens Are Allowed', 90_000],
    ['Limit: , tokens. At most 7 are allowed.', 7],
    ['Enqueued token limit reached for gpt-6.1-sol.', null],
    ['', null],
  ])('%s', (message, limit) => {
    expect(limitIn(message)).toBe(limit);
  });
});

describe('roomFault', () => {
  const rejected = (codes: string[], phase: RemoteBatch['phase'] = 'rejected') =>
    roomFault({ phase, errors: codes.map((code) => ({ code, message: `about ${code}`, line: null })) } as RemoteBatch);

  it('tells a batch that never ran from one with faults of its own', () => {
    expect(rejected(['token_limit_exceeded'])).toBe('about token_limit_exceeded');
    expect(rejected(['token_limit_exceeded', 'invalid_json_line'])).toBeNull();
    expect(rejected([])).toBeNull();
    expect(rejected(['token_limit_exceeded'], 'running')).toBeNull();
  });
});

it('names the limit where it is known', () => {
  expect(roomTrouble(2_000_000, 'x')).toMatchObject({
    what: 'Waiting for room at the provider: 2,000,000 queued tokens at once.',
    details: 'x',
  });
  expect(roomTrouble(null, null).what).toBe('Waiting for room at the provider: it takes no further batch for now.');
});

it('waits longer after each refusal, five minutes at most', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((tries) => roomWaitMs(tries) / 1000)).toEqual([15, 30, 60, 120, 240, 300, 300]);
});

it('goes by the limit told last, and not by one told long ago', () => {
  const parts = [part('uploaded', refused(5, 1, NOW - 10)), part('uploaded', refused(7, 1, NOW - 5)), part('uploaded', refused(null))];
  expect(knownLimit(parts, NOW)).toBe(7);
  expect(knownLimit(parts.toReversed(), NOW)).toBe(7);
  expect(knownLimit(parts, NOW + 23 * 3_600_000)).toBe(7);
  expect(knownLimit(parts, NOW + 25 * 3_600_000)).toBeNull();
});

describe('turnOf', () => {
  it('lets all go while nobody was refused', () => {
    expect(turnOf(part('uploaded'), [part('running'), part('submitted')], NOW)).toEqual({ do: 'create' });
    expect(turnOf(part('uploaded', refused(1000, 9, NOW - 25 * 3_600_000)), [part('submitted')], NOW)).toEqual({ do: 'create' });
  });

  it('lets one in at a time once somebody was', () => {
    const front = part('uploaded', refused(null));
    expect(turnOf(front, [part('submitted')], NOW)).toMatchObject({ do: 'wait', until: NOW + 15_000 });
    expect(turnOf(front, [part('running', { providerStatus: 'validating' })], NOW)).toMatchObject({ do: 'wait' });
    expect(turnOf(front, [part('running', { providerStatus: 'in_progress' })], NOW)).toEqual({ do: 'create' });
  });

  it('counts tokens once a limit is known, and waits while those there leave no room', () => {
    const front = part('uploaded', refused(1000));
    expect(turnOf(front, [], NOW)).toEqual({ do: 'measure' });
    expect(turnOf({ ...front, tokens: null }, [], NOW)).toEqual({ do: 'measure' });
    expect(turnOf(part('uploaded', { tokens: null }), [front], NOW)).toEqual({ do: 'measure' });
    const counted = { ...front, tokens: 400 };
    const there = (tokens: number | null) => part('running', { providerStatus: 'in_progress', tokens, bytes: 7000 });
    expect(turnOf(counted, [there(600)], NOW)).toEqual({ do: 'create' });
    expect(turnOf(counted, [there(601)], NOW)).toEqual({ do: 'wait', until: NOW + 60_000, trouble: roomTrouble(1000, null) });
    // One nobody counted is taken to be as dense: 7,000 bytes are 700 tokens.
    expect(turnOf(counted, [there(null)], NOW)).toMatchObject({ do: 'wait' });
    expect(turnOf(counted, [{ ...there(null), bytes: 6000 }], NOW)).toEqual({ do: 'create' });
    expect(turnOf(counted, [there(500), part('collected', { tokens: 900 })], NOW)).toEqual({ do: 'create' });
    expect(turnOf(counted, [part('collected', { tokens: 900 })], NOW)).toEqual({ do: 'create' });
  });

  it('divides what is larger than the queue, into pieces that fit', () => {
    expect(turnOf(part('uploaded', { ...refused(1000), tokens: 4000 }), [], NOW)).toEqual({ do: 'split', pieces: 5 });
    expect(turnOf(part('uploaded', { ...refused(1000), tokens: 800 }), [], NOW)).toEqual({ do: 'create' });
    expect(turnOf(part('uploaded', { ...refused(1000), tokens: 801 }), [], NOW)).toEqual({ do: 'split', pieces: 2 });
    expect(turnOf(part('uploaded', { ...refused(100), tokens: 4000 }), [], NOW)).toEqual({ do: 'split', pieces: 10 });
  });

  it('divides what is refused again and again with nothing else there, whatever was told', () => {
    expect(turnOf(part('uploaded', refused(null, 3)), [], NOW)).toEqual({ do: 'create' });
    expect(turnOf(part('uploaded', refused(null, 4)), [], NOW)).toEqual({ do: 'split', pieces: 2 });
    expect(turnOf(part('uploaded', refused(null, 4)), [part('running')], NOW)).toEqual({ do: 'create' });
    expect(turnOf(part('uploaded', { ...refused(null, 4), requests: 1 }), [], NOW)).toEqual({ do: 'create' });
  });

  it('refuses one request that no queue ever takes', () => {
    expect(turnOf(part('uploaded', { ...refused(1000), tokens: 1001, requests: 1 }), [], NOW)).toEqual({ do: 'refuse' });
    expect(turnOf(part('uploaded', { ...refused(1000), tokens: 1000, requests: 1 }), [], NOW)).toEqual({ do: 'create' });
  });
});
