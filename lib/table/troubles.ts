import type { Trouble } from '#lib/core/job';

const NOTHING_READ = 'No rows were imported. Nothing was sent and nothing was charged.';

/** Trouble with a table file before anything was made of it. */
export function fileTrouble(what: string, todo: string, details: string | null = null): Trouble {
  return { what, meaning: NOTHING_READ, todo, details };
}

export function emptyFile(): Trouble {
  return fileTrouble('The file is empty.', 'Choose a table with a header line and at least one row under it.');
}

export function noRows(): Trouble {
  return fileTrouble(
    'The file has a header line but no rows under it.',
    'Choose a table with at least one row. If the file has no header, add a first line that names the columns.',
  );
}

export function binaryFile(): Trouble {
  return fileTrouble(
    'This is not a text file: it holds bytes that no table of texts has.',
    'Save the table as CSV, in UTF-8, and choose that file. If you picked an encoding by hand, try another one.',
  );
}

export function tooManyColumns(columns: number, limit: number): Trouble {
  return fileTrouble(
    `The header line has ${columns.toLocaleString('en-US')} columns; at most ${limit.toLocaleString('en-US')} can be read.`,
    'Check that the right delimiter was found, or remove columns and save the file again.',
  );
}

export function unclosedQuote(line: number): Trouble {
  return fileTrouble(
    `A quote mark opens a cell on line ${line.toLocaleString('en-US')} and is never closed, so all that follows would be one cell.`,
    'Close or remove that quote mark, or save the table again from the program that made it.',
  );
}

/** `limit` in characters; `quoted`: whether an open quote made the cell so long. */
export function cellTooLong(line: number, limit: number, quoted: boolean): Trouble {
  const size = `${Math.round(limit / 1_000_000).toLocaleString('en-US')} million characters`;
  const at = line.toLocaleString('en-US');
  return quoted
    ? fileTrouble(
        `The quoted cell that opens on line ${at} has not ended after ${size}. Most often a quote mark was opened there and never closed.`,
        'Close or remove that quote mark, or save the table again from the program that made it.',
      )
    : fileTrouble(
        `The row that begins on line ${at} has not ended after ${size}.`,
        'Check that the file is a table with one row on each line. Cells this long cannot be sent to a model.',
      );
}

export function unreadableFile(cause: unknown): Trouble {
  return fileTrouble(
    'The file could not be read to its end. It may have been changed, moved or deleted in the meantime.',
    'Choose the file again.',
    String(cause),
  );
}
