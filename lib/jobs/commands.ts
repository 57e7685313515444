import type { EndpointInfo } from '#lib/core/endpoint';
import type { Attempt, Consent, Job, Trouble } from '#lib/core/job';
import { attemptTag, jobIdProblem, slugJobId } from '#lib/core/job-id';
import { isOver } from '#lib/core/job-status';
import { recipeDigests } from '#lib/core/digest';
import type { Recipe } from '#lib/core/recipe';
import { changedRecipe, type RoundChange } from '#lib/core/round-change';
import { emptyCounts, type RowState } from '#lib/core/row-state';
import { WISHED } from '#lib/core/wishes';
import { db } from '#lib/storage/db';
import { getDataset } from '#lib/storage/datasets';
import { getJob, listAttempts, listParts, logEvent, updateWishes } from '#lib/storage/jobs';
import { dropUnsentRound } from '#lib/storage/rounds';
import { wakeEngines } from './wake.ts';

/**
 * What a person can ask of a job. Each writes the wish down and wakes the engines; whichever tab's engine holds the
 * job's lock carries it out. Saying a thing twice is the same as saying it once.
 */
export interface NewJob {
  name: string;
  /** Exact id wanted; '' makes one from the name. */
  jobId: string;
  datasetId: string;
  endpoint: EndpointInfo;
  recipe: Recipe;
  sample: string | null;
  besideJobId?: string | null;
  /** Given: the job submits itself once prepared, without a further click. For the sandbox only. */
  submitWhenPrepared?: Consent;
}

export type Created = { ok: true; jobId: string } | { ok: false; trouble: Trouble };

const refusal = (what: string, todo: string): Created => ({
  ok: false,
  trouble: { what, meaning: 'No job was made and nothing was sent.', todo, details: null },
});

function newAttempt(
  jobId: string,
  number: number,
  revision: number,
  states: RowState[] | null,
  doneAgain: Attempt['doneAgain'] = 'none',
): Attempt {
  return {
    jobId,
    number,
    tag: attemptTag(),
    revision,
    createdAt: Date.now(),
    states,
    doneAgain,
    consent: null,
    submittedAt: null,
    rows: 0,
    requests: 0,
    batches: 0,
    bytes: 0,
    gaveUpAt: null,
  };
}

const wanted = (rowsTotal: number): Job['preparation'] => ({
  phase: 'wanted',
  rowsDone: 0,
  rowsTotal,
  bytes: 0,
  startedAt: null,
  error: null,
});

/** Makes a job and asks for it to be prepared. Nothing is sent. */
export async function createJob(input: NewJob): Promise<Created> {
  const id = input.jobId.trim() || slugJobId(input.name || 'job');
  const problem = jobIdProblem(id);
  if (problem) return refusal(`The job id "${id}" cannot be used: ${problem}`, 'Choose another id, or leave it empty.');
  const dataset = await getDataset(input.datasetId);
  if (!dataset) return refusal('The table is no longer in this browser.', 'Choose the table file again.');
  const at = Date.now();
  const digests = await recipeDigests(input.recipe);
  const job: Job = {
    id,
    name: input.name.trim() || id,
    createdAt: at,
    updatedAt: at,
    datasetId: dataset.id,
    datasetName: dataset.name,
    rowCount: dataset.rowCount,
    endpoint: input.endpoint,
    revisions: [{ revision: 1, ...digests, recipe: input.recipe, createdAt: at }],
    preparation: wanted(dataset.rowCount),
    counts: { ...emptyCounts(), waiting: dataset.rowCount },
    extracted: [],
    usage: null,
    wishes: { submit: false, cancel: false, watch: true, checkNow: false, submitWhenPrepared: input.submitWhenPrepared ?? null },
    bundledAt: null,
    sample: input.sample,
    besideJobId: input.besideJobId ?? null,
    trouble: null,
  };
  const added = await db.transaction('rw', db.jobs, db.attempts, async () => {
    if (await db.jobs.get(id)) return false;
    await db.jobs.add(job);
    if (job.besideJobId) await db.jobs.update(job.besideJobId, { besideJobId: id });
    await db.attempts.add(newAttempt(id, 1, 1, null));
    return true;
  });
  if (!added) return refusal(`There is already a job with the id "${id}".`, 'Choose another id, or open that job.');
  wakeEngines();
  return { ok: true, jobId: id };
}

/** Prepares again after preparing was stopped or failed. */
export async function prepareAgain(jobId: string): Promise<void> {
  await db.jobs
    .where('id')
    .equals(jobId)
    .modify((job) => {
      if (job.preparation.phase === 'stopped' || job.preparation.phase === 'failed') job.preparation = wanted(job.rowCount);
    });
  wakeEngines();
}

export async function stopPreparing(jobId: string): Promise<void> {
  await db.jobs
    .where('id')
    .equals(jobId)
    .modify((job) => {
      if (job.preparation.phase === 'wanted' || job.preparation.phase === 'running') job.preparation.phase = 'stopped';
    });
  wakeEngines();
}

