import type { CallFailure } from '#lib/core/failure';
import { stopsJob, troubleOf } from '#lib/core/failure';
import type { Attempt, Job, JobEvent, Part } from '#lib/core/job';
import { dropRows, sendRows } from '#lib/core/ledger';
import { transition, type PartEvent } from '#lib/core/part-machine';
import type { RemoteBatch } from '#lib/core/remote';
import type { BatchMark, ProviderApi } from '#lib/providers/provider';
import { codecOf } from '#lib/providers/registry';
import { attemptRecipe, idTag } from './build.ts';
import { db } from '#lib/storage/db';
import { artifactBlob, getPartIndex, logEvent, putArtifact, updateJob } from '#lib/storage/jobs';
import { changeLedger } from '#lib/storage/ledgers';
import { collectPart, customIdFinder } from './collect.ts';

/** What every effect needs to know of the job it works for. */
export interface Work {
  job: Job;
  attempt: Attempt;
  api: ProviderApi;
  /** Aborted when the tab's engine ends or the person cancels. */
  signal: AbortSignal;
}

const UPLOAD_REPORT_MS = 500;
/** Clocks of the browser and the provider may differ by this much. */
const CLOCK_SKEW_MS = 60 * 60_000;
const MOST_LISTED = 2000;

/** Applies an event to the part as stored now, and stores what it changes. Null: the event did not belong. */
export async function apply(part: Part, event: PartEvent): Promise<Part | null> {
  return db.transaction('rw', db.parts, async () => {
    const stored = await db.parts.get([part.jobId, part.k]);
    const change = stored && transition(stored, event);
    if (!change) return null;
    const next = { ...stored, ...change };
    await db.parts.put(next);
    return next;
  });
}

const log = (part: Part, kind: JobEvent['kind'], message: string, details: string | null = null) =>
  logEvent({ jobId: part.jobId, k: part.k, kind, message, details });

/** Tells a failure in the job's activity, once per kind in a row, and stops the job where the same awaits every batch. */
async function tellFailure(part: Part, failure: CallFailure): Promise<void> {
  const trouble = troubleOf(failure);
  if (part.trouble?.what !== trouble.what) await log(part, 'trouble', trouble.what, trouble.details);
  if (stopsJob(failure)) await updateJob(part.jobId, { trouble });
}

/** Stores how far a part's bytes have gone, now and then. */
function progressOf(part: Part): (sentBytes: number) => void {
  let reportedAt = 0;
  return (sentBytes) => {
    if (Date.now() - reportedAt < UPLOAD_REPORT_MS) return;
    reportedAt = Date.now();
    void apply(part, { type: 'upload-progress', sentBytes });
  };
}

function markOf(part: Part, attempt: Attempt): BatchMark {
  const { jobId, k, digest, requests } = part;
  return { jobId, k, attempt: `${attempt.number}-${attempt.tag}`, digest, requests, intentAt: part.createIntentAt ?? Date.now() };
}

/** Name of an uploaded file: unique, so that one whose upload was interrupted after its end is found again. */
function uploadName(part: Part, tag: string): string {
  return `${part.jobId}-${part.k}-${tag}.jsonl`;
}

/** Uploads a part's file. `wasInterrupted`: an earlier upload may have reached the provider; it is looked for first. */
export async function upload(part: Part, { api, attempt, signal }: Work, wasInterrupted: boolean): Promise<void> {
  if (!api.files) throw new Error(`${part.path} is not uploaded at this provider.`);
  const blob = await artifactBlob(part.jobId, part.path);
  if (!blob) throw new Error(`${part.path} is missing from the job directory.`);
  const name = uploadName(part, attempt.tag);
  if (wasInterrupted) {
    const named = await api.files.named(name);
    const whole = named.ok && named.value.find((file) => file.bytes === part.bytes);
    if (whole) {
      await apply(part, { type: 'uploaded', fileId: whole.id });
      await log(part, 'uploaded', 'The file was already at the provider, whole.', whole.id);
      return;
    }
  }
  await apply(part, { type: 'upload-begun' });
  const onProgress = progressOf(part);
  const result = await api.files.upload(name, blob, onProgress, signal);
  if (result.ok) {
    await apply(part, { type: 'uploaded', fileId: result.value.id });
    await log(part, 'uploaded', `${part.bytes} bytes uploaded.`, result.value.id);
    return;
  }
  await apply(part, { type: 'upload-failed', failure: result.failure, at: Date.now() });
  await tellFailure(part, result.failure);
}

