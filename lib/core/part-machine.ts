import { backoffSeconds, stopsJob, troubleOf, type CallFailure } from './failure.ts';
import type { Part, Trouble } from './job.ts';
import type { RemoteBatch } from './remote.ts';

/**
 * The life of one part, as a pure and total function: every event has a defined outcome in every state, and an event
 * that does not belong to the state changes nothing. Effects live elsewhere; they write the state before and after
 * each call, so that a crash between the two is seen here as `resumed`.
 *
 *   built → uploading → uploaded → creating → submitted → running → ended → collected
 *                                      ↓ ↑ (found)                    └──→ failed
 *                                  uncertain
 */
export type PartEvent =
  | { type: 'resumed' }
  | { type: 'upload-begun' }
  | { type: 'upload-progress'; sentBytes: number }
  | { type: 'uploaded'; fileId: string }
  | { type: 'upload-failed'; failure: CallFailure; at: number }
  | { type: 'create-begun'; at: number }
  | { type: 'created'; batch: RemoteBatch; at: number }
  | { type: 'create-failed'; failure: CallFailure; at: number }
  | { type: 'not-found'; at: number }
  | { type: 'ambiguous'; at: number }
  | { type: 'search-failed'; failure: CallFailure; at: number }
  | { type: 'answered'; answer: 'send' | 'leave' | 'search' }
  | { type: 'seen'; batch: RemoteBatch; at: number; pollSeconds: number }
  | { type: 'poll-failed'; failure: CallFailure; at: number }
  | { type: 'cancel-asked'; at: number }
  | { type: 'collected'; at: number }
  | { type: 'collect-failed'; failure: CallFailure; at: number }
  | { type: 'dropped' };

/** Absence from the provider's list counts only after two searches this far apart. */
export const SEARCH_APART_MS = 10 * 60_000;

/** How often several batches that could be one part's are looked at for results that tell. */
const AMBIGUOUS_MS = 60_000;

/** A file the provider says it cannot find right after it was uploaded: it may need a moment to be known everywhere. */
const CREATE_NOT_FOUND_TRIES = 5;

type Change = Partial<Part>;
type Of<T extends PartEvent['type']> = Extract<PartEvent, { type: T }>;

const retryAt = (part: Part, failure: CallFailure, at: number): Change => {
  const tries = part.tries + 1;
  return { tries, trouble: troubleOf(failure), nextPollAt: at + backoffSeconds(tries, failure) * 1000 };
};

const settled: Change = { tries: 0, trouble: null, nextPollAt: null };

const stop = (trouble: Trouble): Change => ({ state: 'failed', trouble, nextPollAt: null });

const CANCELLED: Trouble = {
  what: 'It was cancelled before it was sent.',
  meaning: 'Its rows were not sent and cost nothing.',
  todo: 'Send the remaining rows again when you like.',
  details: null,
};

const GIVEN_UP: Trouble = {
  what: 'You gave its rows up for this round.',
  meaning: 'If the provider made the batch after all, it is paid for and its answers are not used.',
  todo: 'Send the remaining rows again when you like.',
  details: null,
};

function remoteChange(batch: RemoteBatch): Change {
  return {
    batchId: batch.id,
    providerStatus: batch.status,
    counts: batch.counts,
    outputFileId: batch.outputFileId,
    errorFileId: batch.errorFileId,
    remote: batch.raw,
  };
}

function adopted(batch: RemoteBatch, at: number): Change {
  return { ...settled, ...remoteChange(batch), state: 'submitted', submittedAt: at, answer: null, nextPollAt: at };
}

function onUploadFailed(part: Part, { failure, at }: Of<'upload-failed'>): Change {
  if (failure.kind === 'aborted') return { state: 'built', sentBytes: 0 };
  if (failure.retryable || stopsJob(failure)) return { ...retryAt(part, failure, at), state: 'built', sentBytes: 0 };
  return stop(troubleOf(failure));
}

/** Where a part stands before its create: with a file at the provider, or with none where one call carries it. */
const beforeCreate = (part: Part): Change => ({ state: part.fileId === null ? 'built' : 'uploaded', createIntentAt: null });

function onCreateFailed(part: Part, { failure, at }: Of<'create-failed'>): Change {
  if (failure.kind === 'aborted' && !failure.unknown) return beforeCreate(part);
  if (failure.unknown) return { state: 'uncertain', searchedAt: [], trouble: troubleOf(failure), nextPollAt: at };
  const again = failure.retryable || stopsJob(failure) || (failure.kind === 'not-found' && part.tries < CREATE_NOT_FOUND_TRIES);
  return again ? { ...retryAt(part, failure, at), ...beforeCreate(part) } : stop(troubleOf(failure));
}

function onNotFound(part: Part, { at }: Of<'not-found'>): Change {
  const searchedAt = [...part.searchedAt, at];
  const isAbsent = at - (searchedAt[0] ?? at) >= SEARCH_APART_MS;
  if (isAbsent) return { ...settled, ...beforeCreate(part), searchedAt: [] };
  return { searchedAt, nextPollAt: (searchedAt[0] ?? at) + SEARCH_APART_MS };
}

