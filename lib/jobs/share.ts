import type { Trouble } from '#lib/core/job';
import { readManifest, type Manifest } from '#lib/core/manifest';
import { LINK_CHARACTERS, writeFragment } from '#lib/core/share-link';
import { linked, type IdsByBatch } from '#lib/core/share-manifest';
import { hasExamples, withoutExamples } from '#lib/core/share-recipe';
import { specOf } from '#lib/providers/registry';
import { db } from '#lib/storage/db';
import { getJob, getPartIndex, listParts, logEvent } from '#lib/storage/jobs';
import { manifest } from './manifest.ts';

/** A link to a job, and all it tells whoever has it. */
export interface JobLink {
  fragment: string;
  manifest: Manifest;
  /** Ids of rows that stand in it, in no order; null: none do. */
  ids: string[] | null;
}

export type JobLinked = { ok: true; link: JobLink } | { ok: false; trouble: Trouble };

export interface RecipeLink {
  fragment: string;
  /** There are examples in the schema, which can be left out. */
  hasExamples: boolean;
}

export type RecipeLinked = { ok: true; link: RecipeLink } | { ok: false; trouble: Trouble };

const NOTHING_LEFT = 'Nothing was shared.';

const GONE: Trouble = {
  what: 'This job is no longer in this browser.',
  meaning: NOTHING_LEFT,
  todo: 'Go back to the list of jobs.',
  details: null,
};

const UNSENT: Trouble = {
  what: 'Nothing of this job is at the provider yet.',
  meaning: 'A link shows others where its batches are; there are none so far.',
  todo: 'Submit it first, share its recipe alone, or save a bundle and pass that on.',
  details: null,
};

const tooLong = (characters: number, what: string, todo: string): Trouble => ({
  what,
  meaning: `${NOTHING_LEFT} Mail and chat programs cut links of this length.`,
  todo,
  details: `${characters} characters; at most ${LINK_CHARACTERS} go into a link.`,
});

/** Ids of the rows of each batch, where its results alone cannot tell which rows it was asked about; null: some are not here. */
async function idsOf(jobId: string): Promise<IdsByBatch | null> {
  const ids = new Map<number, string[]>();
  for (const { k, state } of await listParts(jobId)) {
    const index = await getPartIndex(jobId, k);
    if (index) ids.set(k, index.ids);
    else if (state !== 'split') return null;
  }
  return ids;
}

/** The manifest as others will read it, so that what is shown is what they get. Throws where it cannot be read: a fault of the program. */
export async function ownManifest(jobId: string): Promise<Manifest> {
  const reading = readManifest(JSON.parse(JSON.stringify(await manifest(jobId))));
  if (!reading.ok) throw new Error(`The job cannot be described: ${reading.trouble.details}`);
  return reading.manifest;
}

async function fittingLink(whole: Manifest, ids: IdsByBatch | null): Promise<JobLink | number> {
  const content = linked(whole, ids);
  const fragment = await writeFragment(content);
  if (fragment.length > LINK_CHARACTERS) return fragment.length;
  return { fragment, manifest: whole, ids: ids && [...ids.values()].flat() };
}

/**
 * A link to a job: where its batches are, what was asked and how it was sent; no texts, no answers, no keys. Ids of rows go in where
 * batches are not uploaded as files, if they fit. Refused where it would be longer than programs pass on.
 */
export async function linkJob(jobId: string): Promise<JobLinked> {
  const job = await getJob(jobId);
  if (!job) return { ok: false, trouble: GONE };
  const parts = await listParts(jobId);
  if (parts.every(({ batchId }) => batchId === null)) return { ok: false, trouble: UNSENT };
  const whole = await ownManifest(jobId);
  const ids = specOf(job.endpoint.protocol).submitAs === 'body' ? await idsOf(jobId) : null;
  const withIds = ids && (await fittingLink(whole, ids));
  const link = withIds && typeof withIds !== 'number' ? withIds : await fittingLink(whole, null);
  if (typeof link === 'number') {
    const what = 'What there is to tell about this job does not fit into a link.';
    return { ok: false, trouble: tooLong(link, what, 'Save a bundle (“Download bundle”) and pass that on instead.') };
  }
  return { ok: true, link };
}

/** Notes that others may have the job from now on: further rounds look for theirs first. */
export async function noteShared(jobId: string): Promise<void> {
  await db.transaction('rw', db.jobs, db.events, async () => {
    const job = await getJob(jobId);
    if (!job || job.sharedAt) return;
    await db.jobs.update(jobId, { sharedAt: Date.now() });
    await logEvent({ jobId, k: null, kind: 'exported', message: 'A link to this job was made.', details: null });
  });
}

/** A link to what a job asks and how it sends, without table, rows or batches. */
export async function linkRecipe(jobId: string, isWithExamples: boolean): Promise<RecipeLinked> {
  const job = await getJob(jobId);
  const recipe = job?.revisions.at(-1)?.recipe;
  if (!job || !recipe) return { ok: false, trouble: GONE };
  const shared = isWithExamples ? recipe : withoutExamples(recipe);
  const fragment = await writeFragment({ format: 'rowmill-recipe', version: 1, name: job.name, recipe: shared });
  if (fragment.length <= LINK_CHARACTERS) return { ok: true, link: { fragment, hasExamples: hasExamples(recipe) } };
  const todo = 'Copy the instructions from the Recipe tab and pass them on as text.';
  return { ok: false, trouble: tooLong(fragment.length, 'The recipe does not fit into a link.', todo) };
}
