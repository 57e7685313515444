import type { Dataset } from '#lib/core/dataset';
import type { Job, Part, Trouble } from '#lib/core/job';
import { countRows } from '#lib/core/ledger';
import { parseManifest, type Manifest } from '#lib/core/manifest';
import { db } from '#lib/storage/db';
import { getDataset } from '#lib/storage/datasets';
import { artifactBlob, getJob, getPartIndex, listParts, logEvent, putArtifact } from '#lib/storage/jobs';
import { digestBlob } from '#lib/table/digest';
import { ledgerBefore } from './rebuild-ledger.ts';
import { indexesFromIds, indexesFromInputs, indexesFromTable, type FoundRows } from './rebuild-indexes.ts';
import { wakeEngines } from './wake.ts';

export type Rebuilt = { ok: true; jobId: string } | { ok: false; trouble: Trouble };

const refusal = (what: string, todo: string, details: string | null = null): Extract<Rebuilt, { ok: false }> => ({
  ok: false,
  trouble: { what, meaning: 'The job is as it was; nothing was sent.', todo, details },
});

const GONE = refusal('This job is no longer in this browser, or lacks nothing.', 'Go back to the list of jobs.');

interface Lacking {
  job: Job;
  parts: Part[];
  manifest: Manifest;
}

async function lackingJob(jobId: string): Promise<Lacking | null> {
  const job = await getJob(jobId);
  const told = job?.lacks && (await artifactBlob(jobId, 'job.json'));
  const reading = told && parseManifest(await told.text());
  return job && reading?.ok ? { job, parts: await listParts(jobId), manifest: reading.manifest } : null;
}

function foundWords({ lacks, dataset }: FoundRows): string {
  if (lacks === 'table') return 'Rows and texts were read out of the requests that were sent.';
  return lacks === 'question' ? 'Rows were found by the ids in the answers.' : `The table ${dataset.name} was added.`;
}

/** Gives the job its rows: indexes, files written anew, ledger and table, as one. What was collected already stays. */
async function store({ job }: Lacking, found: FoundRows): Promise<void> {
  const { dataset, indexes, files, lacks } = found;
  await db.transaction('rw', [db.jobs, db.parts, db.partIndexes, db.artifacts, db.blobs, db.ledgers, db.events], async () => {
    const isSame = await hasIndexes(job, indexes);
    for (const [k, index] of indexes) await db.partIndexes.put({ jobId: job.id, k, ...index });
    for (const [path, file] of files) await putArtifact(job.id, path, file);
    const change: Partial<Job> = { datasetId: dataset.id, datasetName: dataset.name, rowCount: dataset.rowCount, lacks };
    await db.jobs.update(job.id, isSame ? change : { ...change, ...(await beginLedger(job, found)) });
    if (!lacks) await dropTold(job.id);
    await logEvent({ jobId: job.id, k: null, kind: 'round', message: foundWords(found), details: null });
  });
  wakeEngines();
}

/** Have its batches been collected by these very rows? */
async function hasIndexes({ id, lacks }: Job, indexes: FoundRows['indexes']): Promise<boolean> {
  if (lacks !== 'table') return false;
  for (const [k, { rows }] of indexes) {
    const before = await getPartIndex(id, k);
    if (before?.rows.length !== rows.length || !rows.every((row, slot) => before.rows[slot] === row)) return false;
  }
  return true;
}

/** Begins the ledger; what was collected by other rows, or elsewhere, is read again from the files here. */
async function beginLedger({ id }: Job, { dataset, reasons, indexes }: FoundRows): Promise<Partial<Job>> {
  const parts = await listParts(id);
  const carried = parts.flatMap((part) => (indexes.has(part.k) ? [{ part, index: indexes.get(part.k)! }] : []));
  const ledger = ledgerBefore(id, dataset.rowCount, reasons, carried);
  await db.ledgers.put(ledger);
  for (const { k, state } of parts) if (state === 'collected') await db.parts.update([id, k], { state: 'ended', isBrought: true });
  return { counts: countRows(ledger), usage: null };
}