function onAnswered(part: Part, { answer }: Of<'answered'>): Change {
  if (answer === 'send') return { ...settled, ...beforeCreate(part), searchedAt: [], answer: null };
  if (answer === 'leave') return { ...stop(GIVEN_UP), answer: null };
  return { answer: null, nextPollAt: null };
}

function onSeen({ batch, at, pollSeconds }: Of<'seen'>): Change {
  const seen = { ...settled, ...remoteChange(batch), lastPollAt: at };
  if (batch.phase === 'running') return { ...seen, state: 'running', nextPollAt: at + pollSeconds * 1000 };
  return { ...seen, state: 'ended', endedAt: at };
}

/** What an event changes; null where it does not belong to the part's state and changes nothing. */
export function transition(part: Part, event: PartEvent): Change | null {
  const { state } = part;
  const isOut = state === 'submitted' || state === 'running';
  switch (event.type) {
    case 'resumed':
      if (state === 'uploading') return { state: 'built', sentBytes: 0 };
      return state === 'creating' ? { state: 'uncertain', searchedAt: [], nextPollAt: null } : null;
    case 'upload-begun':
      return state === 'built' ? { state: 'uploading', sentBytes: 0 } : null;
    case 'upload-progress':
      return state === 'uploading' || state === 'creating' ? { sentBytes: event.sentBytes } : null;
    case 'uploaded':
      return state === 'uploading' || state === 'built'
        ? { ...settled, state: 'uploaded', fileId: event.fileId, sentBytes: part.bytes }
        : null;
    case 'upload-failed':
      return state === 'uploading' || state === 'built' ? onUploadFailed(part, event) : null;
    case 'create-begun':
      return state === 'uploaded' || state === 'built' ? { state: 'creating', createIntentAt: event.at } : null;
    case 'created':
      return state === 'creating' || state === 'uncertain' ? adopted(event.batch, event.at) : null;
    case 'create-failed':
      return state === 'creating' ? onCreateFailed(part, event) : null;
    case 'not-found':
      return state === 'uncertain' ? onNotFound(part, event) : null;
    case 'ambiguous':
      // Several could be it. Their results tell once they are over; the person may tell before.
      return state === 'uncertain' ? { searchedAt: [], nextPollAt: event.at + AMBIGUOUS_MS } : null;
    case 'search-failed':
      return state === 'uncertain' ? retryAt(part, event.failure, event.at) : null;
    case 'answered':
      return state === 'uncertain' ? onAnswered(part, event) : { answer: null };
    case 'seen':
      return isOut ? onSeen(event) : null;
    case 'poll-failed':
      if (!isOut) return null;
      return event.failure.kind === 'not-found'
        ? { ...retryAt(part, event.failure, event.at), nextPollAt: event.at + 300_000 }
        : retryAt(part, event.failure, event.at);
    case 'cancel-asked':
      return isOut ? { cancelRequestedAt: event.at, nextPollAt: event.at } : null;
    case 'collected':
      return state === 'ended' ? { ...settled, state: 'collected', collectedAt: event.at } : null;
    case 'collect-failed':
      return state === 'ended' ? retryAt(part, event.failure, event.at) : null;
    case 'dropped':
      return state === 'built' || state === 'uploaded' || state === 'uploading' ? stop(CANCELLED) : null;
  }
}

export type Step =
  | { do: 'upload' | 'create' | 'search' | 'answer' | 'poll' | 'cancel' | 'collect' | 'drop' }
  | { do: 'wait'; until: number | null };

export interface StepWishes {
  submit: boolean;
  cancel: boolean;
  watch: boolean;
  checkNow: boolean;
}

/**
 * What is to be done with a part now. `wait.until` null: nothing before the person wants something.
 * Backoff is waited out unless the person asks to check now. `submitAs` says whether the provider wants the file uploaded
 * before the batch is made of it, or both in one call.
 */
export function nextStep(part: Part, wishes: StepWishes, now: number, submitAs: 'file' | 'body'): Step {
  const isDue = wishes.checkNow || (part.nextPollAt ?? 0) <= now;
  const later: Step = { do: 'wait', until: part.nextPollAt };
  switch (part.state) {
    case 'built':
    case 'uploading':
    case 'uploaded':
      if (wishes.cancel) return { do: 'drop' };
      if (!wishes.submit) return { do: 'wait', until: null };
      if (!isDue) return later;
      return { do: part.state === 'uploaded' || submitAs === 'body' ? 'create' : 'upload' };
    case 'creating':
    case 'uncertain':
      if (part.answer) return { do: 'answer' };
      return isDue ? { do: 'search' } : later;
    case 'submitted':
    case 'running':
      if (wishes.cancel && part.cancelRequestedAt === null) return { do: 'cancel' };
      if (!wishes.watch && !wishes.checkNow) return { do: 'wait', until: null };
      return isDue ? { do: 'poll' } : later;
    case 'ended':
      return isDue ? { do: 'collect' } : later;
    case 'collected':
    case 'failed':
      return { do: 'wait', until: null };
  }
}
