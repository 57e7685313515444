/** Written before the first line of a CSV download: without it Excel reads UTF-8 as the system's old code page. */
export const CSV_START = '\uFEFF';

export interface CsvOptions {
  /** Puts `'` before cells a spreadsheet would run as formulas. For downloads only: it changes the cell. */
  formulaGuard: boolean;
}

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;
const STARTS_FORMULA = /^[=+\-@\t\r]/;
/** A signed number, with point or comma, exponent or percent sign: no formula, whatever it starts with. */
const SIGNED_NUMBER = /^[+-](?:\d[\d.,]*|[.,]\d+)(?:e[+-]?\d+)?%?$/i;

/**
 * One line of CSV by RFC 4180: comma, double quotes doubled inside quotes, CR LF at the end. Cells with outer blanks are quoted too,
 * since some readers trim; so is the only cell of a line if empty, or the line would pass for a blank one.
 */
export function csvLine(cells: readonly string[], { formulaGuard }: CsvOptions): string {
  const guarded = formulaGuard ? cells.map(guardFormula) : cells;
  if (guarded.length === 1 && guarded[0] === '') return '""\r\n';
  return `${guarded.map(quoteCell).join(',')}\r\n`;
}

function guardFormula(cell: string): string {
  return STARTS_FORMULA.test(cell) && !SIGNED_NUMBER.test(cell) ? `'${cell}` : cell;
}

function quoteCell(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
