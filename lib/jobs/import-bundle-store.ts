import type { Dataset } from '#lib/core/dataset';
import type { FormatChoice } from '#lib/core/import-outcome';
import type { Part, Trouble } from '#lib/core/job';
import { countRows } from '#lib/core/ledger';
import type { Manifest } from '#lib/core/manifest';
import type { ProviderName } from '#lib/core/recipe';
import { zipTrouble } from '#lib/table/zip-reader';
import { digestBlob } from '#lib/table/digest';
import { db } from '#lib/storage/db';
import { isWhole, listDatasets } from '#lib/storage/datasets';
import { logEvent, putArtifact } from '#lib/storage/jobs';
import { hasResults } from './import-bundle-facts.ts';
import type { ReadFolder } from './import-bundle-read.ts';
import { datasetId, importTable, readsAs } from './import.ts';
import { InputFileError } from './rebuild-elements.ts';
import { indexesFromInputs, indexesFromTable, type Indexed, type OfJob } from './rebuild-indexes.ts';
import { ledgerBefore } from './rebuild-ledger.ts';
import { recordsFor, type TakeInWish, type TakenIn } from './take-in.ts';
import { providerOf, type TakenRecords } from './take-in-records.ts';
import { wakeEngines } from './wake.ts';

const refused = (what: string): { ok: false; trouble: Trouble } => ({ ok: false, trouble: zipTrouble(what) });

/** How a table was read where the job was made, told by its id: format found, or insisted on. */
function choiceOf({ id, fileDigest, format }: NonNullable<Manifest['dataset']>): FormatChoice | null {
  const { encoding, delimiter } = format;
  const choices: FormatChoice[] = [{}, { encoding }, { delimiter }, { encoding, delimiter }];
  return choices.find((choice) => datasetId(fileDigest, choice) === id) ?? null;
}

type TableFound = { ok: true; dataset: Dataset | null } | { ok: false; trouble: Trouble };

/** The table a job was made from: here already, or read from the bundle in the very way it was read first. */
export async function tableFor({ dataset: told }: Manifest, source: Blob | null): Promise<TableFound> {
  if (!told) return { ok: true, dataset: null };
  const here = (await listDatasets()).find(({ id, fileDigest }) => id === told.id && fileDigest === told.fileDigest);
  if (here && (!source || (await isWhole(here)))) return { ok: true, dataset: here };
  if (!source) return { ok: true, dataset: null };
  if ((await digestBlob(source)) !== told.fileDigest)
    return refused('The table in this zip is not the one the job was made from: it was changed.');
  const outcome = await importTable(new File([source], told.name), choiceOf(told) ?? {}, () => {});
  if (!outcome.ok) return outcome;
  return readsAs(outcome.dataset, told)
    ? { ok: true, dataset: outcome.dataset }
    : refused('The table in this zip reads otherwise than the job says.');
}

/** A part whose answers came with it is read from them; anything else of it goes on as told. */
export function broughtPart(part: Part, files: ReadonlyMap<string, Blob>, provider: ProviderName): Part {
  const isDone = part.state === 'ended' && part.outputFileId === null && part.errorFileId === null && part.collectedAt !== null;
  const isAtProvider = part.state === 'submitted' || part.state === 'running' || part.state === 'ended';
  const isBrought = isAtProvider && (hasResults(files, provider, part) || (provider === 'openai' && isDone));
  return isBrought ? { ...part, state: 'ended', isBrought: true } : part;
}

async function indexed(of: OfJob, dataset: Dataset | null, inputs: ReadonlyMap<number, Blob>): Promise<Indexed> {
  try {
    return dataset ? await indexesFromTable({ ...of, dataset, inputs }) : await indexesFromInputs({ ...of, inputs });
  } catch (error) {
    if (error instanceof InputFileError || error instanceof RangeError) return { ok: false, what: error.message, details: null };
    throw error;
  }
}

export function inputsOf(parts: readonly Part[], files: ReadonlyMap<string, Blob>): Map<number, Blob> {
  return new Map(parts.flatMap(({ k, path }) => (files.has(path) ? [[k, files.get(path)!] as const] : [])));
}

/** Everything of the job as one: all of it is stored or nothing. */
async function store(
  { job, attempts, parts }: TakenRecords,
  found: Extract<Indexed, { ok: true }>,
  files: ReadonlyMap<string, Blob>,
): Promise<void> {
  const { dataset, reasons, indexes, lacks } = found;
  const carried = parts.flatMap((part) => (indexes.has(part.k) ? [{ part, index: indexes.get(part.k)! }] : []));
  const ledger = ledgerBefore(job.id, dataset.rowCount, reasons, carried);
  const { lacks: _before, ...made } = { ...job, bundledAt: job.updatedAt };
  const ready = { ...made, datasetId: dataset.id, datasetName: dataset.name, rowCount: dataset.rowCount, counts: countRows(ledger) };
  const all = new Map([...found.files, ...files]);
  const tables = [db.jobs, db.attempts, db.parts, db.partIndexes, db.ledgers, db.artifacts, db.blobs, db.events];
  await db.transaction('rw', tables, async () => {
    await db.jobs.add({ ...ready, ...(lacks && { lacks }) });
    await db.attempts.bulkAdd(attempts);
    await db.parts.bulkAdd(parts);
    await db.partIndexes.bulkAdd([...indexes].map(([k, index]) => ({ jobId: job.id, k, ...index })));
    await db.ledgers.put(ledger);
    for (const [path, file] of all) await putArtifact(job.id, path, file);
    await logEvent({ jobId: job.id, k: null, kind: 'watching', message: 'The job was taken in from a bundle.', details: null });
  });
}

/** Makes the job of a bundle's folder here: table, files, indexes and ledger; its answers are then read by the engine. */
export async function storeBundle({ manifest, files, source }: ReadFolder, wish: TakeInWish): Promise<TakenIn> {
  const records = await recordsFor(manifest, wish);
  if (!records.ok) return records;
  const table = await tableFor(manifest, source);
  if (!table.ok) return table;
  const provider = providerOf(manifest);
  const parts = records.parts.map((part) => broughtPart(part, files, provider));
  const found = await indexed({ job: records.job, parts, manifest }, table.dataset, inputsOf(parts, files));
  if (!found.ok) return refused(found.what);
  await store({ ...records, parts }, found, files);
  wakeEngines();
  return { ok: true, jobId: records.job.id };
}
