import type { Delimiter, TableProblem } from '#lib/core/dataset';
import type { LineEndCounts } from './line-ends.ts';
import { counted, named } from './words.ts';

const EXAMPLES = 5;

/** Rows with one kind of fault: how many, and the numbers of the first few. */
export class RowTally {
  rows = 0;
  examples: number[] = [];

  /** `row` counts from 1, the first row under the header. */
  add(row: number): void {
    this.rows++;
    if (this.examples.length < EXAMPLES) this.examples.push(row);
  }
}

export interface RowFindings {
  short: RowTally;
  long: RowTally;
  malformed: RowTally;
  /** Rows that hold U+FFFD. */
  replaced: RowTally;
  /** Rows with characters outside ASCII, counted only where the encoding is a fallback. */
  accented: RowTally;
}

export interface FileFindings {
  delimiter: Delimiter;
  columns: readonly string[];
  blankLines: { count: number; firstLine: number };
  lineEnds: { counts: LineEndCounts; unusual: number };
  /** Line of the byte that UTF-8 does not allow, where that made the file Windows-1252; else null. */
  notUtf8Line: number | null;
}

/** The findings of a whole file in words, each saying what happens to the rows. */
export function describeProblems(rows: RowFindings, file: FileFindings): TableProblem[] {
  return [
    notUtf8(rows.accented, file.notUtf8Line),
    replaced(rows.replaced),
    malformed(rows.malformed),
    short(rows.short),
    long(rows.long, file),
    blank(file.blankLines),
    mixed(file.lineEnds),
  ].filter((problem) => problem !== null);
}

function short({ rows, examples }: RowTally): TableProblem | null {
  if (rows === 0) return null;
  const verb = rows === 1 ? 'has' : 'have';
  const message = `${counted(rows, 'row')} ${verb} fewer cells than the header. The missing cells at the end were read as empty.`;
  return { code: 'short-rows', rows, examples, message };
}

function long({ rows, examples }: RowTally, file: FileFindings): TableProblem | null {
  if (rows === 0) return null;
  const verb = rows === 1 ? 'has' : 'have';
  const mark = file.delimiter === '\t' ? 'tab' : file.delimiter;
  const last = named(file.columns.slice(-1));
  const message = `${counted(rows, 'row')} ${verb} more cells than the header. No text was dropped: the extra cells were joined to the last column, ${last}, with the delimiter (${mark}) between them; only empty ones at the end were left out.`;
  return { code: 'long-rows', rows, examples, message };
}

function blank({ count, firstLine }: FileFindings['blankLines']): TableProblem | null {
  if (count === 0) return null;
  const what =
    count === 1 ? '1 blank line was passed over and is not a row.' : `${counted(count, 'blank line')} were passed over and are not rows.`;
  return { code: 'blank-lines', rows: count, examples: [], line: firstLine, message: `${what} All other rows are there.` };
}

function mixed({ counts, unusual }: FileFindings['lineEnds']): TableProblem | null {
  if (unusual === 0) return null;
  const kinds = [
    `${counted(counts['\r\n'], 'line')} in CR LF`,
    `${counts['\n'].toLocaleString('en-US')} in LF`,
    `${counts['\r'].toLocaleString('en-US')} in CR`,
  ];
  const message = `Lines end in different ways (${kinds.join(', ')}). Outside quotes each of these ends a row; line breaks inside quoted cells were kept as they are.`;
  return { code: 'mixed-newlines', rows: unusual, examples: [], message };
}

function malformed({ rows, examples }: RowTally): TableProblem | null {
  if (rows === 0) return null;
  const verb = rows === 1 ? 'has' : 'have';
  const message = `${counted(rows, 'row')} ${verb} a single quote mark (") inside a quoted cell, where it should be doubled. It was kept as text, and the cell goes on to the next quote mark that ends a cell: check that rows did not run together there.`;
  return { code: 'unclosed-quote', rows, examples, message };
}

function replaced({ rows, examples }: RowTally): TableProblem | null {
  if (rows === 0) return null;
  const verb = rows === 1 ? 'contains' : 'contain';
  const message = `${counted(rows, 'row')} ${verb} the sign \uFFFD, which stands where a character could not be read. Such rows would be sent as they are: try another encoding, or correct the file.`;
  return { code: 'replaced-characters', rows, examples, message };
}

function notUtf8({ rows, examples }: RowTally, line: number | null): TableProblem | null {
  if (line === null) return null;
  const verb = rows === 1 ? 'holds' : 'hold';
  const message = `Line ${line.toLocaleString('en-US')} is not valid UTF-8, so the whole file was read as Windows-1252. ${counted(rows, 'row')} ${verb} letters that depend on this: look at some. If accents look wrong, choose another encoding.`;
  return { code: 'not-utf8', rows, examples, line, message };
}