/** What the job was told by is of no more use once nothing lacks. */
async function dropTold(jobId: string): Promise<void> {
  const told = await db.artifacts.get([jobId, 'job.json']);
  if (told) await db.blobs.delete(told.blobKey);
  await db.artifacts.delete([jobId, 'job.json']);
}

/** Is a table the one the job was made from? */
function isTableOf(dataset: Dataset, { dataset: told }: Manifest): boolean {
  return (
    told !== null &&
    dataset.fileDigest === told.fileDigest &&
    dataset.rowCount === told.rowCount &&
    told.columns.every((column) => dataset.columns.includes(column))
  );
}

/**
 * Gives a job that lacks it its table: the one it was made from, by the digest of its file. Input files that are not here are written
 * anew by the same packing and must have the digests of those sent; where one has another, the table is refused and nothing changes.
 */
export async function rebuildFromTable(jobId: string, datasetId: string): Promise<Rebuilt> {
  const [lacking, dataset] = await Promise.all([lackingJob(jobId), getDataset(datasetId)]);
  if (!lacking || !dataset) return GONE;
  const { manifest } = lacking;
  if (!isTableOf(dataset, manifest)) {
    const told = manifest.dataset;
    const named = told ? `It was made from “${told.name}” with ${told.rowCount} rows` : 'It names none';
    return refusal(`“${dataset.name}” is not the table this job was made from.`, `${named}: choose that very file, unchanged.`);
  }
  const indexed = await indexesFromTable({ ...lacking, dataset });
  if (!indexed.ok) return refusal(indexed.what, 'Add a bundle of this job instead.', indexed.details);
  await store(lacking, indexed);
  return { ok: true, jobId };
}

/**
 * Gives a job its rows out of its input files: those in its job directory, and `files` by the number of their batch, which are kept there.
 * Each must have the digest of the one sent. Its texts then stand in a table made of them, until its own is added.
 */
export async function rebuildFromInputs(jobId: string, files: ReadonlyMap<number, Blob> = new Map()): Promise<Rebuilt> {
  const lacking = await lackingJob(jobId);
  if (!lacking) return GONE;
  const inputs = new Map<number, Blob>();
  for (const { k, path, digest } of lacking.parts) {
    const file = files.get(k) ?? (await artifactBlob(jobId, path));
    if (!file) return refusal(`The requests of batch ${k} are not here.`, 'Add the table, or a bundle of this job.');
    if ((await digestBlob(file)) !== digest) {
      return refusal(
        `The requests of batch ${k} are not those that were sent.`,
        'Add the table, or a bundle of this job.',
        `Digest of ${path}.`,
      );
    }
    inputs.set(k, file);
  }
  const indexed = await indexesFromInputs({ ...lacking, inputs });
  if (!indexed.ok) return refusal(indexed.what, 'Add the table, or a bundle of this job.', indexed.details);
  await store(lacking, indexed);
  return { ok: true, jobId };
}

/** Gives a job its rows by the ids its manifest tells, where it does. Its texts are blank until its table is added. */
export async function rebuildFromIds(jobId: string): Promise<Rebuilt> {
  const lacking = await lackingJob(jobId);
  if (!lacking) return GONE;
  const indexed = await indexesFromIds(lacking);
  if (!indexed.ok) return refusal(indexed.what, 'Add the table, or a bundle of this job.', indexed.details);
  await store(lacking, indexed);
  return { ok: true, jobId };
}

/** Gives a job the rows that were found for it in another way: by the ids in its answers. */
export async function rebuildFromRows(jobId: string, found: FoundRows): Promise<Rebuilt> {
  const lacking = await lackingJob(jobId);
  if (!lacking) return GONE;
  await store(lacking, found);
  return { ok: true, jobId };
}