/** Takes a batch as this part's own: part, ledger and submission file. */
async function adopt(part: Part, { job, attempt }: Work, batch: RemoteBatch, words: string): Promise<void> {
  const index = await getPartIndex(part.jobId, part.k);
  if (!index) throw new Error(`The index of ${part.path} is missing.`);
  await changeLedger(
    part.jobId,
    (ledger) => sendRows(ledger, index.rows, part.k, attempt.number, attempt.doneAgain !== 'none'),
    async () => {
      await apply(part, { type: 'created', batch, at: Date.now() });
    },
  );
  const { paths } = codecOf(attemptRecipe(job, attempt).question.provider.provider);
  await putArtifact(part.jobId, paths.submission(part.k, batch.id), new Blob([JSON.stringify(batch.raw, null, 2)]));
  await log(part, 'submitted', words, batch.id);
}

/** Creates the batch. The intent is stored before the call; a call nobody knows the outcome of is never repeated blindly. */
export async function create(part: Part, work: Work): Promise<void> {
  const { job, attempt, api, signal } = work;
  const file = await artifactBlob(part.jobId, part.path);
  if (!file) throw new Error(`${part.path} is missing from the job directory.`);
  const begun = await apply(part, { type: 'create-begun', at: Date.now() });
  if (!begun) return;
  const input = { fileId: begun.fileId, file, lineUrl: job.endpoint.lineUrl, mark: markOf(begun, attempt) };
  const result = await api.createBatch(input, progressOf(part), signal);
  if (result.ok) {
    await adopt(part, work, result.value, 'Submitted.');
    return;
  }
  const next = await apply(part, { type: 'create-failed', failure: result.failure, at: Date.now() });
  if (next?.state === 'uncertain') {
    await log(
      part,
      'uncertain',
      'No answer came when the batch was made. Whether it was made is looked up at the provider; it is not made again until that is known.',
      result.failure.message,
    );
  } else {
    await tellFailure(part, result.failure);
  }
  if (next?.state === 'failed') await giveUpRows(next, 'failed');
}

/** Batches that some part in this browser already has as its own. */
async function claimedBatches(): Promise<Set<string>> {
  const claimed = new Set<string>();
  await db.parts.each((part) => {
    if (part.batchId) claimed.add(part.batchId);
  });
  return claimed;
}

/** The batch that is this part's: one that says so itself, else the only one that could be; `several` where that cannot be told yet. */
async function findOwn(listed: RemoteBatch[], part: Part, mark: BatchMark, work: Work): Promise<RemoteBatch | 'several' | null> {
  const { api, attempt, job, signal } = work;
  const claimed = await claimedBatches();
  const open = listed.filter((batch) => !claimed.has(batch.id));
  const certain = open.find((batch) => api.matches(batch, mark) === 'certain');
  if (certain) return certain;
  const possible = open.filter((batch) => api.matches(batch, mark) === 'possible');
  const isOwn = customIdFinder(codecOf(attemptRecipe(job, attempt).question.provider.provider), part, idTag(attempt));
  const silent: RemoteBatch[] = [];
  for (const batch of possible) {
    const told = await api.someCustomId(batch.id, signal);
    if (told.ok && told.value !== null) {
      if (isOwn(told.value) >= 0) return batch;
    } else {
      silent.push(batch);
    }
  }
  if (silent.length > 1) return 'several';
  return silent[0] ?? null;
}

