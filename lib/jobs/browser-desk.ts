import type { Part } from '#lib/core/job';
import { isSoundJob } from '#lib/core/job-shape';
import { LostDataError } from '#lib/core/lost-data';
import { sendRows } from '#lib/core/ledger';
import type { EventType, PartEvent } from '#lib/core/part-event';
import { rowsMove, transition, type RowsMove } from '#lib/core/part-machine';
import { releaseRows } from '#lib/core/release-rows';
import { codecOf } from '#lib/providers/registry';
import { db } from '#lib/storage/db';
import {
  artifactBlob,
  getJob,
  getPartIndex,
  listAttempts,
  listParts,
  logEvent,
  putArtifact,
  updateJob,
  updateWishes,
} from '#lib/storage/jobs';
import { changeLedger, LEDGER_TABLES } from '#lib/storage/ledgers';
import { attemptRecipe } from './build.ts';
import { collectPart } from './collect.ts';
import type { Desk } from './desk.ts';
import { partTokens } from './part-tokens.ts';
import { prepare } from './prepare.ts';
import { aboutJob } from './remote-about.ts';
import { splitPart } from './split-part.ts';

const part = (jobId: string, k: number) => db.parts.get([jobId, k]);

/** Stores what an event changes of the part as it is now. Within a transaction over the parts. */
async function changePart({ jobId, k }: Part, event: PartEvent): Promise<{ before: Part; after: Part } | null> {
  const before = await part(jobId, k);
  const change = before && transition(before, event);
  if (!change) return null;
  const after = { ...before, ...change };
  await db.parts.put(after);
  return { before, after };
}

/** Events that mean something for rows in no state; they come often, and need not hold the ledger. */
const LIGHT = new Set<EventType>(['upload-begun', 'upload-progress', 'uploaded', 'held', 'awaited', 'measured', 'create-begun']);

async function applyWithRows(from: Part, event: PartEvent): Promise<Part | null> {
  return db.transaction('rw', [...LEDGER_TABLES, db.partIndexes], async () => {
    const changed = await changePart(from, event);
    const move = changed && rowsMove(event.type, changed.before.state, changed.after.state);
    if (move) await moveRows(changed.after, move);
    return changed?.after ?? null;
  });
}

async function moveRows({ jobId, k, path, attempt }: Part, move: RowsMove): Promise<void> {
  const index = await getPartIndex(jobId, k);
  // The ledger of a job whose rows are not known yet is begun, by the states of its parts, once they are.
  if (!index && (await getJob(jobId))?.lacks === 'rows') return;
  if (!index) throw new Error(`The index of ${path} is missing.`);
  const round = move === 'sent' ? await db.attempts.get([jobId, attempt]) : null;
  await changeLedger(jobId, (ledger) => {
    if (move === 'sent') sendRows(ledger, index.rows, k, attempt, round?.doneAgain !== 'none');
    else releaseRows(ledger, index.rows, k, move);
  });
}

/** The desk of a tab: IndexedDB, Web Locks, and the passes over rows. */
export const browserDesk: Desk = {
  job: getJob,
  attempts: listAttempts,
  parts: listParts,
  part,

  async partsAt(identity) {
    const jobs = await db.jobs.filter((job) => isSoundJob(job) && job.endpoint.identity === identity).toArray();
    const found = await Promise.all(
      jobs.map(async (job) => {
        const attempts = new Map((await listAttempts(job.id)).map((attempt) => [attempt.number, attempt]));
        const model = (number: number) => attemptRecipe(job, attempts.get(number)!).question.model;
        return (await listParts(job.id)).map((one) => ({ model: model(one.attempt), part: one }));
      }),
    );
    return found.flat();
  },

  async claims() {
    const claims = new Map<string, 'sure' | 'guess'>();
    await db.parts.each(({ batchId, isGuess }) => {
      if (batchId !== null) claims.set(batchId, isGuess ? 'guess' : 'sure');
    });
    return claims;
  },

  async apply(from, event) {
    if (!LIGHT.has(event.type)) return applyWithRows(from, event);
    return db.transaction('rw', db.parts, async () => (await changePart(from, event))?.after ?? null);
  },

  log: logEvent,
  wish: updateWishes,
  stop: (jobId, trouble) => updateJob(jobId, { trouble }),

  async giveUp(jobId, attempt, at) {
    await db.transaction('rw', db.jobs, db.attempts, db.events, async () => {
      await updateWishes(jobId, { watch: false });
      await db.attempts.update([jobId, attempt], { gaveUpAt: at });
      await logEvent({
        jobId,
        k: null,
        kind: 'watching',
        message: 'The give-up time has come: watching has stopped. The batches go on at the provider; Check now still works.',
        details: null,
      });
    });
  },

  async file({ jobId, path }) {
    const blob = await artifactBlob(jobId, path);
    if (!blob) throw new LostDataError(`The file ${path}`);
    return blob;
  },

  about: aboutJob,

  async keepSubmission({ jobId, k }, { job, attempt }, batch) {
    const { paths } = codecOf(attemptRecipe(job, attempt).question.provider.provider);
    await putArtifact(jobId, paths.submission(k, batch.id), new Blob([JSON.stringify(batch.raw, null, 2)]));
  },

  tokens: partTokens,
  split: splitPart,
  prepare,
  collect: collectPart,

  isOnline: () => navigator.onLine,
  alone: (name, work) => navigator.locks.request(`rowmill-${name}`, work),
};
