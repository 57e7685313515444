import { db, type Draft } from '#lib/storage/db';
import { putDraft } from '#lib/storage/drafts';
import { getJob } from '#lib/storage/jobs';

/**
 * Puts a job's newest recipe and table into the page New job, in place of what is there. `beside`: the new job answers the
 * same question, so that the two can be looked at side by side.
 */
export async function duplicateAsDraft(jobId: string, beside: boolean): Promise<boolean> {
  const job = await getJob(jobId);
  if (!job) return false;
  const hasTable = (await db.datasets.where('id').equals(job.datasetId).count()) > 0;
  const draft: Draft = {
    id: 'new',
    datasetId: hasTable ? job.datasetId : null,
    endpointId: beside ? null : job.endpoint.id,
    recipe: structuredClone(job.revisions.at(-1)!.recipe),
    name: beside ? job.name : `${job.name} (copy)`,
    jobId: '',
    sample: null,
    besideJobId: beside ? jobId : null,
    updatedAt: Date.now(),
  };
  await putDraft(draft);
  return true;
}
