import type { Dataset } from '#lib/core/dataset';
import type { Job, Part, PartIndex } from '#lib/core/job';
import { wireId } from '#lib/core/job-id';
import type { Manifest } from '#lib/core/manifest';
import { fieldNames } from '#lib/core/row-bytes';
import type { Question } from '#lib/core/recipe';
import { codecOf } from '#lib/providers/registry';
import { artifactBlob } from '#lib/storage/jobs';
import { packPlan } from './build.ts';
import { importTable, readsAs } from './import.ts';
import { InputFileError } from './rebuild-elements.ts';
import { toldReasons } from './rebuild-ledger.ts';
import { packAgain } from './rebuild-pack.ts';
import { readFileIndex, type CarriedRow, type FileIndex } from './rebuild-requests.ts';
import { RowNumbers } from './rebuild-rows.ts';
import { leavesOf } from './rebuild-slots.ts';
import { StandInTable } from './rebuild-table.ts';
import { NOWHERE, rowsById } from './rebuild-ids.ts';
import { judgeAll, Selector } from './selection.ts';

export type NewIndex = Omit<PartIndex, 'jobId' | 'k'>;

/** A job's rows as they were found. `files`: input files written anew, by path. */
export interface FoundRows {
  ok: true;
  dataset: Dataset;
  lacks?: Job['lacks'];
  reasons: Uint8Array;
  indexes: Map<number, NewIndex>;
  files: Map<string, Blob>;
}

export type Indexed = FoundRows | { ok: false; what: string; details: string | null };

export interface OfJob {
  job: Job;
  parts: Part[];
  manifest: Manifest;
}

const fault = (what: string, details: string | null = null): Indexed => ({ ok: false, what, details });

const tagOf = ({ rounds }: Manifest, attempt: number) => (attempt === 1 ? null : rounds[attempt - 1]!.tag);

/** Custom ids are kept only where they are not the ones this app would give. */
function withRows({ customIds, ...index }: FileIndex, rows: Uint32Array, part: Part, { job, manifest }: OfJob): NewIndex {
  const { customId } = codecOf(job.endpoint.protocol);
  const tag = tagOf(manifest, part.attempt);
  const isOurs = customIds.every((id, i) => id === customId(wireId(job), part.k, i, tag));
  return { ...index, rows, ...(!isOurs && { customIds }) };
}

function firstSelector(dataset: Dataset, { job, manifest }: OfJob): Selector {
  const { question, sending } = manifest.recipes.find(({ revision }) => revision === manifest.rounds[0]!.revision)!.recipe;
  const plan = packPlan({ question, sending }, job.endpoint.lineUrl, wireId(job), null, 0);
  return new Selector(dataset, question, sending, plan);
}

/** With the table: what the input files here carry is found by id; files that are not here are packed again. */
export async function indexesFromTable(input: OfJob & { dataset: Dataset; inputs?: ReadonlyMap<number, Blob> }): Promise<Indexed> {
  const { job, parts, manifest, dataset } = input;
  const selector = firstSelector(dataset, input);
  const { reasons, renamed } = await judgeAll(selector);
  const indexes = new Map<number, NewIndex>();
  const files = new Map<string, Blob>();
  const read = new Map<Part, FileIndex>();
  const missing = new Set<number>();
  for (const part of parts) {
    const file = input.inputs?.get(part.k) ?? (await artifactBlob(job.id, part.path));
    if (file) read.set(part, await readFileIndex(file, job.endpoint.protocol));
    else missing.add(part.attempt);
  }
  const rowOf = await rowsById(dataset, selector.reader, { reasons, renamed }, read.values());
  for (const [part, index] of read) {
    const rows = Uint32Array.from(index.ids, rowOf);
    if (rows.includes(NOWHERE)) return fault(`Batch ${part.k} carries rows this table does not have.`);
    indexes.set(part.k, withRows(index, rows, part, input));
  }
  for (const number of missing) {
    const round = manifest.rounds[number - 1]!;
    const { recipe } = manifest.recipes.find(({ revision }) => revision === round.revision)!;
    const again = packAgain(dataset, { manifest, round, recipe, lineUrl: job.endpoint.lineUrl });
    if (!again) return fault(`Which rows round ${number} sent is not told.`);
    for await (const { k, file, digest, index } of again.files) {
      const part = parts.find((one) => one.k === k);
      if (part?.digest !== digest) return fault('This table does not give the requests that were sent.', `Batch ${k} of round ${number}.`);
      if (indexes.has(k)) continue;
      indexes.set(k, index);
      files.set(part.path, file);
    }
  }
  if (indexes.size < parts.length) return fault('This table gives fewer batches than were sent.');
  return { ok: true, dataset, reasons: toldReasons(manifest, dataset.rowCount) ?? reasons, indexes, files };
}

