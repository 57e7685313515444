import type { EndpointInfo } from '#lib/core/endpoint';
import { troubleOf, type CallFailure } from '#lib/core/failure';
import { textDigest } from '#lib/core/digest';
import { slugJobId } from '#lib/core/job-id';
import type { Trouble } from '#lib/core/job';
import type { Recipe } from '#lib/core/recipe';
import type { RemoteBatch } from '#lib/core/remote';
import { unpackAbout } from '#lib/core/remote-about';
import { clueOf, cluesOfIds } from '#lib/core/remote-jobs';
import type { ProviderApi } from '#lib/providers/provider';
import { getJob } from '#lib/storage/jobs';
import { recipeOfRequests } from './original-folder-recipe.ts';
import { InputFileError } from './rebuild-elements.ts';
import { rebuildFromInputs, rebuildFromRows, type Rebuilt } from './rebuild.ts';
import { numbered, remoteManifest, type FoundBatch } from './remote-manifest.ts';
import { recipeOfResults, rowsOfResults, type AnsweredBatch, type RowsFound } from './remote-rows.ts';
import { surveyRequests, surveyResults, type RequestsSurvey } from './remote-survey.ts';
import { takeIn, type TakenIn } from './take-in.ts';

export interface RemoteWish {
  batchIds: string[];
  /** Table its rows are found in, where the provider does not give the requests back; null: none. */
  datasetId: string | null;
  /** A job of that id is here already, and both are to be kept. */
  isApart: boolean;
}

const refusal = (what: string, todo: string, details: string | null = null): Extract<TakenIn, { ok: false }> => ({
  ok: false,
  trouble: { what, meaning: 'Nothing was taken in, and nothing was sent or changed at the provider.', todo, details },
});

const failed = (failure: CallFailure): Extract<TakenIn, { ok: false }> => {
  const trouble: Trouble = troubleOf(failure);
  return refusal(trouble.what, 'Try again, or look under Connections.', trouble.details);
};

type FoundRows = Extract<RowsFound, { ok: true }>;
type Read = FoundBatch & { survey: RequestsSurvey | null; answered: AnsweredBatch | null };

const idFacts = (customId: string, { protocol }: EndpointInfo) => cluesOfIds(new Map([['', customId]]), protocol, () => 0).get('') ?? null;

async function fromRequests(endpoint: EndpointInfo, batch: RemoteBatch, file: Blob): Promise<Read> {
  const survey = await surveyRequests(file, endpoint.protocol);
  const told = idFacts(survey.first.customId, endpoint);
  const { digest, rows, requests } = survey;
  const about = await unpackAbout(batch.metadata);
  return {
    batch,
    clue: clueOf(batch) ?? told,
    about,
    k: told?.k ?? null,
    digest,
    bytes: file.size,
    rows,
    requests,
    survey,
    answered: null,
  };
}

async function fromResults(endpoint: EndpointInfo, batch: RemoteBatch, files: Blob[]): Promise<Read> {
  const results = await surveyResults(files, endpoint.protocol);
  const told = results.customIds[0] === undefined ? null : idFacts(results.customIds[0], endpoint);
  const [rows, requests] = [results.ids.length, results.customIds.length];
  const digest = await textDigest(batch.id);
  return { batch, clue: clueOf(batch) ?? told, about: null, k: null, digest, bytes: 0, rows, requests, survey: null, answered: results };
}

async function readBatch(api: ProviderApi, endpoint: EndpointInfo, id: string, signal: AbortSignal): Promise<Read | TakenIn> {
  const got = await api.batch(id);
  if (!got.ok) return failed(got.failure);
  const batch = got.value;
  const file = await api.requestsOf(batch, signal);
  if (!file.ok) return failed(file.failure);
  if (file.value) return fromRequests(endpoint, batch, file.value);
  if (batch.phase === 'running') {
    return refusal(
      `Batch ${id} is still running, and which rows it carries is told only by its results.`,
      'Come back once it has ended, or import a bundle of the job.',
    );
  }
  const results = await api.results(batch, signal);
  if (!results.ok) return failed(results.failure);
  const files = [results.value.output, results.value.errors].filter((one) => one !== null);
  if (files.length === 0) return refusal(`The results of batch ${id} are no longer at the provider.`, 'Take in the others without it.');
  return fromResults(endpoint, batch, files);
}

