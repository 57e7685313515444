import { fullPrompt } from '#lib/core/answer-format';
import type { Dataset } from '#lib/core/dataset';
import type { Attempt, Job, Part } from '#lib/core/job';
import { wireId } from '#lib/core/job-id';
import { newLedger, skipRows, skipWaiting } from '#lib/core/ledger';
import { bytesWords, plural } from '#lib/core/measures';
import { newPart } from '#lib/core/new-part';
import type { Recipe } from '#lib/core/recipe';
import { RESENDABLE, stateCode } from '#lib/core/row-state';
import { codecOf, specOf } from '#lib/providers/registry';
import { db } from '#lib/storage/db';
import { getDataset } from '#lib/storage/datasets';
import { dropFiles } from '#lib/storage/files';
import { getJob, listAttempts, listParts, logEvent, putArtifact, updateJob } from '#lib/storage/jobs';
import { changeLedger, getLedger, putPartIndex } from '#lib/storage/ledgers';
import { dropParts, dropUnsentRound } from '#lib/storage/rounds';
import { orderedRows } from './ordered-rows.ts';
import { fillParts, type FullPart, type PackPlan } from './pack.ts';
import { PartFile } from './part-file.ts';
import { Selector } from './selection.ts';
import { filesWork } from './files-work.ts';
import { TokenLimit } from './token-limit.ts';

/** What a recipe's requests are packed by, at an endpoint. */
export function packPlan(recipe: Recipe, lineUrl: string, jobId: string, tag: string | null, firstK: number): PackPlan {
  const { question, sending } = recipe;
  const codec = codecOf(question.provider.provider);
  const { limits } = specOf(question.provider.provider);
  return {
    frame: codec.frame({ question, prompt: fullPrompt(question), lineUrl }),
    customId: (k, i) => codec.customId(jobId, k, i, tag),
    firstK,
    rowsPerRequest: sending.rowsPerRequest,
    requestsPerBatch: Math.min(sending.requestsPerBatch, limits.requestsPerBatch),
    bytesPerBatch: limits.bytesPerBatch,
    contentCharacters: limits.contentCharacters,
    tokens: TokenLimit.of(recipe),
  };
}

/** Tag of a round's custom ids: the first round has none, as the contract's names have none. */
export function idTag(attempt: Attempt): string | null {
  return attempt.number === 1 ? null : attempt.tag;
}

/** Why a round cannot be prepared, for a person. */
export class BuildError extends Error {
  constructor(
    what: string,
    readonly todo: string,
  ) {
    super(what);
    this.name = 'BuildError';
  }
}

interface Round {
  job: Job;
  attempt: Attempt;
  recipe: Recipe;
  dataset: Dataset;
  firstK: number;
}

async function openRound(jobId: string): Promise<Round> {
  const job = await getJob(jobId);
  const attempt = (await listAttempts(jobId)).at(-1);
  if (!job || !attempt) throw new BuildError('This job is no longer in this browser.', 'Go back to the list of jobs.');
  const dataset = await getDataset(job.datasetId);
  if (!dataset)
    throw new BuildError(
      `The table "${job.datasetName}" is no longer in this browser.`,
      'Choose the same file again under New job, then come back.',
    );
  const recipe = job.revisions.find(({ revision }) => revision === attempt.revision)!.recipe;
  await dropParts(jobId, attempt.number);
  const firstK = (await listParts(jobId)).reduce((next, part) => Math.max(next, part.k + 1), 0);
  return { job, attempt, recipe, dataset, firstK };
}

/** Rounds whose question is the one of this round. */
async function roundsOfQuestion(job: Job, attempt: Attempt): Promise<Set<number>> {
  const digestOf = (number: number) => job.revisions.find(({ revision }) => revision === number)?.questionDigest;
  const rounds = await listAttempts(job.id);
  return new Set(rounds.filter((round) => digestOf(round.revision) === digestOf(attempt.revision)).map((round) => round.number));
}

/** Which of the rows selected go out: those in the round's states, and those done rows it asks for again. */
async function wantedRows(job: Job, attempt: Attempt): Promise<(row: number) => boolean> {
  const ledger = attempt.states && (await getLedger(job.id));
  if (!ledger) return () => true;
  const codes = new Set((attempt.states ?? []).filter((state) => RESENDABLE.includes(state)).map(stateCode));
  const ok = stateCode('ok');
  const same = await roundsOfQuestion(job, attempt);
  const isAgain = (row: number) =>
    attempt.doneAgain === 'all' || (attempt.doneAgain === 'other-question' && !same.has(ledger.attempts[row]!));
  return (row) => (ledger.states[row] === ok ? isAgain(row) : codes.has(ledger.states[row]!));
}

/** A part that is to have no record. */
async function dropPart({ whole }: FullPart): Promise<void> {
  const file = await whole.catch(() => null);
  if (file?.fileKey) await dropFiles([file.fileKey]);
}