/** Looks an uncertain batch up in the provider's list. */
export async function search(part: Part, work: Work): Promise<void> {
  const { attempt, api } = work;
  const mark = markOf(part, attempt);
  const listed = await api.batchesSince(mark.intentAt - CLOCK_SKEW_MS, MOST_LISTED);
  const at = Date.now();
  if (!listed.ok) {
    await apply(part, { type: 'search-failed', failure: listed.failure, at });
    await tellFailure(part, listed.failure);
    return;
  }
  const found = await findOwn(listed.value, part, mark, work);
  if (found === 'several') {
    await apply(part, { type: 'ambiguous', at });
    await log(
      part,
      'uncertain',
      'Several batches at the provider could be this one. Their results will tell whose they are; nothing is made again meanwhile.',
    );
    return;
  }
  if (found) {
    await adopt(part, work, found, 'Found at the provider: it had been made after all.');
    return;
  }
  const next = await apply(part, { type: 'not-found', at });
  const words =
    next?.state === 'uncertain'
      ? 'Not in the provider’s list. It is looked up once more in ten minutes.'
      : 'Not in the provider’s list, twice in ten minutes: it was not made, and is made now.';
  await log(part, 'uncertain', words);
}

/** Carries out the person's word on an uncertain batch. */
export async function answer(part: Part): Promise<void> {
  const word = part.answer!;
  const next = await apply(part, { type: 'answered', answer: word });
  if (next?.state === 'failed') await giveUpRows(next, 'failed');
  const words = { send: 'You chose to send it again.', leave: 'You gave its rows up.', search: 'You asked to look again.' }[word];
  await log(part, 'uncertain', words);
}

export async function poll(part: Part, { api }: Work, pollSeconds: number): Promise<void> {
  const result = await api.batch(part.batchId!);
  const at = Date.now();
  if (!result.ok) {
    await apply(part, { type: 'poll-failed', failure: result.failure, at });
    await tellFailure(part, result.failure);
    return;
  }
  const batch = result.value;
  await apply(part, { type: 'seen', batch, at, pollSeconds });
  if (batch.status === part.providerStatus) return;
  const counts = batch.counts && batch.counts.total > 0 ? ` ${batch.counts.completed} of ${batch.counts.total} requests done.` : '';
  await log(part, 'polled', `The provider says: ${batch.status}.${counts}`, batch.id);
}

export async function cancel(part: Part, { api }: Work, pollSeconds: number): Promise<void> {
  const result = await api.cancelBatch(part.batchId!);
  const at = Date.now();
  const isOver = !result.ok && (result.failure.kind === 'rejected' || result.failure.status === 409);
  if (result.ok || isOver) {
    await apply(part, { type: 'cancel-asked', at });
    if (result.ok) await apply(part, { type: 'seen', batch: result.value, at, pollSeconds: Math.min(pollSeconds, 30) });
    await log(part, 'cancelled', result.ok ? 'The provider was asked to cancel.' : 'It was over already; nothing to cancel.', part.batchId);
    return;
  }
  await apply(part, { type: 'poll-failed', failure: result.failure, at });
  await tellFailure(part, result.failure);
}

/** Rows of a part that never went out. */
async function giveUpRows(part: Part, state: 'failed' | 'cancelled'): Promise<void> {
  const index = await getPartIndex(part.jobId, part.k);
  if (index) await changeLedger(part.jobId, (ledger) => dropRows(ledger, index.rows, state));
}

/** Lets go of a part that was not sent. */
export async function drop(part: Part): Promise<void> {
  const next = await apply(part, { type: 'dropped' });
  if (!next) return;
  await giveUpRows(next, 'cancelled');
  await log(part, 'cancelled', 'Cancelled before it was sent.');
}

export async function collect(part: Part, work: Work): Promise<void> {
  const failure = await collectPart(part, work);
  if (!failure) return;
  await apply(part, { type: 'collect-failed', failure, at: Date.now() });
  await tellFailure(part, failure);
}
