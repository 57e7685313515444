import type { EndpointInfo } from '#lib/core/endpoint';
import type { Job, JobRole, Trouble } from '#lib/core/job';
import { jobIdProblem, slugJobId } from '#lib/core/job-id';
import type { Manifest } from '#lib/core/manifest';
import { db } from '#lib/storage/db';
import { listDatasets } from '#lib/storage/datasets';
import { getJob, listParts, logEvent, putArtifact } from '#lib/storage/jobs';
import { listEndpoints } from './endpoints.ts';
import { rebuildFromTable } from './rebuild.ts';
import { providerOf, takenRecords, type TakenRecords } from './take-in-records.ts';
import { wakeEngines } from './wake.ts';

export interface TakeInWish {
  role: JobRole;
  /** Id to have here; absent: the one it comes with. Given where one of that id is here already and both are to be kept. */
  jobId?: string;
  /** Where its batches are, where the manifest does not tell. */
  endpoint?: EndpointInfo;
}

/** `exists`: a job of that id is here already; `sameDigest`: it is this very job, by the digests of table and files. */
export type TakenIn = { ok: true; jobId: string } | { ok: false; trouble: Trouble; exists?: string; sameDigest?: boolean };

const refusal = (what: string, todo: string): Extract<TakenIn, { ok: false }> => ({
  ok: false,
  trouble: { what, meaning: 'The job was not taken in. Nothing was changed and nothing was sent.', todo, details: null },
});

/** The place a job's batches are at, as this server knows it, and what is missing there. */
async function placeOf(manifest: Manifest, wish: TakeInWish): Promise<{ endpoint: EndpointInfo; trouble: Trouble | null } | null> {
  const told = wish.endpoint ?? manifest.job.endpoint;
  if (!told) return null;
  const ours = (await listEndpoints()).find(({ identity }) => identity !== null && identity === told.identity);
  return { endpoint: ours ?? told, trouble: ours ? null : missingKey(told) };
}

function missingKey({ label, host, fingerprint, keyVariable }: EndpointInfo): Trouble {
  const key = fingerprint === null ? 'its key' : `the key that begins its fingerprint with ${fingerprint}`;
  return {
    what: `This job’s batches are at ${label} (${host}), under a key this server does not hold.`,
    meaning: 'What came with the job can be looked at. Its batches cannot be asked for, and nothing is sent.',
    todo: `Set ${key} under Connections${keyVariable ? ` or as ${keyVariable}` : ''}, then press Check now.`,
    details: null,
  };
}

/** A job here that has the manifest's id, as its own or as the one it came with. */
export async function jobHere({ job }: Manifest): Promise<Job | undefined> {
  return (await getJob(job.id)) ?? (await db.jobs.filter(({ foreignId }) => foreignId === job.id).first());
}

/** Is that job the manifest's? By the file of its first batch: it holds table, question and packing. */
export async function isSameJob(manifest: Manifest, jobId: string): Promise<boolean> {
  const digests = new Map((await listParts(jobId)).map(({ k, digest }) => [k, digest]));
  const both = manifest.batches.filter(({ k }) => digests.has(k));
  return both.length > 0 && both.every(({ k, digest }) => digests.get(k) === digest);
}

/** The records of a manifest's job, as it is to be here; nothing is stored. `exists` where a job of that id is here already. */
export async function recordsFor(
  manifest: Manifest,
  wish: TakeInWish,
): Promise<({ ok: true } & TakenRecords) | Extract<TakenIn, { ok: false }>> {
  const here = wish.jobId === undefined ? await jobHere(manifest) : await getJob(wish.jobId);
  if (here) {
    const sameDigest = await isSameJob(manifest, here.id);
    return {
      ...refusal(`A job with the id “${here.id}” is here already.`, 'Open that one, or keep both apart.'),
      exists: here.id,
      sameDigest,
    };
  }
  const place = await placeOf(manifest, wish).catch(() => 'unreachable' as const);
  if (place === 'unreachable') return refusal('The server cannot be reached.', 'Try again once it is.');
  if (!place) return refusal('It is not told where this job’s batches are.', 'Choose the provider it belongs to.');
  if (place.endpoint.protocol !== providerOf(manifest))
    return refusal('The job is for another provider than the one chosen.', 'Choose another.');
  const jobId = wish.jobId ?? (jobIdProblem(manifest.job.id) === null ? manifest.job.id : slugJobId(manifest.job.id));
  return { ok: true, ...takenRecords(manifest, { jobId, role: wish.role, ...place }, Date.now()) };
}

/**
 * Makes the job of a manifest in this browser, without rows (`lacks`), unless its table is here: then they are rebuilt at once.
 * Its batches are polled from here on by the job's role; nothing is created at a provider. A job whose key this server lacks is
 * taken in all the same and says what is missing. Expected failures come back in words.
 */
export async function takeIn(manifest: Manifest, wish: TakeInWish): Promise<TakenIn> {
  const records = await recordsFor(manifest, wish);
  if (!records.ok) return records;
  const { job, attempts, parts } = records;
  await db.transaction('rw', [db.jobs, db.attempts, db.parts, db.artifacts, db.blobs, db.events], async () => {
    await db.jobs.add(job);
    await db.attempts.bulkAdd(attempts);
    await db.parts.bulkAdd(parts);
    await putArtifact(job.id, 'job.json', new Blob([JSON.stringify(manifest)]));
    await logEvent({ jobId: job.id, k: null, kind: 'watching', message: 'The job was taken in from elsewhere.', details: null });
  });
  const table = (await listDatasets()).find(
    ({ id, fileDigest }) => id === manifest.dataset?.id && fileDigest === manifest.dataset.fileDigest,
  );
  if (table) await rebuildFromTable(job.id, table.id);
  wakeEngines();
  return { ok: true, jobId: job.id };
}

/** Makes a job that is only watched one's own: from here on it can be sent again and cancelled from here. */
export async function takeOver(jobId: string): Promise<void> {
  await db.transaction('rw', db.jobs, db.events, async () => {
    if ((await getJob(jobId))?.role !== 'watch') return;
    await db.jobs
      .where('id')
      .equals(jobId)
      .modify((job) => {
        delete job.role;
      });
    await logEvent({ jobId, k: null, kind: 'watching', message: 'The job was taken over: it is acted on from here.', details: null });
  });
  wakeEngines();
}
