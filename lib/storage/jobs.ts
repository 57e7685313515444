import type { Artifact, Attempt, Job, JobEvent, Part, PartIndex, ResponseIndex } from '#lib/core/job';
import { isSoundJob, jobFault } from '#lib/core/job-shape';
import { bytesOf, dropBytes } from './bytes.ts';
import { db } from './db.ts';

/** A job's record is there and cannot be used. */
export class DamagedJobError extends Error {
  constructor(id: string, fault: string) {
    super(`The record of job ${id} is damaged: ${fault}.`);
    this.name = 'DamagedJobError';
  }
}

const ofJob = (jobId: string) => [[jobId], [jobId, []]] as const;

/** Newest change first. Without records that are damaged: see {@link listDamagedJobs}. */
export async function listJobs(): Promise<Job[]> {
  return (await db.jobs.orderBy('updatedAt').reverse().toArray()).filter(isSoundJob);
}

/** Ids of jobs whose records cannot be used. */
export async function listDamagedJobs(): Promise<string[]> {
  const ids: string[] = [];
  await db.jobs.each((job: unknown, { primaryKey }) => {
    if (!isSoundJob(job)) ids.push(primaryKey);
  });
  return ids;
}

/** Throws {@link DamagedJobError} where its record cannot be used. */
export async function getJob(id: string): Promise<Job | undefined> {
  const job: unknown = await db.jobs.get(id);
  const fault = job === undefined ? null : jobFault(job);
  if (fault !== null) throw new DamagedJobError(id, fault);
  return job as Job | undefined;
}

export function listAttempts(jobId: string): Promise<Attempt[]> {
  const [low, high] = ofJob(jobId);
  return db.attempts.where('[jobId+number]').between(low, high).toArray();
}

/** In the order of their numbers. */
export function listParts(jobId: string): Promise<Part[]> {
  const [low, high] = ofJob(jobId);
  return db.parts.where('[jobId+k]').between(low, high).toArray();
}

/** Newest first, at most `most`. */
export function listEvents(jobId: string, most: number): Promise<JobEvent[]> {
  const [low, high] = ofJob(jobId);
  return db.events.where('[jobId+at]').between(low, high).reverse().limit(most).toArray();
}

/** By path. */
export function listArtifacts(jobId: string): Promise<Artifact[]> {
  const [low, high] = ofJob(jobId);
  return db.artifacts.where('[jobId+path]').between(low, high).toArray();
}

/** The whole bytes of one file of the job directory; undefined where there is no such file. */
export async function artifactBlob(jobId: string, path: string): Promise<Blob | undefined> {
  const artifact = await db.artifacts.get([jobId, path]);
  return artifact && bytesOf(artifact.blobKey);
}

export function getPartIndex(jobId: string, k: number): Promise<PartIndex | undefined> {
  return db.partIndexes.get([jobId, k]);
}

export function getResponseIndex(jobId: string, k: number): Promise<ResponseIndex | undefined> {
  return db.responseIndexes.get([jobId, k]);
}

/** Writes an event and stamps the job. */
export async function logEvent(event: Omit<JobEvent, 'id' | 'at'>): Promise<void> {
  const at = Date.now();
  await db.transaction('rw', db.events, db.jobs, async () => {
    await db.events.add({ ...event, at });
    await db.jobs.update(event.jobId, { updatedAt: at });
  });
}

export async function updateJob(id: string, change: Partial<Job>): Promise<void> {
  await db.jobs.update(id, { ...change, updatedAt: Date.now() });
}

export async function updateWishes(id: string, wishes: Partial<Job['wishes']>): Promise<void> {
  await db.jobs
    .where('id')
    .equals(id)
    .modify((job) => {
      Object.assign(job.wishes, wishes);
    });
}

/**
 * Stores a file of the job directory under a fresh key, or notes one that lies among the files already; a file it replaces goes only
 * once the new one is whole.
 */
export async function putArtifact(jobId: string, path: string, from: Blob | { fileKey: string; bytes: number }): Promise<void> {
  const blobKey = from instanceof Blob ? crypto.randomUUID() : from.fileKey;
  const bytes = from instanceof Blob ? from.size : from.bytes;
  await db.transaction('rw', db.artifacts, db.blobs, async () => {
    const old = await db.artifacts.get([jobId, path]);
    if (from instanceof Blob) await db.blobs.add({ key: blobKey, blob: from });
    await db.artifacts.put({ jobId, path, blobKey, bytes, createdAt: Date.now() });
    if (old) await dropBytes([old.blobKey]);
  });
}

/** Everything of a job, in one transaction. Its table is kept. */
export async function deleteJob(id: string): Promise<void> {
  const tables = [
    db.jobs,
    db.attempts,
    db.parts,
    db.events,
    db.artifacts,
    db.blobs,
    db.partIndexes,
    db.responseIndexes,
    db.resultPacks,
    db.answerFiles,
    db.ledgers,
  ];
  await db.transaction('rw', tables, async () => {
    const [low, high] = ofJob(id);
    const files = await listArtifacts(id);
    const answers = db.answerFiles.where('[jobId+k]').between(low, high);
    await dropBytes([...files.map((file) => file.blobKey), ...(await answers.primaryKeys())]);
    await answers.delete();
    await db.artifacts.where('[jobId+path]').between(low, high).delete();
    await db.attempts.where('[jobId+number]').between(low, high).delete();
    await db.parts.where('[jobId+k]').between(low, high).delete();
    await db.events.where('[jobId+at]').between(low, high).delete();
    await db.partIndexes.where('[jobId+k]').between(low, high).delete();
    await db.responseIndexes.where('[jobId+k]').between(low, high).delete();
    await db.resultPacks.where('[jobId+k+first]').between(low, high).delete();
    await db.ledgers.delete(id);
    await db.jobs.delete(id);
  });
}