/** Stores a part's file once it is whole, what it carries and its record as one. */
async function storePart({ job, attempt, recipe }: Round, full: FullPart): Promise<Part> {
  const { k, bytes, requests, index } = full;
  const { file, fileKey, digest } = await full.whole;
  const path = codecOf(recipe.question.provider.provider).paths.input(k);
  const part = newPart({ jobId: job.id, k, attempt: attempt.number, path, bytes, rows: index.rows.length, requests, digest });
  try {
    await db.transaction('rw', db.parts, db.partIndexes, db.artifacts, db.blobs, async () => {
      await putArtifact(job.id, path, fileKey === null ? file : { fileKey, bytes });
      await putPartIndex({ jobId: job.id, k, ...index });
      await db.parts.put(part);
    });
  } catch (error) {
    await dropPart(full);
    throw error;
  }
  return part;
}

export function attemptRecipe(job: Job, attempt: Attempt): Recipe {
  return job.revisions.find(({ revision }) => revision === attempt.revision)!.recipe;
}

/** `leftOut`: why rows are not sent, by the recipe's selection; the first round begins the ledger with it. */
async function finishRound({ job, attempt }: Round, parts: Part[], leftOut: Uint8Array): Promise<void> {
  const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
  const totals = {
    rows: sum((part) => part.rows),
    requests: sum((part) => part.requests),
    batches: parts.length,
    bytes: sum((part) => part.bytes),
  };
  const isFirst = attempt.states === null;
  await changeLedger(
    job.id,
    (ledger, current) => {
      if (isFirst) skipRows(ledger, leftOut);
      else skipWaiting(ledger, leftOut);
      if (current.preparation.phase === 'running')
        Object.assign(current.preparation, { phase: 'done', rowsDone: totals.rows, bytes: totals.bytes });
    },
    async () => {
      await db.attempts.update([job.id, attempt.number], totals);
      await logEvent({
        jobId: job.id,
        kind: 'prepared',
        k: null,
        message: `Round ${attempt.number} prepared: ${plural(totals.rows, 'row')} in ${plural(totals.requests, 'request')} and ${plural(totals.batches, 'batch')}, ${bytesWords(totals.bytes)}.`,
        details: null,
      });
    },
    isFirst ? newLedger(job.id, job.rowCount) : null,
  );
}

const REPORT_MS = 500;

/** Writes parts to their end and stores them while the next one is being packed: one at a time, so that no more than two are in memory. */
async function storeParts(round: Round, full: AsyncIterable<FullPart>, isWanted: () => Promise<boolean>, parts: Part[]): Promise<void> {
  let storing: Promise<void> = Promise.resolve();
  try {
    for await (const one of full) {
      try {
        await storing;
        if (!(await isWanted())) throw new StoppedError();
      } catch (error) {
        await dropPart(one);
        throw error;
      }
      storing = storePart(round, one).then((part) => void parts.push(part));
      storing.catch(() => {});
    }
  } finally {
    await Promise.allSettled([storing]);
  }
  await storing;
}

/**
 * Writes the newest round's files into the job directory. What an interrupted run left of it is dropped first, so that
 * doing it again gives the same files. `isWanted` is asked twice a second: false ends it without a trace in the ledger.
 */
export async function buildRound(jobId: string, isWanted: () => Promise<boolean>): Promise<'done' | 'stopped'> {
  const round = await openRound(jobId);
  const { job, attempt, recipe, dataset } = round;
  const { question, sending } = recipe;
  const plan = packPlan(recipe, job.endpoint.lineUrl, wireId(job), idTag(attempt), round.firstK);
  const selector = new Selector(dataset, question, sending, plan);
  await updateJob(jobId, {
    preparation: { phase: 'running', rowsDone: 0, rowsTotal: selector.end, bytes: 0, startedAt: Date.now(), error: null },
  });

  const parts: Part[] = [];
  let reportedAt = Date.now();
  let reporting: Promise<void> = Promise.resolve();
  const report = async (rowsDone: number) => {
    if (!(await isWanted())) throw new StoppedError();
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    await db.jobs.update(jobId, { 'preparation.rowsDone': rowsDone, 'preparation.bytes': bytes });
  };
  /** Tells while packing goes on; what the telling before came to is heard first. */
  const onRows = async (rowsDone: number) => {
    if (Date.now() - reportedAt < REPORT_MS) return;
    await reporting;
    reportedAt = Date.now();
    reporting = report(rowsDone);
    reporting.catch(() => {});
  };
  try {
    const slabs: Uint8Array<ArrayBuffer>[] = [];
    const rows = orderedRows({ selector, isWanted: await wantedRows(job, attempt), onRows }, sending.order);
    await storeParts(
      round,
      fillParts(rows, plan, () => new PartFile(filesWork(), slabs)),
      isWanted,
      parts,
    );
    await reporting;
  } catch (error) {
    await Promise.allSettled([reporting]);
    await dropParts(jobId, attempt.number);
    if (error instanceof StoppedError) return 'stopped';
    throw error;
  }
  await finishRound(round, parts, selector.selection.reasons);
  // A further round without rows would stand in the way of the next.
  if (parts.length === 0) await dropUnsentRound(jobId);
  return 'done';
}

class StoppedError extends Error {}
