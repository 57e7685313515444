import type { Part, Trouble } from './job.ts';
import type { RemoteBatch } from './remote.ts';

/**
 * Providers let only so much wait at once. OpenAI counts prompt tokens by model and tells of it with `token_limit_exceeded`, mostly
 * by a batch that fails right after it was made, sometimes on the create itself (openai-python threads 1643, 2084); Anthropic counts
 * requests and answers 429. What was refused never ran, so sending it again is safe.
 */
const ROOM_CODE = 'token_limit_exceeded';

const DAY_MS = 24 * 60 * 60_000;
const LEAST_WAIT_MS = 15_000;
const LOOK_MS = 60_000;

/** A file beyond this share of the limit is divided: its tokens are an estimate, and others may use the same queue. */
const MOST_SHARE = 0.8;

/** Refused so often with nothing of ours in the queue, it is taken to be too large, whatever was told of the limit. */
const ALONE_TRIES = 4;

/** What a batch that was refused for lack of room says; null: it was not, or not only. */
export function roomFault({ phase, errors }: RemoteBatch): string | null {
  if (phase !== 'rejected' || errors.length === 0) return null;
  return errors.every(({ code }) => code === ROOM_CODE) ? errors[0]!.message : null;
}

const FIGURE = String.raw`(\d[\d,._ ]*)`;
const LIMITS = [
  new RegExp(`limit:?\\s*${FIGURE}\\s*(?:enqueued|queued)?\\s*tokens`, 'i'),
  new RegExp(`${FIGURE}\\s*(?:tokens\\s*)?(?:are|is)\\s+(?:permitted|allowed)`, 'i'),
];

/** The limit a refusal names, in tokens; null where it names none we can read. */
export function limitIn(message: string): number | null {
  for (const limit of LIMITS) {
    const tokens = Number(limit.exec(message)?.[1]?.replaceAll(/[^\d]/g, '') ?? '');
    if (tokens > 0) return tokens;
  }
  return null;
}

/** Milliseconds until a refused part is tried again if nothing happens before. */
export function roomWaitMs(tries: number): number {
  return Math.min(5 * 60_000, LEAST_WAIT_MS * 2 ** Math.min(tries - 1, 5));
}

/** Why a part waits, for a person. */
export function roomTrouble(limitTokens: number | null, details: string | null): Trouble {
  const limit = limitTokens === null ? 'it takes no further batch for now' : `${limitTokens.toLocaleString('en')} queued tokens at once`;
  return {
    what: `Waiting for room at the provider: ${limit}.`,
    meaning: 'Nothing is lost and nothing was charged: what was refused never ran.',
    todo: 'What waits is sent by itself as earlier batches end. Nothing is to be done.',
    details,
  };
}

const isThere = ({ state }: Part) => state === 'submitted' || state === 'running';

/** The provider may still refuse it for lack of room. */
const isSettling = ({ state, providerStatus }: Part) => state === 'submitted' || (state === 'running' && providerStatus === 'validating');

/** The limit told last, while it is not too old to be trusted. */
export function knownLimit(parts: Part[], now: number): number | null {
  let newest: { at: number; limitTokens: number } | null = null;
  for (const { queue } of parts) {
    if (!queue?.limitTokens || queue.at < now - DAY_MS || (newest && queue.at <= newest.at)) continue;
    newest = { at: queue.at, limitTokens: queue.limitTokens };
  }
  return newest?.limitTokens ?? null;
}

export type Turn =
  | { do: 'create' | 'measure' | 'refuse' }
  | { do: 'split'; pieces: number }
  | { do: 'wait'; until: number; trouble: Trouble };

/**
 * Whether it is this part's turn to be made a batch of. `others`: every other part of the same model at the same endpoint, of all jobs.
 * `measure`: its tokens are wanted first. `refuse`: a single request of it is more than the queue ever holds.
 */
export function turnOf(part: Part, others: Part[], now: number): Turn {
  const isCrowded = [part, ...others].some(({ queue }) => queue && queue.at >= now - DAY_MS);
  if (!isCrowded) return { do: 'create' };
  const limit = knownLimit([part, ...others], now);
  const wait: Turn = { do: 'wait', until: now + LOOK_MS, trouble: roomTrouble(limit, part.trouble?.details ?? null) };
  // One at a time: two that are not yet let in would both be refused.
  if (others.some(isSettling)) return { ...wait, until: now + LEAST_WAIT_MS };
  const isAlone = !others.some(isThere);
  if (isAlone && part.requests > 1 && (part.queue?.tries ?? 0) >= ALONE_TRIES) return { do: 'split', pieces: 2 };
  if (limit === null) return { do: 'create' };
  const { tokens } = part;
  if (tokens === null || tokens === undefined) return { do: 'measure' };
  if (tokens > limit * MOST_SHARE && part.requests > 1) {
    return { do: 'split', pieces: Math.min(part.requests, Math.ceil(tokens / (limit * MOST_SHARE))) };
  }
  if (tokens > limit) return { do: 'refuse' };
  const perByte = tokens / part.bytes;
  const there = others.filter(isThere).reduce((sum, other) => sum + (other.tokens ?? other.bytes * perByte), 0);
  return !isAlone && there + tokens > limit ? wait : { do: 'create' };
}
