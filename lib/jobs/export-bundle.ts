import { LostDataError } from '#lib/core/lost-data';
import { datasetFile, getDataset } from '#lib/storage/datasets';
import { artifactBlob, getJob, listArtifacts } from '#lib/storage/jobs';
import type { ZipEntry } from '#lib/table/zip-job-directory';
import type { ExportMeter, ExportSize } from './export-meter.ts';
import { batchIds, ledgerCsv, pageEncoder, resultsCsv } from './export-rows.ts';
import { manifest } from './manifest.ts';
import type { RowSource } from './row-source.ts';
import type { PageOfRows } from './rows-in-order.ts';

/** State, numbers and ids beside the cells and answers of a row. */
const ROW_FRAME_BYTES = 120;

/** A file's name made fit for a path of its own. */
function plainName(name: string): string {
  return name.replace(/[\\/:\p{Cc}]/gu, '_').replace(/^\.+/, '_') || 'table';
}

/** What a job's bundle comes to: files by their bytes, rows by those of the table and half of what was answered. */
export async function bundleSize(jobId: string): Promise<ExportSize> {
  const job = await getJob(jobId);
  const dataset = job && (await getDataset(job.datasetId));
  const files = await listArtifacts(jobId);
  const bytesOf = (list: typeof files) => list.reduce((sum, file) => sum + file.bytes, 0);
  const source = dataset?.bytes ?? 0;
  const rows = dataset?.rowCount ?? 0;
  const answers = bytesOf(files.filter(({ path }) => path.startsWith('batch_output/')));
  return { fileBytes: source + bytesOf(files), rows, rowBytes: source + answers / 2 + rows * ROW_FRAME_BYTES };
}

/**
 * Everything of a job as files: the manifest, the table as it was dropped, the job directory, and what became of the rows.
 * Rows are read once for both tables about them; the shorter one waits, as Blobs, until the other is written. What cannot be read any
 * more is left out and named in `missing.txt`.
 */
export async function* bundleEntries(source: RowSource, pages: AsyncIterable<PageOfRows>, meter: ExportMeter): AsyncGenerator<ZipEntry> {
  const jobId = source.job.id;
  const modified = Date.now();
  yield { path: 'job.json', modified, text: `${JSON.stringify(await manifest(jobId), null, 2)}\n` };
  const file = await datasetFile(source.dataset);
  if (file) yield { path: `source/${plainName(source.dataset.name)}`, modified: source.dataset.importedAt, blob: file };
  const missing: string[] = [];
  for (const { path, createdAt } of await listArtifacts(jobId)) {
    // What a job that still lacks its table was told by; the one above takes its place.
    if (path === 'job.json') continue;
    const blob = await artifactBlob(jobId, path);
    if (blob) yield { path, modified: createdAt, blob };
    else missing.push(`The file ${path}`);
  }
  const batches = await batchIds(jobId);
  const ledger: Blob[] = [];
  async function* rows() {
    const encodeRows = pageEncoder(resultsCsv(source, batches, { formulaGuard: false, byteOrderMark: false }));
    const encodeLedger = pageEncoder(ledgerCsv(source, batches));
    ledger.push(new Blob([encodeLedger()]));
    yield encodeRows();
    try {
      for await (const page of pages) {
        ledger.push(new Blob([encodeLedger(page)]));
        const bytes = encodeRows(page);
        meter.addRows(page.facts.length, bytes.length);
        yield bytes;
      }
    } catch (error) {
      // What is whole is worth more than none at all.
      if (!(error instanceof LostDataError)) throw error;
      missing.push(error.lost);
    }
  }
  yield { path: 'results/rows.csv', modified, pieces: rows() };
  yield { path: 'results/ledger.csv', modified, blob: new Blob(ledger) };
  if (missing.length > 0) yield { path: 'missing.txt', modified, text: `${missing.join('\n')}\n` };
}
