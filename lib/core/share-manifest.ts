import { isJsonObject } from './json.ts';
import type { Manifest, ManifestBatch } from './manifest.ts';
import { newPart } from './new-part.ts';

/** `input_id` of each row a batch carries, in the order sent, by the number of the batch. */
export type IdsByBatch = ReadonlyMap<number, string[]>;

/** A manifest as a link holds it: what is null, empty or as in any batch nothing was sent of is left out. */
export type LinkedManifest = Omit<Manifest, 'batches'> & { batches: Partial<ManifestBatch>[] };

const UNTOLD: ReadonlySet<string> = new Set(['jobId', 'path', 'sentBytes', 'nextPollAt', 'tries', 'answer']);
const NOTHING: Partial<ManifestBatch> = Object.fromEntries(
  Object.entries(newPart({ jobId: '', k: 0, attempt: 1, path: '', bytes: 0, rows: 0, requests: 0, digest: '' })).filter(
    ([name, value]) => !UNTOLD.has(name) && (value === null || Array.isArray(value)),
  ),
);

/** What a batch is known by. How far it has come is asked of the provider; so is every file of it. */
function linkedBatch(batch: ManifestBatch, ids: string[] | undefined): Partial<ManifestBatch> {
  const { k, attempt, bytes, rows, requests, digest, batchId, submittedAt, splitInto } = batch;
  const state = batchId !== null && batch.state !== 'split' ? 'submitted' : batch.state;
  const told = { k, attempt, state, bytes, rows, requests, digest, batchId, submittedAt, splitInto, ids };
  const doubt = state === 'uncertain' || state === 'creating' ? { createIntentAt: batch.createIntentAt } : {};
  const guess = batch.isGuess ? { isGuess: true } : {};
  // Whether it was given up or went wrong decides what its rows are.
  const end = state === 'failed' && batch.trouble ? { trouble: { ...batch.trouble, details: null } } : {};
  return Object.fromEntries(
    Object.entries({ ...told, ...doubt, ...guess, ...end }).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** A job's manifest for a link: no rows, no answers, no prices; ids of rows only where `ids` has them. */
export function linked(manifest: Manifest, ids: IdsByBatch | null): LinkedManifest {
  const { job, recipes, rounds, batches, ...rest } = manifest;
  const used = new Set(rounds.map(({ revision }) => revision));
  const endpoint = job.endpoint && { ...job.endpoint, keySource: null, mayType: false };
  return {
    ...rest,
    job: { ...job, endpoint, usage: null },
    recipes: recipes.filter(({ revision }) => used.has(revision)),
    rounds: rounds.map(({ consent, ...round }) => ({
      ...round,
      consent: consent && { ...consent, priceUsd: null },
      // Of the first round the rows that were skipped say the same.
      ...(round.number === 1 && rest.skipped && { sent: undefined }),
    })),
    batches: batches.map((batch) => linkedBatch(batch, ids?.get(batch.k))),
  };
}

/** The manifest of a link, as it is to be checked: what was left out is filled in again. */
export function fromLinked(value: unknown): unknown {
  if (!isJsonObject(value) || !Array.isArray(value.batches)) return value;
  return { ...value, batches: value.batches.map((batch) => (isJsonObject(batch) ? { ...NOTHING, ...batch } : batch)) };
}
