import type { Manifest } from '#lib/core/manifest';
import { loadApi } from '#lib/providers/apis';
import type { ProviderApi } from '#lib/providers/provider';
import { artifactBlob, getJob, listParts, logEvent } from '#lib/storage/jobs';
import { rebuildFromIds, rebuildFromInputs, type Rebuilt } from './rebuild.ts';
import { takeIn, type TakenIn } from './take-in.ts';

/** The file of requests a batch was made of, from the provider; null where it keeps none. */
export async function inputFile(api: ProviderApi, batchId: string): Promise<Blob | null> {
  if (!api.files) return null;
  const batch = await api.batch(batchId);
  if (!batch.ok || batch.value.inputFileId === null) return null;
  const files = { id: batchId, outputFileId: batch.value.inputFileId, errorFileId: null };
  const got = await api.results(files, new AbortController().signal);
  return got.ok ? got.value.output : null;
}

/** Files of requests that are not here, as far as the provider gives them back, by number of their batch. */
async function inputsAtProvider(jobId: string): Promise<Map<number, Blob>> {
  const files = new Map<number, Blob>();
  const job = await getJob(jobId);
  if (!job || job.trouble) return files;
  const api = await loadApi(job.endpoint, location.origin);
  for (const { k, path, batchId } of await listParts(jobId)) {
    if (batchId === null || (await artifactBlob(jobId, path))) continue;
    const file = await inputFile(api, batchId);
    if (file) files.set(k, file);
  }
  return files;
}

/** Gives a job its rows without its table: by the ids its link tells, else out of the requests the provider still has. */
async function bringRows(jobId: string, manifest: Manifest): Promise<Rebuilt> {
  const { protocol } = (await getJob(jobId))!.endpoint;
  // Of files the provider has, texts come back too.
  if (protocol === 'openai') return rebuildFromInputs(jobId, await inputsAtProvider(jobId));
  const told = manifest.batches.every(({ ids, state }) => ids !== undefined || state === 'split');
  return told ? rebuildFromIds(jobId) : { ok: false, trouble: NEEDS_TABLE };
}

const NEEDS_TABLE = {
  what: 'Which rows the batches carry is known once the table is added.',
  meaning: 'The job is as it was; nothing was sent.',
  todo: 'Add the table, or a bundle of this job.',
  details: null,
};

/**
 * Takes in the job a link holds, to be watched: nothing is sent or cancelled from here. Its rows come from its table where that is here,
 * else from the provider or the link; where neither has them the job waits for its table. `jobId`: another id to have here.
 */
export async function takeInLinked(manifest: Manifest, jobId?: string): Promise<TakenIn> {
  const taken = await takeIn(manifest, { role: 'watch', ...(jobId !== undefined && { jobId }) });
  if (!taken.ok || !(await getJob(taken.jobId))?.lacks) return taken;
  const brought = await bringRows(taken.jobId, manifest);
  if (!brought.ok) {
    const { what, todo, details } = brought.trouble;
    await logEvent({ jobId: taken.jobId, k: null, kind: 'watching', message: `${what} ${todo}`, details });
  }
  return taken;
}
