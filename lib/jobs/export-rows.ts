import { isJsonObject } from '#lib/core/json';
import { unpackColumn, type StoredColumn } from '#lib/core/column';
import { GrowingBytes } from '#lib/core/growing-bytes';
import { listParts } from '#lib/storage/jobs';
import { writeCell } from '#lib/table/csv-cells';
import { CSV_START, csvLine, type CsvOptions } from '#lib/table/csv-line';
import { resultColumns } from '#lib/table/result-columns';
import { fieldText, type RowFacts, type RowSource } from './row-source.ts';
import type { PageOfRows } from './rows-in-order.ts';

/** A text with one piece for each row. */
export interface RowWriter {
  start: string;
  /** Writes the rows of a page. */
  write: (rows: PageOfRows, out: GrowingBytes) => void;
}

/** Batch ids by part number. */
export async function batchIds(jobId: string): Promise<Map<number, string>> {
  return new Map((await listParts(jobId)).map((part) => [part.k, part.batchId ?? '']));
}

const roundOf = ({ attempt }: RowFacts) => (attempt ? String(attempt) : '');

/** Fields of an answer in the order of `names`; '' where it has none of that name, or is no object. */
export function answerCells(valueJson: string, names: readonly string[]): string[] {
  const value: unknown = valueJson === '' ? null : JSON.parse(valueJson);
  if (!isJsonObject(value)) return names.map(() => '');
  return names.map((name) => (Object.hasOwn(value, name) ? fieldText(value[name]) : ''));
}

/** Writes lines of CSV that begin with the row's number, its id and some cells of the table, which are bytes already. */
function csvWriter(
  { reader }: Pick<RowSource, 'reader'>,
  options: CsvOptions,
  cellsOf: (page: PageOfRows['page']) => readonly StoredColumn[],
  rest: (fact: RowFacts) => string[],
): RowWriter['write'] {
  return ({ page, facts }, out) => {
    const columns = [reader.idColumn(page) ?? reader.ids(page), ...cellsOf(page)];
    for (const [at, fact] of facts.entries()) {
      out.addAscii(String(fact.row + 1));
      for (const column of columns) {
        out.addAscii(',');
        writeCell(column, at, options, out);
      }
      out.addText(`,${csvLine(rest(fact), options)}`);
    }
  };
}

/**
 * Every row with its answer. `byteOrderMark` is for spreadsheets; the formula guard too, and changes cells.
 */
export function resultsCsv(
  source: Pick<RowSource, 'job' | 'dataset' | 'reader'>,
  batches: ReadonlyMap<number, string>,
  { formulaGuard, byteOrderMark }: { formulaGuard: boolean; byteOrderMark: boolean },
): RowWriter {
  const { extracted } = source.job;
  const header = csvLine(resultColumns(source.dataset.columns, extracted), { formulaGuard: false });
  return {
    start: (byteOrderMark ? CSV_START : '') + header,
    write: csvWriter(
      source,
      { formulaGuard },
      ({ columns }) => columns,
      (fact) => [...answerCells(fact.value, extracted), fact.state, fact.model, roundOf(fact), batches.get(fact.k) ?? ''],
    ),
  };
}

/** JSON text in one line; the answers kept are written by `JSON.stringify` and have no other line ends. */
function oneLine(json: string): string {
  return json.includes('\n') || json.includes('\r') ? JSON.stringify(JSON.parse(json)) : json;
}

/** Every row as one JSON object a line; answers whole, nested fields kept as they are. */
export function resultsJsonl({ dataset, reader }: Pick<RowSource, 'dataset' | 'reader'>, batches: ReadonlyMap<number, string>): RowWriter {
  const names = dataset.columns.map((column) => `${JSON.stringify(column)}:`);
  const member = (name: string, value: string) => (value === '' ? '' : `,"${name}":${JSON.stringify(value)}`);
  const line = (fact: RowFacts, id: string, cells: readonly string[]) => {
    const source = cells.map((cell, c) => names[c] + JSON.stringify(cell)).join(',');
    const result = fact.value === '' ? 'null' : oneLine(fact.value);
    const begin = `{"row":${fact.row + 1},"id":${JSON.stringify(id)},"source":{${source}},"result":${result},"state":"${fact.state}"`;
    const round = fact.attempt ? `,"round":${fact.attempt}` : '';
    const why = member('reason', fact.reason ?? '') + member('note', fact.note);
    return `${begin}${why}${member('model', fact.model)}${round}${member('batch_id', batches.get(fact.k) ?? '')}}\n`;
  };
  return {
    start: '',
    write: ({ page, facts }, out) => {
      const ids = reader.ids(page);
      const columns = page.columns.map(unpackColumn);
      for (const [at, fact] of facts.entries()) {
        const cells = columns.map((column) => column[at] ?? '');
        // Row by row: one character beyond Latin-1 makes all of a joined text slow to encode.
        out.addText(line(fact, ids[at]!, cells));
      }
    },
  };
}

/** What became of every row. */
export function ledgerCsv(source: Pick<RowSource, 'reader'>, batches: ReadonlyMap<number, string>): RowWriter {
  const options = { formulaGuard: false };
  return {
    start: csvLine(['row', 'id', 'state', 'reason', 'round', 'batch_id', 'note'], options),
    write: csvWriter(
      source,
      options,
      () => [],
      (fact) => [fact.state, fact.reason ?? '', roundOf(fact), batches.get(fact.k) ?? '', fact.note],
    ),
  };
}

/** Rows of a page in UTF-8, the start before the first; without a page, the start alone. */
export function pageEncoder({ start, write }: RowWriter): (rows?: PageOfRows) => Uint8Array<ArrayBuffer> {
  const out = new GrowingBytes();
  out.addText(start);
  return (rows) => {
    if (rows) write(rows, out);
    const bytes = out.bytes.slice(0, out.length);
    out.clear();
    return bytes;
  };
}
