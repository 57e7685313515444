import { z } from 'zod';
import './zod-jitless.ts';
import { DELIMITERS, ENCODINGS } from './dataset.ts';
import { endpointInfo } from './endpoint.ts';
import { PART_STATES, type Trouble } from './job.ts';
import type { Json } from './json.ts';
import { recipeSchema } from './recipe.ts';
import { ROW_STATES, SKIP_REASONS } from './row-state.ts';

/** Largest `job.json` that is read. */
export const MANIFEST_BYTES = 64_000_000;
/** Longest path segment of a provider's id; the same characters the proxy lets through. */
const REMOTE_ID_CHARACTERS = 300;
const MOST_ROWS = 50_000_000;
/** Rounds and files of a job, as far as the ledger can name them. */
const MOST_ROUNDS = 255;
const MOST_PARTS = 65_534;
const MOST_COLUMNS = 10_000;
const MOST_RUNS = 4_000_000;

const text = (most: number) => z.string().max(most);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const rowCount = count.max(MOST_ROWS);
const time = count;
const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** It stands in addresses and in names of files. */
const remoteId = z
  .string()
  .max(REMOTE_ID_CHARACTERS)
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/);
const json = z.json() as z.ZodType<Json>;

/** What rows without an answer used is a share of their request's, so that it need not be whole. */
const tokens = z.number().min(0).max(Number.MAX_SAFE_INTEGER);
const usage = z.object({ inputTokens: tokens, outputTokens: tokens, cachedTokens: tokens, reasoningTokens: tokens });
const usd = z.number().min(0);

const trouble = z.object({
  what: text(2000),
  meaning: text(2000),
  todo: text(2000),
  details: text(20_000).nullable(),
  cause: z.literal('storage-full').optional(),
});

const consent = z.object({
  at: time,
  texts: count,
  batches: count,
  host: text(500),
  priceUsd: z.tuple([usd, usd]).nullable(),
});

/** The table the job was made from; the bytes it was read from are named by their digest. */
const manifestDataset = z.object({
  id: text(200),
  fileDigest: digest,
  name: text(500),
  bytes: count,
  format: z.object({
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum(DELIMITERS),
    newline: z.enum(['\r\n', '\n', '\r', 'mixed']),
    hasBom: z.boolean(),
  }),
  columns: z.array(text(100_000)).min(1).max(MOST_COLUMNS),
  rowCount,
});

/** Lengths of stretches of rows, by turns outside and inside of what is told, beginning outside: `[2, 3]` is rows 2, 3 and 4. */
const runs = z.array(rowCount).max(MOST_RUNS);

const revision = z.object({
  revision: z.number().int().min(1),
  questionDigest: digest,
  sendingDigest: digest,
  recipe: recipeSchema,
  createdAt: time,
});

const round = z.object({
  number: z.number().int().min(1).max(MOST_ROUNDS),
  tag: z.string().regex(/^[A-Za-z0-9]{1,16}$/),
  revision: z.number().int().min(1),
  createdAt: time,
  states: z.array(z.enum(ROW_STATES)).max(ROW_STATES.length).nullable(),
  doneAgain: z.enum(['none', 'other-question', 'all']),
  consent: consent.nullable(),
  submittedAt: time.nullable(),
  rows: count,
  requests: count,
  batches: count,
  bytes: count,
  gaveUpAt: time.nullable(),
  /** Rows that went out in this round; absent: not told. */
  sent: runs.optional(),
});

const partUsage = z.object({ all: usage, lost: usage, usd: z.object({ all: usd, lost: usd }).nullable() });

const batch = z.object({
  k: z.number().int().min(0).max(MOST_PARTS),
  attempt: z.number().int().min(1).max(MOST_ROUNDS),
  state: z.enum(PART_STATES),
  bytes: count,
  rows: rowCount,
  requests: rowCount,
  digest,
  fileId: remoteId.nullable(),
  createIntentAt: time.nullable(),
  searchedAt: z.array(time).max(10_000),
  batchId: remoteId.nullable(),
  providerStatus: text(200).nullable(),
  counts: z.object({ total: count, completed: count, failed: count }).nullable(),
  outputFileId: remoteId.nullable(),
  errorFileId: remoteId.nullable(),
  remote: json,
  submittedAt: time.nullable(),
  endedAt: time.nullable(),
  collectedAt: time.nullable(),
  usage: partUsage.nullable(),
  cancelRequestedAt: time.nullable(),
  lastPollAt: time.nullable(),
  trouble: trouble.nullable(),
  waitsFor: z.enum(['network', 'room', 'pause', 'turn']).nullish(),
  isGuess: z.boolean().optional(),
  formerBatches: z.array(remoteId).max(10_000).optional(),
  formerFiles: z.array(remoteId).max(10_000).optional(),
  queue: z.object({ limitTokens: count.nullable(), at: time, tries: count }).nullish(),
  tokens: z.number().min(0).nullish(),
  splitInto: z.array(count).max(MOST_PARTS).optional(),
  /** `input_id` of each row in the order sent, where neither table nor input file need be asked for it. */
  ids: z.array(text(100_000)).max(MOST_ROWS).optional(),
});

