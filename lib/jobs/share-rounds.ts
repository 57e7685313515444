import { troubleOf } from '#lib/core/failure';
import type { Attempt, Job, Part, Trouble } from '#lib/core/job';
import { wireId } from '#lib/core/job-id';
import { countRows, sendRows } from '#lib/core/ledger';
import { newPart } from '#lib/core/new-part';
import { otherBatches, type OtherBatch } from '#lib/core/share-race';
import { loadApi } from '#lib/providers/apis';
import { codecOf } from '#lib/providers/registry';
import { db } from '#lib/storage/db';
import { getDataset } from '#lib/storage/datasets';
import { getJob, listAttempts, listParts, logEvent, putArtifact } from '#lib/storage/jobs';
import { digestBlob } from '#lib/table/digest';
import { indexesFromTable, type NewIndex } from './rebuild-indexes.ts';
import { readFileIndex } from './rebuild-requests.ts';
import { ownManifest } from './share.ts';
import { inputFile } from './share-take-in.ts';
import { wakeEngines } from './wake.ts';

export type RoundsTaken = { ok: true; rounds: number } | { ok: false; trouble: Trouble };

const CLOCK_SKEW_MS = 60 * 60_000;
const MOST_LISTED = 2000;

const refusal = (what: string, todo: string): RoundsTaken => ({
  ok: false,
  trouble: { what, meaning: 'The job is as it was; nothing was sent.', todo, details: null },
});

const ASK = 'Ask whoever sent it for a bundle of the job, and import that.';

interface TakenFile {
  part: Part;
  file: Blob;
}

/** A batch of somebody else as a file of this job; its number here is the next that is free. */
async function partOf(job: Job, { batch }: OtherBatch, k: number, attempt: number, file: Blob): Promise<Part> {
  const index = await readFileIndex(file, job.endpoint.protocol);
  const path = codecOf(job.endpoint.protocol).paths.input(k);
  const sums = { bytes: file.size, rows: index.ids.length, requests: index.starts.length - 1, digest: await digestBlob(file) };
  const known = { batchId: batch.id, fileId: batch.inputFileId, submittedAt: batch.createdAt, createIntentAt: batch.createdAt };
  return { ...newPart({ jobId: job.id, k, attempt, path, ...sums }), ...known, state: 'submitted', sentBytes: file.size };
}

function attemptOf(job: Job, { tag, batch }: OtherBatch, number: number, parts: Part[]): Attempt {
  const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
  const sums = { rows: sum(({ rows }) => rows), requests: sum(({ requests }) => requests), bytes: sum(({ bytes }) => bytes) };
  const made = { createdAt: batch.createdAt, submittedAt: batch.createdAt, revision: job.revisions.at(-1)!.revision };
  return {
    jobId: job.id,
    number,
    tag,
    ...made,
    states: [],
    doneAgain: 'none',
    consent: null,
    ...sums,
    batches: parts.length,
    gaveUpAt: null,
  };
}

/** Stores rounds of somebody else as this job's own last rounds. */
async function store(job: Job, attempts: Attempt[], files: TakenFile[], indexes: ReadonlyMap<number, NewIndex>): Promise<void> {
  const tables = [db.jobs, db.attempts, db.parts, db.partIndexes, db.ledgers, db.artifacts, db.blobs, db.events];
  await db.transaction('rw', tables, async () => {
    await db.attempts.bulkAdd(attempts);
    const ledger = (await db.ledgers.get(job.id))!;
    for (const { part, file } of files) {
      const index = indexes.get(part.k)!;
      await db.parts.add(part);
      await db.partIndexes.put({ jobId: job.id, k: part.k, ...index });
      await putArtifact(job.id, part.path, file);
      sendRows(ledger, index.rows, part.k, part.attempt, false);
    }
    await db.ledgers.put(ledger);
    await db.jobs.update(job.id, { counts: countRows(ledger), trouble: null });
    const message =
      attempts.length === 1 ? 'A round somebody else sent was taken in.' : `${attempts.length} rounds somebody else sent were taken in.`;
    await logEvent({ jobId: job.id, k: null, kind: 'round', message, details: null });
  });
}

/**
 * Takes in rounds of this job that somebody else sent: their requests are fetched from the provider, and from then on their batches are
 * watched like the job's own. They count as rounds after those here, under the newest recipe here.
 */
export async function takeRounds(jobId: string): Promise<RoundsTaken> {
  const job = await getJob(jobId);
  const dataset = job && (await getDataset(job.datasetId));
  if (!job || !dataset || job.lacks) return refusal('The job’s own table is not in this browser.', 'Add the table first.');
  const api = await loadApi(job.endpoint, location.origin);
  const listed = await api.batchesSince(job.createdAt - CLOCK_SKEW_MS, MOST_LISTED);
  if (!listed.ok) return { ok: false, trouble: troubleOf(listed.failure) };
  const [own, parts] = await Promise.all([listAttempts(jobId), listParts(jobId)]);
  const others = otherBatches({ jobId: wireId(job), known: new Set(own.map(({ tag }) => tag)) }, listed.value);
  const attempts: Attempt[] = [];
  const files: TakenFile[] = [];
  let k = Math.max(-1, ...parts.map((part) => part.k)) + 1;
  for (const tag of new Set(others.map((other) => other.tag))) {
    const number = own.length + attempts.length + 1;
    const batches = others.filter((other) => other.tag === tag);
    const taken: TakenFile[] = [];
    for (const other of batches) {
      const file = await inputFile(api, other.batch.id);
      if (!file) return refusal('The provider does not give back what was sent.', ASK);
      taken.push({ part: await partOf(job, other, k++, number, file), file });
    }
    attempts.push(
      attemptOf(
        job,
        batches[0]!,
        number,
        taken.map(({ part }) => part),
      ),
    );
    files.push(...taken);
  }
  if (files.length === 0) return refusal('No round of somebody else is at the provider just now.', 'Press Check now, then look again.');
  const described = await ownManifest(jobId);
  const manifest = { ...described, rounds: [...described.rounds, ...attempts] };
  const inputs = new Map(files.map(({ part, file }) => [part.k, file]));
  const indexed = await indexesFromTable({ job, parts: files.map(({ part }) => part), manifest, dataset, inputs });
  if (!indexed.ok) return refusal(indexed.what, ASK);
  await store(job, attempts, files, indexed.indexes);
  wakeEngines();
  return { ok: true, rounds: attempts.length };
}
