import type { EndpointInfo } from '#lib/core/endpoint';
import type { Attempt, Job, JobRole, Part, Trouble } from '#lib/core/job';
import type { Manifest, ManifestBatch } from '#lib/core/manifest';
import { newPart } from '#lib/core/new-part';
import { emptyCounts } from '#lib/core/row-state';
import { codecOf } from '#lib/providers/registry';

/** What a job that comes from elsewhere is in this browser, before its rows are known. */
export interface TakenRecords {
  job: Job;
  attempts: Attempt[];
  parts: Part[];
}

export interface TakeInAs {
  /** Id it gets here. */
  jobId: string;
  role: JobRole;
  /** Where its batches are, as this server knows the place. */
  endpoint: EndpointInfo;
  /** The server holds no key for that place; null: it does. */
  trouble: Trouble | null;
}

export const providerOf = ({ recipes }: Manifest) => recipes[0]!.recipe.question.provider.provider;

/** A part as it goes on here: what was collected elsewhere is collected once more, and an upload begun elsewhere is none here. */
function partOf(batch: ManifestBatch, jobId: string, provider: ReturnType<typeof providerOf>): Part {
  const { ids: _ids, state, ...told } = batch;
  const made = newPart({ ...told, jobId, path: codecOf(provider).paths.input(batch.k) });
  const hasBatch = told.batchId !== null;
  const now = state === 'collected' && hasBatch ? 'ended' : state === 'uploading' ? 'built' : state;
  return { ...made, ...told, path: made.path, state: now === 'creating' ? 'uncertain' : now };
}

const isUnderWay = (trouble: Trouble | null, parts: Part[]) =>
  parts.some(({ state }) => state !== 'failed' && state !== 'split') ? trouble : null;

/** The records of a job told by a manifest. Its last round counts as submitted where the person had said so, or any of it was sent. */
export function takenRecords(manifest: Manifest, { jobId, role, endpoint, trouble }: TakeInAs, at: number): TakenRecords {
  const { job: told, dataset, recipes, rounds, batches } = manifest;
  const provider = providerOf(manifest);
  const parts = batches.map((batch) => partOf(batch, jobId, provider));
  const attempts = rounds.map(({ sent: _sent, ...round }): Attempt => ({ ...round, jobId }));
  const last = attempts.at(-1)!;
  const isSubmitted = last.submittedAt !== null || parts.some((part) => part.attempt === last.number && part.state !== 'built');
  const rowCount = dataset?.rowCount ?? 0;
  const job: Job = {
    id: jobId,
    name: told.name.trim() || told.id,
    createdAt: told.createdAt,
    updatedAt: at,
    datasetId: dataset?.id ?? '',
    datasetName: dataset?.name ?? '',
    rowCount,
    endpoint,
    revisions: recipes,
    preparation: { phase: 'done', rowsDone: last.rows, rowsTotal: rowCount, bytes: last.bytes, startedAt: null, error: null },
    counts: { ...emptyCounts(), waiting: rowCount },
    extracted: told.extracted,
    usage: null,
    wishes: { submit: isSubmitted, cancel: false, watch: true, checkNow: false, submitWhenPrepared: null },
    bundledAt: null,
    sample: told.sample,
    besideJobId: null,
    trouble: isUnderWay(trouble, parts),
    lacks: 'rows',
    sharedAt: at,
    ...(role === 'watch' && { role }),
    ...(told.id !== jobId && { foreignId: told.id }),
  };
  return { job, attempts, parts };
}