const isRead = (one: Read | TakenIn): one is Read => 'batch' in one;

/** One job for all: the clues of ids cannot tell the file's number from the job's id where a batch stands alone. */
function alike(reads: readonly Read[], { protocol }: EndpointInfo): Read[] {
  const ids = new Map(
    reads.flatMap(({ batch, survey, answered }) => {
      const id = survey?.first.customId ?? answered?.customIds[0];
      return clueOf(batch) || id === undefined ? [] : [[batch.id, id] as const];
    }),
  );
  const clues = cluesOfIds(ids, protocol, (id) => reads.find(({ batch }) => batch.id === id)!.batch.createdAt);
  return reads.map((one) => ({ ...one, clue: clues.get(one.batch.id) ?? one.clue }));
}

/** A recipe for batches that carry none: as their requests were written, else as far as their answers tell. */
function recipeOf(endpoint: EndpointInfo, reads: readonly Read[], found: FoundRows | null): Recipe {
  const inputs = reads.flatMap(({ survey, k }) => (survey ? [{ ...survey, k: k ?? 0, customIds: new Set<string>() }] : []));
  if (inputs.length > 0) return recipeOfRequests(endpoint.protocol, inputs);
  const answered = reads.flatMap((one) => one.answered ?? []);
  return recipeOfResults(endpoint.protocol, answered, found?.columns ?? { id: null, texts: [] });
}

function nameOf(reads: readonly Read[]): { id: string; name: string } {
  const id = reads.find(({ clue }) => clue)?.clue?.job ?? reads[0]!.batch.id;
  return { id, name: reads.find(({ clue }) => clue?.name)?.clue?.name ?? id };
}

/** Rows by the ids in answers; null: requests tell them. */
async function foundRows(byK: ReadonlyMap<number, Read>, name: string, datasetId: string | null): Promise<RowsFound | null> {
  if ([...byK.values()].every(({ survey }) => survey)) return null;
  const answered = [...byK].flatMap(([k, one]) => (one.answered ? [[k, one.answered] as const] : []));
  if (answered.length === byK.size) return rowsOfResults(answered, name, datasetId);
  return { ok: false, what: 'Some of these batches give their requests back, and others do not any more.', details: null };
}

/** Gives the job the rows that were found, else those its requests carry, unless its table was here and has given them already. */
async function giveRows(jobId: string, byK: ReadonlyMap<number, Read>, found: FoundRows | null): Promise<Rebuilt> {
  if (found) return rebuildFromRows(jobId, found);
  if (!(await getJob(jobId))?.lacks) return { ok: true, jobId };
  return rebuildFromInputs(jobId, new Map([...byK].map(([k, { survey }]) => [k, survey!.file])));
}

/**
 * Takes batches of the provider's list in as one job: by its requests where the provider gives them back, which makes it whole; else by
 * its results, which name the rows that were answered. It is one's own; where what was asked is not known, it `lacks` its
 * question. Nothing is sent. Expected failures come back in words.
 */
export async function takeInRemote(api: ProviderApi, endpoint: EndpointInfo, wish: RemoteWish, signal: AbortSignal): Promise<TakenIn> {
  const reads: Read[] = [];
  try {
    for (const id of wish.batchIds) {
      const one = await readBatch(api, endpoint, id, signal);
      if (!isRead(one)) return one;
      reads.push(one);
    }
  } catch (error) {
    if (error instanceof InputFileError) return refusal(`These requests cannot be read. ${error.message}`, 'Leave this batch where it is.');
    throw error;
  }
  const byK = numbered(alike(reads, endpoint)) as Map<number, Read>;
  const named = nameOf([...byK.values()]);
  const found = await foundRows(byK, named.name, wish.datasetId);
  if (found && !found.ok) return refusal(found.what, 'Choose another table, or take the job in without one.', found.details);
  const reading = await remoteManifest(endpoint, named, byK, (own) => recipeOf(endpoint, own as readonly Read[], found));
  if (!reading.ok) return reading;
  const { manifest } = reading;
  const taken = await takeIn(manifest, { role: 'own', endpoint, ...(wish.isApart && { jobId: slugJobId(manifest.job.name) }) });
  if (!taken.ok) return taken;
  const rebuilt = await giveRows(taken.jobId, byK, found);
  return rebuilt.ok ? taken : { ok: false, trouble: rebuilt.trouble };
}
