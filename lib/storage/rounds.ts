import { dropBytes } from './bytes.ts';
import { db } from './db.ts';
import { listArtifacts, listAttempts, listParts } from './jobs.ts';

/** Removes files, parts and indexes of a round of which nothing was sent. Returns whether there was anything to remove. */
export async function dropParts(jobId: string, attempt: number): Promise<void> {
  await db.transaction('rw', db.parts, db.partIndexes, db.artifacts, db.blobs, async () => {
    const parts = (await listParts(jobId)).filter((part) => part.attempt === attempt);
    if (parts.some((part) => part.state !== 'built')) throw new Error(`Round ${attempt} of ${jobId} was sent in part and stays.`);
    const paths = new Set(parts.map((part) => part.path));
    const files = (await listArtifacts(jobId)).filter((file) => paths.has(file.path));
    await dropBytes(files.map((file) => file.blobKey));
    await db.artifacts.bulkDelete(files.map((file): [string, string] => [jobId, file.path]));
    await db.partIndexes.bulkDelete(parts.map((part): [string, number] => [jobId, part.k]));
    await db.parts.bulkDelete(parts.map((part): [string, number] => [jobId, part.k]));
  });
}

/** Takes back the newest round if it is a further one and nothing of it was sent. */
export async function dropUnsentRound(jobId: string): Promise<void> {
  const tables = [db.jobs, db.attempts, db.parts, db.partIndexes, db.artifacts, db.blobs];
  await db.transaction('rw', tables, async () => {
    const job = await db.jobs.get(jobId);
    const attempt = (await listAttempts(jobId)).at(-1);
    if (!job || !attempt || attempt.number === 1 || job.wishes.submit) return;
    await dropParts(jobId, attempt.number);
    await db.attempts.delete([jobId, attempt.number]);
    job.preparation = { ...job.preparation, phase: 'done', error: null };
    job.wishes.submit = true;
    await db.jobs.put(job);
  });
}
