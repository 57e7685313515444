import { datasetFile } from '#lib/storage/datasets';
import { artifactBlob, listArtifacts, listParts, logEvent, updateJob } from '#lib/storage/jobs';
import { blobWriter } from '#lib/table/blob-writer';
import { CSV_START, csvLine } from '#lib/table/csv-line';
import { resultColumns } from '#lib/table/result-columns';
import { inFolder, zipFolders, zipJobDirectory, type ZipEntry } from '#lib/table/zip-job-directory';
import { manifest } from './manifest.ts';
import { fieldsOf, RowSource, type JobRow } from './row-source.ts';

export interface ExportProgress {
  rowsDone: number;
  rowsTotal: number;
  bytes: number;
}

type OnProgress = (progress: ExportProgress) => void;

const PROGRESS_ROWS = 2000;

async function open(jobId: string): Promise<RowSource> {
  const source = await RowSource.open(jobId);
  if (!source) throw new Error('The job or its table is no longer in this browser.');
  return source;
}

/** Batch ids by part number. */
async function batchIds(jobId: string): Promise<Map<number, string>> {
  return new Map((await listParts(jobId)).map((part) => [part.k, part.batchId ?? '']));
}

/** Writes one piece of text per row of the table, in source order, into a Blob. */
async function writeRows(
  source: RowSource,
  type: string,
  start: string,
  line: (row: JobRow) => string,
  onProgress: OnProgress,
): Promise<Blob> {
  const writer = blobWriter(type);
  writer.write(start);
  const rowsTotal = source.dataset.rowCount;
  for (let row = 0; row < rowsTotal; row++) {
    writer.write(line(await source.read(row)));
    if (row % PROGRESS_ROWS === 0) onProgress({ rowsDone: row, rowsTotal, bytes: writer.bytes });
  }
  const blob = writer.finish();
  onProgress({ rowsDone: rowsTotal, rowsTotal, bytes: blob.size });
  return blob;
}

/**
 * Every row of the table with its answer as CSV. `exact` leaves out the byte order mark, for programs;
 * the formula guard is for spreadsheets and changes cells.
 */
export async function resultsCsv(
  jobId: string,
  options: { formulaGuard: boolean; exact?: boolean },
  onProgress: OnProgress,
): Promise<Blob> {
  const source = await open(jobId);
  const { extracted } = source.job;
  const batches = await batchIds(jobId);
  const header = csvLine(resultColumns(source.dataset.columns, extracted), { formulaGuard: false });
  const line = (row: JobRow) => {
    const fields = fieldsOf(row.value);
    const answer = extracted.map((name) => fields[name] ?? '');
    const round = row.attempt ? String(row.attempt) : '';
    return csvLine([String(row.row + 1), row.id, ...row.cells, ...answer, row.state, row.model, round, batches.get(row.k) ?? ''], options);
  };
  return writeRows(source, 'text/csv', (options.exact ? '' : CSV_START) + header, line, onProgress);
}

/** Every row as one JSON object a line; answers whole, nested fields kept as they are. */
export async function resultsJsonl(jobId: string, onProgress: OnProgress): Promise<Blob> {
  const source = await open(jobId);
  const batches = await batchIds(jobId);
  const line = (row: JobRow) => {
    const cells = Object.fromEntries(source.dataset.columns.map((column, c) => [column, row.cells[c] ?? '']));
    const result: unknown = row.value === '' ? null : JSON.parse(row.value);
    const record = {
      row: row.row + 1,
      id: row.id,
      source: cells,
      result,
      state: row.state,
      reason: row.reason ?? undefined,
      note: row.note || undefined,
      model: row.model || undefined,
      round: row.attempt || undefined,
      batch_id: batches.get(row.k) || undefined,
    };
    return `${JSON.stringify(record)}\n`;
  };
  return writeRows(source, 'application/jsonl', '', line, onProgress);
}

async function ledgerCsv(jobId: string, onProgress: OnProgress): Promise<Blob> {
  const source = await open(jobId);
  const batches = await batchIds(jobId);
  const line = ({ row, id, state, reason, attempt, k, note }: JobRow) =>
    csvLine([String(row + 1), id, state, reason ?? '', attempt ? String(attempt) : '', batches.get(k) ?? '', note], {
      formulaGuard: false,
    });
  const header = csvLine(['row', 'id', 'state', 'reason', 'round', 'batch_id', 'note'], { formulaGuard: false });
  return writeRows(source, 'text/csv', header, line, onProgress);
}

/** A file's name made fit for a path of its own. */
function plainName(name: string): string {
  return name.replace(/[\\/:\p{Cc}]/gu, '_').replace(/^\.+/, '_') || 'table';
}

async function* bundleEntries(jobId: string, onProgress: OnProgress): AsyncGenerator<ZipEntry> {
  const modified = Date.now();
  const source = await open(jobId);
  yield { path: 'job.json', modified, text: `${JSON.stringify(await manifest(jobId), null, 2)}\n` };
  const file = await datasetFile(source.dataset);
  if (file) yield { path: `source/${plainName(source.dataset.name)}`, modified: source.dataset.importedAt, blob: file };
  for (const { path, createdAt } of await listArtifacts(jobId)) {
    const blob = await artifactBlob(jobId, path);
    if (blob) yield { path, modified: createdAt, blob };
  }
  yield { path: 'results/ledger.csv', modified, blob: await ledgerCsv(jobId, () => {}) };
  yield { path: 'results/rows.csv', modified, blob: await resultsCsv(jobId, { formulaGuard: false, exact: true }, onProgress) };
}

/** The job directory as a zip, stored, everything under the job's id. */
export async function bundle(jobId: string, onProgress: OnProgress): Promise<Blob> {
  const zip = zipJobDirectory(jobId, bundleEntries(jobId, onProgress));
  const blob = await new Response(zip, { headers: { 'content-type': 'application/zip' } }).blob();
  await updateJob(jobId, { bundledAt: Date.now() });
  await logEvent({ jobId, k: null, kind: 'exported', message: `A bundle of ${blob.size} bytes was saved.`, details: null });
  return blob;
}

async function* everyJob(jobIds: string[], onProgress: OnProgress): AsyncGenerator<ZipEntry> {
  for (const jobId of jobIds) yield* inFolder(jobId, bundleEntries(jobId, onProgress));
}

/** The job directories of several jobs in one zip, each under its job's id. */
export async function bundleOf(jobIds: string[], onProgress: OnProgress): Promise<Blob> {
  const zip = zipFolders(everyJob(jobIds, onProgress));
  const blob = await new Response(zip, { headers: { 'content-type': 'application/zip' } }).blob();
  for (const jobId of jobIds) await updateJob(jobId, { bundledAt: Date.now() });
  return blob;
}
