import { backoffSeconds, stopsJob, troubleOf, type CallFailure } from './failure.ts';
import type { Part, Trouble, WaitsFor } from './job.ts';
import type { EventOf } from './part-event.ts';
import * as say from './part-troubles.ts';
import { limitIn, roomFault, roomTrouble, roomWaitMs } from './queue-limit.ts';
import type { RemoteBatch } from './remote.ts';

/** Absence at the provider counts only after two looks this far apart. */
export const SEARCH_APART_MS = 10 * 60_000;

/** The second look comes after this, each later one after twice the time. */
const FIRST_LOOK_MS = 5000;

/** How often several batches that could be one part's are looked at for results that tell. */
const AMBIGUOUS_MS = 60_000;

/** A file the provider says it cannot find right after it was uploaded: it may need a moment to be known everywhere. */
const CREATE_NOT_FOUND_TRIES = 5;

export type Change = Partial<Part>;

const settled: Change = { tries: 0, trouble: null, nextPollAt: null, waitsFor: null };
const noBatch: Change = {
  batchId: null,
  isGuess: false,
  providerStatus: null,
  counts: null,
  outputFileId: null,
  errorFileId: null,
  remote: null,
  submittedAt: null,
  endedAt: null,
  cancelRequestedAt: null,
};

/** What a failure that passes is waiting for. */
function waitOf({ kind }: CallFailure): WaitsFor | null {
  return kind === 'offline' || kind === 'signed-out' ? 'network' : null;
}

const retryAt = (part: Part, failure: CallFailure, at: number): Change => {
  const tries = part.tries + 1;
  const nextPollAt = at + backoffSeconds(tries, failure) * 1000;
  return { tries, trouble: troubleOf(failure), nextPollAt, waitsFor: waitOf(failure) };
};

const stop = (trouble: Trouble): Change => ({ ...settled, state: 'failed', answer: null, trouble });

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

/** Where a part stands before its create: with a file at the provider, or with none where one call carries it. */
const beforeCreate = (part: Part): Change => ({
  state: part.fileId === null ? 'built' : 'uploaded',
  createIntentAt: null,
  searchedAt: [],
  answer: null,
});

export const again = (): Change => ({ state: 'built', sentBytes: 0 });
export const unsure = (): Change => ({ state: 'uncertain', searchedAt: [], nextPollAt: null, answer: null });

export const noted = (_part: Part, { sentBytes }: EventOf<'upload-progress'>): Change => ({ sentBytes });
export const uploading = (): Change => ({ state: 'uploading', sentBytes: 0 });
export const uploaded = (part: Part, { fileId }: EventOf<'uploaded'>): Change => ({
  ...settled,
  state: 'uploaded',
  fileId,
  sentBytes: part.bytes,
});

export function uploadFailed(part: Part, { failure, at }: EventOf<'upload-failed'>): Change {
  if (failure.kind === 'aborted') return again();
  if (failure.retryable || stopsJob(failure)) return { ...retryAt(part, failure, at), ...again() };
  return stop(troubleOf(failure));
}

export const held = (_part: Part, { waitsFor, until, trouble }: EventOf<'held'>): Change => ({ waitsFor, trouble, nextPollAt: until });
export const due = (part: Part, { what, at }: EventOf<'awaited'>): Change | null => (part.waitsFor === what ? { nextPollAt: at } : null);
export const measured = (_part: Part, { tokens }: EventOf<'measured'>): Change => ({ tokens });
export const divided = (_part: Part, { into }: EventOf<'split'>): Change => ({
  ...settled,
  state: 'split',
  splitInto: into,
  trouble: say.divided(into),
});

export const unsendable = (_part: Part, { trouble }: EventOf<'unsendable'>): Change => stop(trouble);

export const creating = (_part: Part, { at }: EventOf<'create-begun'>): Change => ({
  state: 'creating',
  createIntentAt: at,
  waitsFor: null,
});

export function adopted(_part: Part, { batch, at, isGuess = false }: EventOf<'created'>): Change {
  const found = { ...settled, ...remoteChange(batch), state: 'submitted' as const, submittedAt: at, isGuess };
  return { ...found, answer: null, searchedAt: [], nextPollAt: at };
}

/** Back in line after a refusal that ran nothing. */
function refusedForRoom(part: Part, message: string, at: number): Change {
  const tries = (part.queue?.tries ?? 0) + 1;
  const limitTokens = limitIn(message);
  return {
    ...beforeCreate(part),
    tries: 0,
    queue: { limitTokens, at, tries },
    waitsFor: 'room',
    trouble: roomTrouble(limitTokens, message),
    nextPollAt: at + roomWaitMs(tries),
  };
}

