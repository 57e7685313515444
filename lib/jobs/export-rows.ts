import { isJsonObject, type Json } from '#lib/core/json';
import { GrowingBytes } from '#lib/core/growing-bytes';
import { listParts } from '#lib/storage/jobs';
import { CSV_START, csvLine } from '#lib/table/csv-line';
import { resultColumns } from '#lib/table/result-columns';
import type { JobRow, RowSource } from './row-source.ts';

/** A text with one piece for each row. */
export interface RowWriter {
  start: string;
  line: (row: JobRow) => string;
}

/** Batch ids by part number. */
export async function batchIds(jobId: string): Promise<Map<number, string>> {
  return new Map((await listParts(jobId)).map((part) => [part.k, part.batchId ?? '']));
}

const roundOf = ({ attempt }: JobRow) => (attempt ? String(attempt) : '');

/** Text as it is, everything else as JSON; null as nothing. */
function fieldText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Fields of an answer in the order of `names`; '' where it has none of that name, or is no object. */
export function answerCells(valueJson: string, names: readonly string[]): string[] {
  const value: unknown = valueJson === '' ? null : JSON.parse(valueJson);
  if (!isJsonObject(value)) return names.map(() => '');
  return names.map((name) => (Object.hasOwn(value, name) ? fieldText(value[name]!) : ''));
}

/**
 * Every row with its answer. `byteOrderMark` is for spreadsheets; the formula guard too, and changes cells.
 */
export function resultsCsv(
  { job, dataset }: RowSource,
  batches: ReadonlyMap<number, string>,
  { formulaGuard, byteOrderMark }: { formulaGuard: boolean; byteOrderMark: boolean },
): RowWriter {
  const { extracted } = job;
  const options = { formulaGuard };
  const header = csvLine(resultColumns(dataset.columns, extracted), { formulaGuard: false });
  return {
    start: (byteOrderMark ? CSV_START : '') + header,
    line: (row) =>
      csvLine(
        [String(row.row + 1), row.id].concat(row.cells, answerCells(row.value, extracted), [
          row.state,
          row.model,
          roundOf(row),
          batches.get(row.k) ?? '',
        ]),
        options,
      ),
  };
}

/** JSON text in one line; the answers kept are written by `JSON.stringify` and have no other line ends. */
function oneLine(json: string): string {
  return json.includes('\n') || json.includes('\r') ? JSON.stringify(JSON.parse(json)) : json;
}

/** Every row as one JSON object a line; answers whole, nested fields kept as they are. */
export function resultsJsonl({ dataset }: RowSource, batches: ReadonlyMap<number, string>): RowWriter {
  const names = dataset.columns.map((column) => `${JSON.stringify(column)}:`);
  const member = (name: string, value: string) => (value === '' ? '' : `,"${name}":${JSON.stringify(value)}`);
  return {
    start: '',
    line: (row) => {
      const cells = row.cells.map((cell, c) => names[c] + JSON.stringify(cell)).join(',');
      const result = row.value === '' ? 'null' : oneLine(row.value);
      const begin = `{"row":${row.row + 1},"id":${JSON.stringify(row.id)},"source":{${cells}},"result":${result},"state":"${row.state}"`;
      const round = row.attempt ? `,"round":${row.attempt}` : '';
      const why = member('reason', row.reason ?? '') + member('note', row.note);
      return `${begin}${why}${member('model', row.model)}${round}${member('batch_id', batches.get(row.k) ?? '')}}\n`;
    },
  };
}

/** What became of every row. */
export function ledgerCsv(batches: ReadonlyMap<number, string>): RowWriter {
  const options = { formulaGuard: false };
  return {
    start: csvLine(['row', 'id', 'state', 'reason', 'round', 'batch_id', 'note'], options),
    line: (row) =>
      csvLine([String(row.row + 1), row.id, row.state, row.reason ?? '', roundOf(row), batches.get(row.k) ?? '', row.note], options),
  };
}

/** Rows of a page in UTF-8, the start before the first. */
export function pageEncoder({ start, line }: RowWriter): (page: readonly JobRow[]) => Uint8Array<ArrayBuffer> {
  const out = new GrowingBytes();
  out.addText(start);
  return (page) => {
    // Row by row: one character beyond Latin-1 makes all of a joined text slow to encode.
    for (const row of page) out.addText(line(row));
    const bytes = out.bytes.slice(0, out.length);
    out.clear();
    return bytes;
  };
}
