import { PART_STATES, type Attempt, type Job, type Part } from '#lib/core/job';
import { countRows, sendRows } from '#lib/core/ledger';
import type { Manifest } from '#lib/core/manifest';
import { db } from '#lib/storage/db';
import { getDataset } from '#lib/storage/datasets';
import { getJob, listArtifacts, listAttempts, listParts, logEvent, putArtifact } from '#lib/storage/jobs';
import { zipTrouble } from '#lib/table/zip-reader';
import type { ReadFolder } from './import-bundle-read.ts';
import { broughtPart, inputsOf, tableFor } from './import-bundle-store.ts';
import { indexesFromTable, type NewIndex } from './rebuild-indexes.ts';
import { rebuildFromInputs, rebuildFromTable } from './rebuild.ts';
import type { TakenIn } from './take-in.ts';
import { providerOf, takenRecords } from './take-in-records.ts';
import { wakeEngines } from './wake.ts';

/** What a bundle adds to a job that is here. */
export interface Additions {
  attempts: Attempt[];
  /** New ones, and those that have come further than here. */
  parts: Part[];
}

/** How far a part has come, for parts of one file: a later state is never given up for an earlier. */
const furtherThan = (one: Part, other: Part) => PART_STATES.indexOf(one.state) > PART_STATES.indexOf(other.state);

const OVER: readonly Part['state'][] = ['collected', 'failed', 'split'];

/**
 * What of the records told is new to the job here, or has come further. Null: both went on by themselves, each with a round or a batch of
 * its own, and cannot be one.
 */
export function additionsTo(attempts: readonly Attempt[], parts: readonly Part[], told: Additions): Additions | null {
  const rounds = new Map(attempts.map((attempt) => [attempt.number, attempt]));
  const files = new Map(parts.map((part) => [part.k, part]));
  const isOther = (attempt: Attempt) => rounds.has(attempt.number) && rounds.get(attempt.number)!.tag !== attempt.tag;
  if (told.attempts.some(isOther)) return null;
  const added: Part[] = [];
  for (const part of told.parts) {
    const here = files.get(part.k);
    if (here && (here.digest !== part.digest || (here.batchId && part.batchId && here.batchId !== part.batchId))) return null;
    if (!here || (!OVER.includes(here.state) && furtherThan(part, here))) added.push(part);
  }
  return { attempts: told.attempts.filter(({ number }) => !rounds.has(number)), parts: added };
}

/** Stores what is new: rounds, batches, files. What is here stays as it is. */
async function add(
  job: Job,
  additions: Additions,
  indexes: ReadonlyMap<number, NewIndex>,
  files: ReadonlyMap<string, Blob>,
): Promise<void> {
  const { id } = job;
  const here = new Set((await listArtifacts(id)).map(({ path }) => path));
  const tables = [db.jobs, db.attempts, db.parts, db.partIndexes, db.ledgers, db.artifacts, db.blobs, db.events];
  await db.transaction('rw', tables, async () => {
    await db.attempts.bulkAdd(additions.attempts);
    await db.parts.bulkPut(additions.parts);
    for (const [k, index] of indexes) await db.partIndexes.put({ jobId: id, k, ...index });
    for (const [path, file] of files) if (!here.has(path)) await putArtifact(id, path, file);
    const ledger = await db.ledgers.get(id);
    if (ledger) {
      for (const part of additions.parts) {
        const index = await db.partIndexes.get([id, part.k]);
        if (index && part.batchId !== null) sendRows(ledger, index.rows, part.k, part.attempt, true);
      }
      await db.ledgers.put(ledger);
      await db.jobs.update(id, { counts: countRows(ledger) });
    }
    const isSent = additions.parts.some(({ batchId }) => batchId !== null);
    await db.jobs
      .where('id')
      .equals(id)
      .modify((stored) => {
        if (isSent) stored.wishes.submit = true;
      });
    await logEvent({
      jobId: id,
      k: null,
      kind: 'round',
      message: wordsOf(additions, files.size - [...files.keys()].filter((path) => here.has(path)).length),
      details: null,
    });
  });
}

function wordsOf({ attempts, parts }: Additions, files: number): string {
  return `A bundle of this job was merged in: ${attempts.length} new rounds, ${parts.length} batches that are new or further on, ${files} new files.`;
}

/** Indexes of batches that are new here, by the job's own table. */
async function newIndexes(
  job: Job,
  manifest: Manifest,
  parts: Part[],
  files: ReadonlyMap<string, Blob>,
): Promise<Map<number, NewIndex> | null> {
  const dataset = await getDataset(job.datasetId);
  if (!dataset) return null;
  const found = await indexesFromTable({ job, parts, manifest, dataset, inputs: inputsOf(parts, files) });
  return found.ok ? found.indexes : null;
}

/**
 * Adds to a job here what a bundle of the very same job has more: files that are missing, rounds and batches that are new, states that are
 * further on. Nothing that is here is overwritten. Refused where both went on by themselves.
 */
export async function mergeBundle(jobId: string, { manifest, files, source }: ReadFolder): Promise<TakenIn> {
  const job = (await getJob(jobId))!;
  const provider = providerOf(manifest);
  const told = takenRecords(manifest, { jobId, role: 'own', endpoint: job.endpoint, trouble: null }, Date.now());
  const parts = told.parts.map((part) => broughtPart(part, files, provider));
  const before = await listParts(jobId);
  const additions = additionsTo(await listAttempts(jobId), before, { attempts: told.attempts, parts });
  if (!additions) {
    return {
      ok: false,
      trouble: zipTrouble(
        'The job here and the one in the zip went on by themselves: each has a round or a batch the other has not. Keep both apart.',
      ),
    };
  }
  // What the table here has lost comes back with the bundle's.
  if (!job.lacks) await tableFor(manifest, source);
  const isNew = additions.parts.filter(({ k }) => !before.some((part) => part.k === k));
  const indexes = job.lacks === 'rows' || isNew.length === 0 ? new Map<number, NewIndex>() : await newIndexes(job, manifest, isNew, files);
  if (!indexes) return { ok: false, trouble: zipTrouble('The requests of the batches it adds do not belong to this job’s table.') };
  await add(job, additions, indexes, files);
  if (job.lacks) {
    const table = await tableFor(manifest, source);
    if (table.ok && table.dataset) await rebuildFromTable(jobId, table.dataset.id);
    else if (job.lacks === 'rows') await rebuildFromInputs(jobId);
  }
  wakeEngines();
  return { ok: true, jobId };
}
