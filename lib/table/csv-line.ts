/** Written before the first line of a CSV download: without it Excel reads UTF-8 as the system's old code page. */
export const CSV_START = '\uFEFF';

export interface CsvOptions {
  /** Puts `'` before cells a spreadsheet would run as formulas. For downloads only: it changes the cell. */
  formulaGuard: boolean;
}

const NEEDS_QUOTES = /[,\r\n]/;
const BLANK = /\s/;
const STARTS_FORMULA = /^[=+\-@\t\r]/;
/** A signed number, with point or comma, exponent or percent sign: no formula, whatever it starts with. */
const SIGNED_NUMBER = /^[+-](?:\d[\d.,]*|[.,]\d+)(?:e[+-]?\d+)?%?$/i;

/**
 * One line of CSV by RFC 4180: comma, double quotes doubled inside quotes, CR LF at the end. Cells with outer blanks are quoted too,
 * since some readers trim; so is the only cell of a line if empty, or the line would pass for a blank one.
 */
export function csvLine(cells: readonly string[], options: CsvOptions): string {
  if (cells.length === 1 && cells[0] === '') return '""\r\n';
  return `${cells.map((cell) => csvCell(cell, options)).join(',')}\r\n`;
}

/** One cell among others of a line. */
export function csvCell(cell: string, { formulaGuard }: CsvOptions): string {
  return quoteCell(formulaGuard ? guardFormula(cell) : cell);
}

/** Whether a cell that begins with this character may be guarded. */
export function mayBeFormula(code: number): boolean {
  return STARTS_FORMULA.test(String.fromCharCode(code));
}

function guardFormula(cell: string): string {
  return STARTS_FORMULA.test(cell) && !SIGNED_NUMBER.test(cell) ? `'${cell}` : cell;
}

function quoteCell(cell: string): string {
  if (cell === '') return cell;
  if (cell.includes('"')) return `"${cell.replaceAll('"', '""')}"`;
  const isPlain = !NEEDS_QUOTES.test(cell) && !isBlankCharacter(cell.charCodeAt(0)) && !isBlankCharacter(cell.charCodeAt(cell.length - 1));
  return isPlain ? cell : `"${cell}"`;
}

/** Does a character count as blank? What most cells begin and end with is told without the expression. */
export function isBlankCharacter(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code >= 128 && BLANK.test(String.fromCharCode(code)));
}
