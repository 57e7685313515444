import Papa from 'papaparse';
import { DELIMITERS, type Delimiter } from '#lib/core/dataset';
import { uniformLineEnd, unifyLineEnds } from './line-ends.ts';

/**
 * The delimiter of a sample from a file's start: the one under which most rows have as many cells as the header, and of
 * equals the one with more columns. A comma where none splits the header: the file has one column.
 */
export function findDelimiter(sample: string): Delimiter {
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, ...score(sample, delimiter) }));
  const best = scored.reduce((a, b) => (b.even > a.even || (b.even === a.even && b.columns > a.columns) ? b : a));
  return best.columns > 1 ? best.delimiter : ',';
}

/** Columns of the header, and the share of rows that have as many; 0 where the header is one cell. */
function score(sample: string, delimiter: Delimiter): { even: number; columns: number } {
  const end = uniformLineEnd(sample);
  const text = end === 'mixed' ? unifyLineEnds(sample, delimiter).text : sample;
  const newline = end === 'mixed' || end === null ? '\n' : end;
  const parse = (ignoreLastRow: boolean) => new Papa.Parser({ delimiter, newline }).parse(text, 0, ignoreLastRow) as { data: string[][] };
  const whole = parse(true).data;
  const rows = (whole.length > 0 ? whole : parse(false).data).filter((row) => row.length > 1 || row[0] !== '');
  const columns = rows[0]?.length ?? 0;
  if (columns < 2) return { even: 0, columns };
  return { even: rows.filter((row) => row.length === columns).length / rows.length, columns };
}
