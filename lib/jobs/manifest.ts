import { listAttempts, listParts, getJob } from '#lib/storage/jobs';
import { getDataset } from '#lib/storage/datasets';

/** `job.json` of a bundle: everything about a job but its rows. Keys are never part of it. */
export async function manifest(jobId: string): Promise<object> {
  const job = (await getJob(jobId))!;
  const dataset = await getDataset(job.datasetId);
  const { id, name, createdAt, endpoint, revisions, counts, extracted, usage, sample } = job;
  return {
    format: 'rowmill-job',
    version: 1,
    job: { id, name, createdAt, endpoint, extracted, counts, usage, sample },
    dataset: dataset && {
      id: dataset.id,
      fileDigest: dataset.fileDigest,
      name: dataset.name,
      bytes: dataset.bytes,
      format: dataset.format,
      columns: dataset.columns,
      rowCount: dataset.rowCount,
    },
    recipes: revisions,
    rounds: await listAttempts(jobId),
    batches: (await listParts(jobId)).map(({ sentBytes: _sent, nextPollAt: _next, tries: _tries, answer: _answer, ...part }) => part),
  };
}
