import type { Trouble } from '#lib/core/job';
import { wireId } from '#lib/core/job-id';
import { logEvent, updateJob } from '#lib/storage/jobs';
import { inFolder, zipFolders, type ZipEntry } from '#lib/table/zip-job-directory';
import { piecesOf } from '#lib/table/byte-slabs';
import { bundleEntries, bundleSize } from './export-bundle.ts';
import { ExportMeter, type ExportProgress, type ExportSize } from './export-meter.ts';
import { batchIds, pageEncoder, resultsCsv, resultsJsonl } from './export-rows.ts';
import { writePieces, type ChosenFile } from './export-target.ts';
import { exportTrouble, GoneError } from './export-trouble.ts';
import { rescueEntries } from './rescue.ts';
import { RowSource } from './row-source.ts';
import { readInOrder } from './rows-in-order.ts';

/** A file to be written: results as a table, as JSON lines, or whole job directories in one zip, each under its job's id; `rescue`: what can be read of them, all where none is named. */
export type ExportTask =
  | { kind: 'csv'; jobId: string; formulaGuard: boolean }
  | { kind: 'jsonl'; jobId: string }
  | { kind: 'bundle'; jobIds: string[] }
  | { kind: 'rescue'; jobId: string | null };

/** `blob` where no file was given to write into. */
export type ExportOutcome = { ok: true; bytes: number; blob: Blob | null } | { ok: false; trouble: Trouble };

async function openSource(jobId: string): Promise<RowSource> {
  const source = await RowSource.open(jobId);
  if (!source) throw new GoneError();
  return source;
}

const rowsOf = (source: RowSource, meter: ExportMeter) => readInOrder(source, meter.pass(source.dataset.rowCount));

async function* rowPieces(task: Extract<ExportTask, { kind: 'csv' | 'jsonl' }>, source: RowSource, meter: ExportMeter) {
  const batches = await batchIds(task.jobId);
  const writer =
    task.kind === 'jsonl'
      ? resultsJsonl(source, batches)
      : resultsCsv(source, batches, { formulaGuard: task.formulaGuard, byteOrderMark: true });
  const encode = pageEncoder(writer);
  yield encode();
  for await (const rows of rowsOf(source, meter)) {
    const bytes = encode(rows);
    meter.addRows(rows.facts.length, bytes.length);
    yield bytes;
  }
}

async function* jobFolders(jobIds: string[], meter: ExportMeter): AsyncGenerator<ZipEntry> {
  for (const jobId of jobIds) {
    const source = await openSource(jobId);
    // Where it was made elsewhere, its folder has the name it had there; side by side two jobs might have the same.
    const folder = jobIds.length === 1 ? wireId(source.job) : jobId;
    yield* inFolder(folder, bundleEntries(source, rowsOf(source, meter), meter));
  }
}

async function sizeOf(jobIds: string[]): Promise<ExportSize> {
  const sum = { fileBytes: 0, rows: 0, rowBytes: 0 };
  for (const jobId of jobIds) {
    const size = await bundleSize(jobId);
    sum.fileBytes += size.fileBytes;
    sum.rows += size.rows;
    sum.rowBytes += size.rowBytes;
  }
  return sum;
}

/** A browser that is full takes no note; the file is whole all the same. */
async function noteSaved(jobIds: string[], bytes: number): Promise<void> {
  for (const jobId of jobIds) {
    await updateJob(jobId, { bundledAt: Date.now() });
    const what = jobIds.length > 1 ? `A zip of ${jobIds.length} jobs` : 'A bundle';
    await logEvent({ jobId, k: null, kind: 'exported', message: `${what} of ${bytes} bytes was saved.`, details: null });
  }
}

async function write(task: ExportTask, file: ChosenFile | null, onProgress: (progress: ExportProgress) => void): Promise<ExportOutcome> {
  if (task.kind === 'bundle') {
    const meter = new ExportMeter(await sizeOf(task.jobIds), onProgress);
    const zip = piecesOf(zipFolders(jobFolders(task.jobIds, meter)));
    const blob = await writePieces(zip, file, 'application/zip', meter);
    await noteSaved(task.jobIds, meter.bytes).catch(() => undefined);
    return { ok: true, bytes: meter.bytes, blob };
  }
  if (task.kind === 'rescue') {
    const meter = new ExportMeter({ fileBytes: 0, rows: 0, rowBytes: 1 }, onProgress);
    const blob = await writePieces(piecesOf(zipFolders(rescueEntries(task.jobId))), file, 'application/zip', meter);
    return { ok: true, bytes: meter.bytes, blob };
  }
  const source = await openSource(task.jobId);
  const meter = new ExportMeter({ fileBytes: 0, rows: source.dataset.rowCount, rowBytes: 1 }, onProgress);
  const type = task.kind === 'csv' ? 'text/csv' : 'application/jsonl';
  const blob = await writePieces(rowPieces(task, source, meter), file, type, meter);
  return { ok: true, bytes: meter.bytes, blob };
}

/**
 * Writes an export into a file the person chose, or into a Blob where `file` is null, as a stream: memory stays flat however large
 * it is. What goes wrong comes back in words, and no half-written file is left. A bundle marks its jobs as saved.
 */
export async function writeExport(
  task: ExportTask,
  file: ChosenFile | null,
  onProgress: (progress: ExportProgress) => void,
): Promise<ExportOutcome> {
  try {
    return await write(task, file, onProgress);
  } catch (error) {
    return { ok: false, trouble: exportTrouble(error) };
  }
}
