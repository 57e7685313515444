import { recipeDigests } from '#lib/core/digest';
import type { EndpointInfo } from '#lib/core/endpoint';
import { attemptTag } from '#lib/core/job-id';
import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import type { Trouble } from '#lib/core/job';
import { readManifest, type ManifestReading } from '#lib/core/manifest';
import { newPart } from '#lib/core/new-part';
import { recipeSchema, type Recipe } from '#lib/core/recipe';
import type { RemoteBatch } from '#lib/core/remote';
import type { BatchClue } from '#lib/core/remote-jobs';

/** A batch of the provider's, with all that is known of what it was made of. */
export interface FoundBatch {
  batch: RemoteBatch;
  clue: BatchClue | null;
  /** What it carries about its job (see `aboutJob`); null: nothing. */
  about: JsonObject | null;
  /** Number its file has by its custom ids; null: they do not tell. */
  k: number | null;
  digest: string;
  bytes: number;
  rows: number;
  requests: number;
}

const REFUSED: Trouble = {
  what: 'The provider refused this batch when it was made.',
  meaning: 'None of its requests ran, and nothing was charged for it.',
  todo: 'Send the remaining rows again when you like.',
  details: null,
};

const roundOf = ({ clue }: FoundBatch) => clue?.round ?? 1;
const isRefused = ({ batch }: FoundBatch) => batch.phase === 'rejected';

/**
 * Batches by the number of their file, one each. A file that was refused and sent again stands for the later batch; files without a
 * number get those that are left, in the order made.
 */
export function numbered(found: readonly FoundBatch[]): Map<number, FoundBatch> {
  const byK = new Map<number, FoundBatch>();
  const others: FoundBatch[] = [];
  for (const one of found.toSorted((a, b) => a.batch.createdAt - b.batch.createdAt)) {
    const k = one.clue?.k ?? one.k;
    const before = k === null ? undefined : byK.get(k);
    if (k === null) others.push(one);
    else if (!before || isRefused(before)) byK.set(k, one);
    else if (!isRefused(one)) others.push(one);
  }
  let next = 0;
  for (const one of others) {
    while (byK.has(next)) next++;
    byK.set(next, one);
  }
  return new Map([...byK].toSorted(([a], [b]) => a - b));
}

function batchOf(k: number, one: FoundBatch): object {
  const { batch, bytes, rows, requests, digest } = one;
  const made = newPart({ jobId: '', k, attempt: roundOf(one), path: '', bytes, rows, requests, digest });
  const { jobId: _job, path: _path, sentBytes: _sent, nextPollAt: _next, tries: _tries, answer: _answer, ...part } = made;
  const { id, status, counts, inputFileId, outputFileId, errorFileId, createdAt, errors } = batch;
  const details = errors.map(({ message, line }) => `${line === null ? '' : `line ${line}: `}${message}`).join('\n');
  return {
    ...part,
    state: isRefused(one) ? 'failed' : 'submitted',
    trouble: isRefused(one) ? { ...REFUSED, details: details.slice(0, 2000) || null } : null,
    batchId: id,
    fileId: inputFileId,
    providerStatus: status,
    counts,
    outputFileId,
    errorFileId,
    remote: batch.raw,
    createIntentAt: createdAt,
    submittedAt: createdAt,
  };
}

/** A round's own word on itself, where one of its batches carries it. */
function toldRound(found: readonly FoundBatch[]): JsonObject {
  const about = found.find((one) => isJsonObject(one.about?.round))?.about?.round;
  return isJsonObject(about) ? about : {};
}

function roundRecord(number: number, revision: number, own: readonly FoundBatch[], createdAt: number): object {
  const sum = (of: (one: FoundBatch) => number) => own.reduce((total, one) => total + of(one), 0);
  const told = toldRound(own);
  return {
    number,
    tag: own.find(({ clue }) => clue?.tag)?.clue?.tag ?? attemptTag(),
    revision,
    createdAt: told.createdAt ?? createdAt,
    states: told.states ?? null,
    doneAgain: told.doneAgain ?? 'none',
    consent: null,
    submittedAt: createdAt,
    rows: sum(({ rows }) => rows),
    requests: sum(({ requests }) => requests),
    batches: own.length,
    bytes: sum(({ bytes }) => bytes),
    gaveUpAt: null,
  };
}

const toldOf = (found: readonly FoundBatch[], name: string): Json | undefined =>
  found.map(({ about }) => about?.[name]).find((value) => value !== undefined);

function toldRecipe(found: readonly FoundBatch[]): Recipe | null {
  const told = recipeSchema.safeParse(toldOf(found, 'recipe'));
  return told.success ? told.data : null;
}

async function manifestBy(
  endpoint: EndpointInfo,
  job: { id: string; name: string },
  byK: ReadonlyMap<number, FoundBatch>,
  recipeOf: (found: readonly FoundBatch[]) => Recipe,
): Promise<ManifestReading> {
  const found = [...byK.values()];
  const createdAt = found.reduce((least, { batch }) => Math.min(least, batch.createdAt), Date.now());
  const last = found.reduce((most, one) => Math.max(most, roundOf(one)), 1);
  const recipes: { revision: number; questionDigest: string; sendingDigest: string; recipe: Recipe; createdAt: number }[] = [];
  const rounds: object[] = [];
  for (let number = 1; number <= last; number++) {
    const own = found.filter((one) => roundOf(one) === number);
    const recipe = toldRecipe(own) ?? (own.length > 0 ? recipeOf(own) : (recipes.at(-1)?.recipe ?? recipeOf(found)));
    const digests = await recipeDigests(recipe);
    const same = recipes.find((one) => one.questionDigest === digests.questionDigest && one.sendingDigest === digests.sendingDigest);
    const revision = same?.revision ?? recipes.length + 1;
    if (!same) recipes.push({ revision, ...digests, recipe, createdAt });
    rounds.push(roundRecord(number, revision, own, createdAt));
  }
  const table = toldOf(found, 'table');
  const skipped = toldOf(found, 'skipped');
  return readManifest({
    format: 'rowmill-job',
    version: 1,
    job: { ...job, createdAt: toldOf(found, 'createdAt') ?? createdAt, endpoint, extracted: [], usage: null, sample: null },
    dataset: isJsonObject(table) ? { ...table, name: `table of ${job.name}` } : null,
    recipes,
    rounds,
    batches: [...byK].map(([k, one]) => batchOf(k, one)),
    ...(skipped !== undefined && { skipped }),
  });
}

/**
 * The manifest of a job by what its batches at the provider carry. `recipeOf`: a recipe for batches that carry none. Rounds of which no
 * batch is known stand without rows. Where what they carry is nonsense, they are taken as if they carried nothing.
 */
export async function remoteManifest(
  endpoint: EndpointInfo,
  job: { id: string; name: string },
  byK: ReadonlyMap<number, FoundBatch>,
  recipeOf: (found: readonly FoundBatch[]) => Recipe,
): Promise<ManifestReading> {
  const told = await manifestBy(endpoint, job, byK, recipeOf);
  if (told.ok || [...byK.values()].every(({ about }) => about === null)) return told;
  return manifestBy(endpoint, job, new Map([...byK].map(([k, one]) => [k, { ...one, about: null }])), recipeOf);
}