/** Sends the newest round. The consent is kept with it. */
export async function submitJob(jobId: string, consent: Consent): Promise<void> {
  const attempt = (await listAttempts(jobId)).at(-1);
  if (!attempt) return;
  const at = Date.now();
  await db.transaction('rw', db.jobs, db.attempts, db.events, async () => {
    const job = await getJob(jobId);
    if (job?.preparation.phase !== 'done' || job.wishes.submit || job.role === 'watch') return;
    await db.attempts.update([jobId, attempt.number], { consent, submittedAt: at });
    await updateWishes(jobId, WISHED.submit);
    await logEvent({
      jobId,
      kind: 'consented',
      k: null,
      message: `Round ${attempt.number} released: ${consent.texts} texts in ${consent.batches} ${consent.batches === 1 ? 'batch' : 'batches'} to ${consent.host}.`,
      details: null,
    });
  });
  wakeEngines();
}

/** Sends nothing further until told. An upload under way is broken off; a batch that is just being made is made. */
export async function holdSending(jobId: string): Promise<void> {
  await updateWishes(jobId, WISHED.holdSending);
  const message = 'Sending was stopped. Batches already at the provider go on there.';
  await logEvent({ jobId, kind: 'held', k: null, message, details: null });
  wakeEngines();
}

export async function sendOn(jobId: string): Promise<void> {
  await updateWishes(jobId, WISHED.sendOn);
  await logEvent({ jobId, kind: 'held', k: null, message: 'Sending goes on.', details: null });
  wakeEngines();
}

/** Asks the provider at once; also takes up a job that was stopped by a problem. */
export async function checkNow(jobId: string): Promise<void> {
  await db.transaction('rw', db.jobs, db.parts, async () => {
    await updateWishes(jobId, WISHED.checkNow);
    await db.jobs.update(jobId, { trouble: null });
  });
  wakeEngines();
}

export async function stopWatching(jobId: string): Promise<void> {
  await updateWishes(jobId, WISHED.stopWatching);
  await logEvent({ jobId, kind: 'watching', k: null, message: 'Watching was stopped. The batches go on at the provider.', details: null });
  wakeEngines();
}

export async function watchAgain(jobId: string): Promise<void> {
  await updateWishes(jobId, WISHED.watchAgain);
  await logEvent({ jobId, kind: 'watching', k: null, message: 'Watching again.', details: null });
  wakeEngines();
}

/** Cancels what is at the provider and drops what was not sent yet. Finished answers are still collected. */
export async function cancelJob(jobId: string): Promise<void> {
  await updateWishes(jobId, WISHED.cancel);
  await logEvent({ jobId, kind: 'cancelled', k: null, message: 'Cancelling was asked for.', details: null });
  wakeEngines();
}

/**
 * Starts a new round with the rows in `states`, to be prepared, looked at and submitted. Rows that are done are taken
 * only where `doneAgain` says so.
 */
export async function sendRemaining(jobId: string, states: RowState[], change: RoundChange): Promise<void> {
  const last = (await getJob(jobId))?.revisions.at(-1);
  if (!last) return;
  const recipe = changedRecipe(last.recipe, change);
  const digests = await recipeDigests(recipe);
  const isSame = digests.questionDigest === last.questionDigest && digests.sendingDigest === last.sendingDigest;
  await db.transaction('rw', db.jobs, db.attempts, db.parts, db.events, async () => {
    const job = await getJob(jobId);
    const attempt = (await listAttempts(jobId)).at(-1);
    if (!job || !attempt || job.preparation.phase !== 'done' || !job.wishes.submit || job.role === 'watch') return;
    if (!(await listParts(jobId)).every(isOver)) return;
    const revision = isSame ? last.revision : last.revision + 1;
    if (!isSame) job.revisions.push({ revision, ...digests, recipe, createdAt: Date.now() });
    job.preparation = wanted(job.rowCount);
    Object.assign(job.wishes, WISHED.nextRound);
    job.trouble = null;
    await db.jobs.put(job);
    await db.attempts.add(
      newAttempt(
        jobId,
        attempt.number + 1,
        revision,
        states.filter((state) => state !== 'ok' && state !== 'sent'),
        change.doneAgain,
      ),
    );
    await logEvent({ jobId, kind: 'round', k: null, message: `Round ${attempt.number + 1} was begun.`, details: null });
  });
  wakeEngines();
}

/** Takes back a round that was prepared but not submitted. */
export async function dropRound(jobId: string): Promise<void> {
  await dropUnsentRound(jobId);
  wakeEngines();
}

/**
 * The person's word on a batch of which nobody knows whether it was made. `send` makes it again, which pays twice if it
 * was made after all; `leave` gives its rows up for this round.
 */
export async function answerUncertain(jobId: string, k: number, answer: 'send' | 'leave' | 'search'): Promise<void> {
  await db.transaction('rw', db.jobs, db.parts, async () => {
    // Said of a batch that was found meanwhile, it would be carried out the next time it is in doubt.
    if ((await db.parts.get([jobId, k]))?.state !== 'uncertain') return;
    await db.parts.update([jobId, k], { answer, nextPollAt: null });
    await updateWishes(jobId, WISHED.checkNow);
  });
  wakeEngines();
}
