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
export function csvLine(cells: readonly string[], { formulaGuard }: CsvOptions): string {
  if (cells.length === 1 && cells[0] === '') return '""\r\n';
  const written = formulaGuard ? cells.map((cell) => quoteCell(guardFormula(cell))) : cells.map(quoteCell);
  return `${written.join(',')}\r\n`;
}

function guardFormula(cell: string): string {
  return STARTS_FORMULA.test(cell) && !SIGNED_NUMBER.test(cell) ? `'${cell}` : cell;
}

function quoteCell(cell: string): string {
  if (cell === '') return cell;
  if (cell.includes('"')) return `"${cell.replaceAll('"', '""')}"`;
  const isPlain = !NEEDS_QUOTES.test(cell) && !isBlank(cell, 0) && !isBlank(cell, cell.length - 1);
  return isPlain ? cell : `"${cell}"`;
}

/** What most cells begin and end with is told without the expression. */
function isBlank(cell: string, at: number): boolean {
  const code = cell.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13) || (code >= 128 && BLANK.test(cell[at]!));
}