/** The uploaded file is gone: it is uploaded anew, once. */
function fileGone(part: Part, failure: CallFailure): Change {
  const gone = part.formerFiles ?? [];
  if (part.fileId === null || gone.length > 0) return stop(troubleOf(failure));
  return { ...settled, ...again(), fileId: null, createIntentAt: null, formerFiles: [part.fileId] };
}

export function createFailed(part: Part, { failure, at }: EventOf<'create-failed'>): Change {
  if (failure.kind === 'aborted' && !failure.unknown) return beforeCreate(part);
  if (failure.unknown) return { ...unsure(), tries: 0, waitsFor: null, trouble: troubleOf(failure), nextPollAt: at };
  if (failure.kind === 'room') return refusedForRoom(part, failure.message, at);
  const retry = { ...retryAt(part, failure, at), ...beforeCreate(part) };
  if (failure.kind === 'rate-limit') {
    // Told how long to wait, it waits so long, whatever ends meanwhile.
    const waitsFor = failure.retryAfterSeconds === null ? 'room' : 'pause';
    return { ...retry, waitsFor, trouble: roomTrouble(null, troubleOf(failure).details) };
  }
  if (failure.kind === 'not-found') return part.tries < CREATE_NOT_FOUND_TRIES ? retry : fileGone(part, failure);
  return failure.retryable || stopsJob(failure) ? retry : stop(troubleOf(failure));
}

export function notFound(part: Part, { at }: EventOf<'not-found'>): Change {
  const searchedAt = [...part.searchedAt, at];
  const since = searchedAt[0]!;
  if (at - since >= SEARCH_APART_MS) return { ...settled, ...beforeCreate(part) };
  // A create cut off a moment ago may still arrive, and lists lag: it is mostly found soon, and given up late.
  const soon = at + FIRST_LOOK_MS * 2 ** part.searchedAt.length;
  return { searchedAt, tries: 0, waitsFor: null, nextPollAt: Math.min(soon, since + SEARCH_APART_MS) };
}

/** Several could be it. Their results tell once they are over; the person may tell before. */
export const ambiguous = (_part: Part, { at }: EventOf<'ambiguous'>): Change => ({
  searchedAt: [],
  tries: 0,
  waitsFor: null,
  nextPollAt: at + AMBIGUOUS_MS,
});

export const searchFailed = (part: Part, { failure, at }: EventOf<'search-failed'>): Change => retryAt(part, failure, at);

export function answered(part: Part, { answer }: EventOf<'answered'>): Change {
  if (answer === 'send') return { ...settled, ...beforeCreate(part) };
  if (answer === 'leave') return stop(say.GIVEN_UP);
  return { answer: null, nextPollAt: null };
}

/** A word on a batch that is no longer in doubt has no object. */
export const tooLate = (): Change => ({ answer: null });

function former(part: Part): Change {
  return { ...noBatch, formerBatches: [...(part.formerBatches ?? []), ...(part.batchId === null ? [] : [part.batchId])] };
}

export function seen(part: Part, { batch, at, pollSeconds }: EventOf<'seen'>): Change {
  const told = roomFault(batch);
  if (told !== null) return { ...former(part), ...refusedForRoom(part, told, at), lastPollAt: at };
  const looked = { ...settled, ...remoteChange(batch), lastPollAt: at, searchedAt: [] };
  if (batch.phase === 'running') return { ...looked, state: 'running', nextPollAt: at + pollSeconds * 1000 };
  return { ...looked, state: 'ended', endedAt: at };
}

/** Not its batch after all: whether it has one is as open as before. */
export function disowned(part: Part, { at }: EventOf<'disowned'>): Change {
  return { ...former(part), ...unsure(), ...settled, trouble: say.NOT_ITS_BATCH, nextPollAt: at };
}

/** A batch the provider does not know: it counts as gone only after two looks, like one that is not in the list. */
export function pollFailed(part: Part, { failure, at }: EventOf<'poll-failed'>): Change {
  if (failure.kind !== 'not-found') return retryAt(part, failure, at);
  const searchedAt = [...part.searchedAt, at];
  const since = searchedAt[0]!;
  const details = troubleOf(failure).details;
  if (at - since < SEARCH_APART_MS) {
    return { ...retryAt(part, failure, at), searchedAt, trouble: say.missing(details), nextPollAt: since + SEARCH_APART_MS };
  }
  return stop(say.vanished(details));
}

export const cancelling = (_part: Part, { at }: EventOf<'cancel-asked'>): Change => ({ ...settled, cancelRequestedAt: at, nextPollAt: at });
export const collected = (_part: Part, { at }: EventOf<'collected'>): Change => ({
  ...settled,
  state: 'collected',
  collectedAt: at,
  isGuess: false,
});
export const collectFailed = (part: Part, { failure, at }: EventOf<'collect-failed'>): Change => retryAt(part, failure, at);
export const dropped = (): Change => stop(say.CANCELLED);