const endpoint = endpointInfo.refine((info) => JSON.stringify(info).length <= 8000, 'it is too long');

const manifestSchema = z.object({
  format: z.literal('rowmill-job'),
  version: z.literal(1),
  job: z.object({
    id: text(300).min(1),
    name: text(500),
    createdAt: time,
    /** Null: not told, as in job folders of the Python original. */
    endpoint: endpoint.nullable(),
    extracted: z.array(text(10_000)).max(MOST_COLUMNS),
    usage: usage.nullable(),
    sample: text(200).nullable(),
  }),
  /** Null: the job names none. */
  dataset: manifestDataset.nullish().transform((value) => value ?? null),
  recipes: z.array(revision).min(1).max(1000),
  rounds: z.array(round).min(1).max(MOST_ROUNDS),
  batches: z.array(batch).max(MOST_PARTS),
  /** Rows not sent, by reason (see SKIP_REASONS); absent: by the recipe's own selection. */
  skipped: z.partialRecord(z.enum(SKIP_REASONS), runs).optional(),
});

/** `job.json`: everything about a job but its rows. Version 1; what comes with later releases is optional. */
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestRound = z.infer<typeof round>;
export type ManifestBatch = z.infer<typeof batch>;

export type ManifestReading = { ok: true; manifest: Manifest } | { ok: false; trouble: Trouble };

const refusal = (what: string, todo: string, details: string | null): ManifestReading => ({
  ok: false,
  trouble: { what, meaning: 'Nothing was taken in and nothing was sent.', todo, details },
});

const BROKEN = 'The description of this job cannot be read: it is damaged or was changed.';
const AGAIN = 'Have it saved or shared once more, and try that.';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What no schema says: things that name one another. Null: all is well. */
function faultOf({ recipes, rounds, batches }: Manifest): string | null {
  const revisions = new Set(recipes.map(({ revision }) => revision));
  if (revisions.size < recipes.length) return 'two recipes have the same number';
  if (rounds.some(({ number }, at) => number !== at + 1)) return 'the rounds are not numbered 1, 2, 3 …';
  if (rounds.some(({ revision }) => !revisions.has(revision))) return 'a round names a recipe that is not there';
  if (new Set(batches.map(({ k }) => k)).size < batches.length) return 'two files have the same number';
  if (batches.some(({ attempt }) => attempt > rounds.length)) return 'a batch names a round that is not there';
  const provider = recipes[0]!.recipe.question.provider.provider;
  if (recipes.some(({ recipe }) => recipe.question.provider.provider !== provider)) return 'its recipes are for different providers';
  const ofIds = batches.find(({ ids, rows }) => ids && ids.length !== rows);
  return ofIds ? `batch ${ofIds.k} names ${ofIds.ids!.length} rows and carries ${ofIds.rows}` : null;
}

/** Checks a manifest that came from outside. Expected failures come back in words; never throws. */
export function readManifest(value: unknown): ManifestReading {
  if (isRecord(value) && value.format === 'rowmill-job' && typeof value.version === 'number' && value.version > 1) {
    const todo = 'Reload the page to get the newest version, or ask whoever runs this server to update it.';
    return refusal('This job was saved by a newer version of Rowmill than this one.', todo, `Version ${value.version}.`);
  }
  try {
    const read = manifestSchema.safeParse(value);
    if (!read.success) {
      const { path, message } = read.error.issues[0]!;
      return refusal(BROKEN, AGAIN, `${path.join('.') || 'job.json'}: ${message}`);
    }
    const fault = faultOf(read.data);
    return fault ? refusal(BROKEN, AGAIN, fault) : { ok: true, manifest: read.data };
  } catch (error) {
    // Nested so deep that checking it runs out of stack.
    return refusal(BROKEN, AGAIN, error instanceof Error ? error.message : null);
  }
}

/** As {@link readManifest}, from the text of `job.json`. */
export function parseManifest(json: string): ManifestReading {
  if (json.length > MANIFEST_BYTES)
    return refusal('The description of this job is too large to be read.', AGAIN, `${json.length} characters.`);
  try {
    return readManifest(JSON.parse(json));
  } catch (error) {
    return refusal(BROKEN, AGAIN, error instanceof Error ? error.message : null);
  }
}