/** Columns of a table made of requests: those of the job's own table where it is told, else its id and texts. */
function layoutOf({ dataset }: Manifest, { columns }: Question) {
  const names = fieldNames(columns.texts);
  const told = dataset?.columns ?? [...(columns.id === null ? [] : [columns.id]), ...columns.texts];
  return { columns: told, id: columns.id, texts: new Map(columns.texts.map((column, at) => [names[at]!, column])) };
}

async function tableOf({ job, manifest }: OfJob, standIn: StandInTable): Promise<Dataset | null> {
  const name = manifest.dataset ? `rows of ${manifest.dataset.name}` : `rows of ${job.name}.csv`;
  const outcome = await importTable(await standIn.file(name), { encoding: 'utf-8', delimiter: ',' }, () => {});
  return outcome.ok ? outcome.dataset : null;
}

interface Carrying {
  index: FileIndex;
  /** Its rows, from the first slot on. */
  each(take: (row: CarriedRow, slot: number) => void): Promise<void>;
}

/** Without the table: rows by the order they were sent in, ids and texts as the requests hold them. */
async function withStandIn(input: OfJob, open: (part: Part) => Promise<Carrying | null>): Promise<Indexed> {
  const { job, parts, manifest } = input;
  const found = new Map<number, Carrying>();
  for (const part of parts) {
    const carrying = await open(part);
    if (carrying) found.set(part.k, carrying);
    else if (part.state !== 'split') return fault(`What batch ${part.k} carries is not known.`);
  }
  const numbers = new RowNumbers(manifest);
  const indexes = new Map<number, NewIndex>();
  for (const round of manifest.rounds) {
    const leaves = leavesOf(parts, round.number, (k) => found.has(k));
    numbers.addRound(
      round,
      leaves.map(({ k }) => found.get(k)!.index.ids),
      (at, rows) => indexes.set(leaves[at]!.k, withRows(found.get(leaves[at]!.k)!.index, rows, leaves[at]!, input)),
    );
  }
  const { question } = manifest.recipes.at(-1)!.recipe;
  const layout = layoutOf(manifest, question);
  const standIn = new StandInTable(layout, numbers.rowCount);
  for (const [k, { rows }] of indexes) await found.get(k)!.each((row, slot) => standIn.add(rows[slot]!, row));
  const dataset = await tableOf(input, standIn);
  if (!dataset) return fault('No table could be made of the requests.');
  const isReadBack = readsAs(dataset, { rowCount: numbers.rowCount, columns: layout.columns });
  if (!isReadBack) return fault('The table made of the requests cannot be read back.', job.id);
  const reasons = toldReasons(manifest, dataset.rowCount) ?? numbers.unsent();
  return { ok: true, dataset, reasons, indexes, files: new Map(), ...(manifest.dataset && { lacks: 'table' as const }) };
}

/** Without the table, by the input files. */
export async function indexesFromInputs(input: OfJob & { inputs: ReadonlyMap<number, Blob> }): Promise<Indexed> {
  const { protocol } = input.job.endpoint;
  try {
    const indexed = await withStandIn(input, async ({ k }) => {
      const file = input.inputs.get(k);
      if (!file) return null;
      return { index: await readFileIndex(file, protocol), each: async (take) => void (await readFileIndex(file, protocol, take)) };
    });
    if (!indexed.ok) return indexed;
    for (const { k, path } of input.parts) {
      const file = input.inputs.get(k);
      if (file) indexed.files.set(path, file);
    }
    return indexed;
  } catch (error) {
    if (error instanceof InputFileError) return fault(error.message);
    throw error;
  }
}

/** Without table and input files, by the ids the manifest tells; requests are cut as the recipe cuts them. */
export function indexesFromIds(input: OfJob): Promise<Indexed> {
  const { job, manifest } = input;
  const { customId } = codecOf(job.endpoint.protocol);
  return withStandIn(input, async (part) => {
    const { ids } = manifest.batches.find(({ k }) => k === part.k) ?? {};
    const round = manifest.rounds[part.attempt - 1]!;
    const perRequest = manifest.recipes.find(({ revision }) => revision === round.revision)!.recipe.sending.rowsPerRequest;
    if (!ids || Math.ceil(ids.length / perRequest) !== part.requests) return null;
    const starts = Uint32Array.from({ length: part.requests + 1 }, (_, i) => Math.min(ids.length, i * perRequest));
    const customIds = Array.from({ length: part.requests }, (_, i) => customId(wireId(job), part.k, i, tagOf(manifest, part.attempt)));
    const index = { ids, starts, offsets: new Uint32Array(part.requests + 1), customIds };
    return { index, each: async (take) => ids.forEach((id, slot) => take({ id, texts: {} }, slot)) };
  });
}
