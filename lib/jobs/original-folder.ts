import { recipeDigests } from '#lib/core/digest';
import { attemptTag } from '#lib/core/job-id';
import type { Json } from '#lib/core/json';
import type { Manifest, ManifestBatch } from '#lib/core/manifest';
import { newPart } from '#lib/core/new-part';
import type { ProviderName } from '#lib/core/recipe';
import { digestBlob } from '#lib/table/digest';
import { recipeOfRequests } from './original-folder-recipe.ts';
import { submissionsOf, type Submission } from './original-folder-submissions.ts';
import { InputFileError } from './rebuild-elements.ts';
import { fileRequests, type FileRequest } from './rebuild-requests.ts';

/** What one pass over an input file tells. */
export interface InputFile {
  k: number;
  file: Blob;
  first: FileRequest;
  requests: number;
  rows: number;
  /** Rows of its largest request. */
  perRequest: number;
  customIds: Set<string>;
}

const NUMBERS: Record<ProviderName, RegExp> = {
  openai: /^batch_input\/batch_(\d+)\.jsonl$/,
  anthropic: /^batch_input\/requests(?:_(\d+))?\.json$/,
};

async function inputFile(k: number, file: Blob, provider: ProviderName): Promise<InputFile> {
  let first: FileRequest | null = null;
  let [requests, rows, perRequest] = [0, 0, 0];
  const customIds = new Set<string>();
  for await (const request of fileRequests(file, provider)) {
    first ??= request;
    requests++;
    rows += request.rows.length;
    perRequest = Math.max(perRequest, request.rows.length);
    customIds.add(request.customId);
  }
  if (!first) throw new InputFileError('A file of requests is empty.');
  return { k, file, first, requests, rows, perRequest, customIds };
}

/** The provider whose files these are, and those files by number. */
async function inputFiles(files: ReadonlyMap<string, Blob>): Promise<{ provider: ProviderName; inputs: InputFile[] }> {
  const provider: ProviderName = [...files.keys()].some((path) => NUMBERS.openai.test(path)) ? 'openai' : 'anthropic';
  const found = [...files].flatMap(([path, file]) => {
    const match = NUMBERS[provider].exec(path);
    return match ? [{ k: Number(match[1] ?? 0), file }] : [];
  });
  if (found.length === 0) throw new InputFileError('It has no requests in batch_input.');
  const inputs: InputFile[] = [];
  for (const { k, file } of found.toSorted((a, b) => a.k - b.k)) inputs.push(await inputFile(k, file, provider));
  return { provider, inputs };
}

/** The job's id: what its custom ids begin with, else its folder's name. */
function jobIdOf(root: string, { k, first }: InputFile, provider: ProviderName): string {
  const ending = provider === 'openai' ? `-${k}-0` : '-chunk-000000';
  if (first.customId.endsWith(ending) && first.customId.length > ending.length) return first.customId.slice(0, -ending.length);
  return root.split('/').findLast((segment) => segment !== '') ?? 'job';
}

const numberIn = (value: Json | undefined, scale: number) => (typeof value === 'number' ? value * scale : null);
const timeIn = (value: Json | undefined) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : numberIn(value, 1000);
const idIn = (value: Json | undefined) => (typeof value === 'string' && /^[\w.-]{1,200}$/.test(value) ? value : null);

async function batchOf({ k, file, requests, rows }: InputFile, submission: Submission | undefined): Promise<ManifestBatch> {
  const made = newPart({ jobId: '', k, attempt: 1, path: '', bytes: file.size, rows, requests, digest: await digestBlob(file) });
  const { jobId: _job, path: _path, sentBytes: _sent, nextPollAt: _next, tries: _tries, answer: _answer, ...batch } = made;
  if (!submission) return batch;
  const { batchId, told } = submission;
  return {
    ...batch,
    state: 'submitted',
    batchId,
    fileId: idIn(told.input_file_id),
    outputFileId: idIn(told.output_file_id),
    errorFileId: idIn(told.error_file_id),
    remote: told,
    submittedAt: timeIn(told.created_at),
  };
}

/**
 * The manifest of a job folder as the Python original leaves it, of either class and at any stage, worked out from its files: the recipe
 * from the requests, the batches from the notes of submission beside them. Throws an {@link InputFileError} where it is none.
 */
export async function originalManifest(root: string, files: ReadonlyMap<string, Blob>): Promise<Manifest> {
  const { provider, inputs } = await inputFiles(files);
  const recipe = recipeOfRequests(provider, inputs);
  const submissions = await submissionsOf(provider, files, inputs);
  const batches: ManifestBatch[] = [];
  for (const input of inputs) batches.push(await batchOf(input, submissions.get(input.k)));
  const sum = (of: (batch: ManifestBatch) => number) => batches.reduce((total, batch) => total + of(batch), 0);
  const id = jobIdOf(root, inputs[0]!, provider);
  const at = Math.min(Date.now(), ...batches.flatMap(({ submittedAt }) => submittedAt ?? []));
  const sums = {
    rows: sum(({ rows }) => rows),
    requests: sum(({ requests }) => requests),
    batches: batches.length,
    bytes: sum(({ bytes }) => bytes),
  };
  const submittedAt = batches.some(({ batchId }) => batchId !== null) ? at : null;
  const round = { number: 1, tag: attemptTag(), revision: 1, createdAt: at, states: null, doneAgain: 'none' as const, consent: null };
  return {
    format: 'rowmill-job',
    version: 1,
    job: { id, name: id, createdAt: at, endpoint: null, extracted: [], usage: null, sample: null },
    dataset: null,
    recipes: [{ revision: 1, ...(await recipeDigests(recipe)), recipe, createdAt: at }],
    rounds: [{ ...round, submittedAt, ...sums, gaveUpAt: null }],
    batches,
  };
}
