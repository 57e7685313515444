import type { JsonObject } from '#lib/core/json';
import type { Job } from '#lib/core/job';
import { packAbout } from '#lib/core/remote-about';
import { getDataset } from '#lib/storage/datasets';
import { getLedger } from '#lib/storage/ledgers';
import { attemptRecipe } from './build.ts';
import type { Work } from './desk.ts';
import { skippedRuns } from './manifest.ts';

const NAME_CHARACTERS = 512;
/** A table with its skipped rows scattered all over is told without them: rows then get their numbers by the order sent. */
const MOST_RUNS = 500;

/** The table by digest and size, with the columns the recipe names; no name of its file, nor other columns. */
async function tableOf({ datasetId }: Job, columns: string[]): Promise<JsonObject | null> {
  const dataset = await getDataset(datasetId);
  if (!dataset) return null;
  const { id, fileDigest, bytes, format, rowCount } = dataset;
  return { id, fileDigest, bytes, format: { ...format }, rowCount, columns };
}

async function skippedOf({ id }: Job): Promise<JsonObject | null> {
  const ledger = await getLedger(id);
  const runs = ledger ? skippedRuns(ledger) : null;
  return runs && Object.values(runs).flat().length <= MOST_RUNS ? runs : null;
}

async function told({ job, attempt }: Work): Promise<Record<string, string>> {
  const recipe = attemptRecipe(job, attempt);
  const { id, texts } = recipe.question.columns;
  const table = await tableOf(job, [...new Set([...(id === null ? [] : [id]), ...texts])]);
  const { createdAt, states, doneAgain } = attempt;
  const base = { createdAt: job.createdAt, recipe, round: { createdAt, states, doneAgain } } as unknown as JsonObject;
  const skipped = await skippedOf(job);
  const about = (await packAbout({ ...base, ...(table && { table }), ...(skipped && { skipped }) })) ?? (await packAbout(base)) ?? {};
  return { name: job.name.slice(0, NAME_CHARACTERS), ...about };
}

let last: { round: string; about: Promise<Record<string, string>> } | null = null;

/**
 * What a batch carries about its job beside its mark, for those providers that keep such notes: name, recipe, round, and what the table
 * is known by. It is what the job is made again of where it is taken in. Worked out once a round.
 */
export function aboutJob(work: Work): Promise<Record<string, string>> {
  const round = `${work.job.id} ${work.attempt.number} ${work.attempt.tag}`;
  if (last?.round === round) return last.about;
  const about = told(work);
  last = { round, about };
  // What cannot be read now may be read at the next step.
  about.catch(() => {
    if (last?.about === about) last = null;
  });
  return about;
}
