import type { Delimiter, TableProblem } from '#lib/core/dataset';
import type { Trouble } from '#lib/core/job';
import { nameColumns } from './column-names.ts';
import { guessColumns } from './guess-columns.ts';
import { PageBuilder } from './page-builder.ts';
import type { RowBatch } from './row-reader.ts';
import { RowTally, type RowFindings } from './row-problems.ts';
import type { PageSink, TablePage } from './table-page.ts';
import { tooManyColumns } from './troubles.ts';

const MAX_COLUMNS = 10_000;

const REPLACED = /\uFFFD/;
const ACCENTED = /\P{ASCII}/u;

/**
 * Takes batches of rows, makes the first row the header, brings each other to the header's width and writes pages. A short row gets
 * empty cells; the extra cells of a long one are joined to its last cell by the delimiter, as if that had been quoted, so no text is lost.
 */
export class TableWriter {
  columns: string[] = [];
  headerProblems: TableProblem[] = [];
  guess: { id: string | null; texts: string[] } = { id: null, texts: [] };
  readonly found: RowFindings;

  #sink: PageSink;
  #delimiter: Delimiter;
  #countAccented: boolean;
  #builder: PageBuilder | null = null;

  constructor(sink: PageSink, delimiter: Delimiter, countAccented: boolean) {
    this.#sink = sink;
    this.#delimiter = delimiter;
    this.#countAccented = countAccented;
    this.found = {
      short: new RowTally(),
      long: new RowTally(),
      malformed: new RowTally(),
      replaced: new RowTally(),
      accented: new RowTally(),
    };
  }

  get rowCount(): number {
    return this.#builder?.rowCount ?? 0;
  }

  /** Trouble where the header is out of all proportion, else null. */
  async write(batch: RowBatch): Promise<Trouble | null> {
    const watches: [RegExp, RowTally][] = [];
    if (REPLACED.test(batch.text)) watches.push([REPLACED, this.found.replaced]);
    if (this.#countAccented && ACCENTED.test(batch.text)) watches.push([ACCENTED, this.found.accented]);
    for (const row of batch.rows) {
      const builder = this.#builder;
      if (!builder) {
        if (row.length > MAX_COLUMNS) return tooManyColumns(row.length, MAX_COLUMNS);
        this.#begin(row);
        continue;
      }
      const number = builder.rowCount + 1;
      for (const [sign, tally] of watches) if (row.some((cell) => sign.test(cell))) tally.add(number);
      if (batch.malformed.has(row)) this.found.malformed.add(number);
      const page = builder.add(this.#fitted(row, number));
      if (page) await this.#send(page);
    }
    return null;
  }

  /** Writes the last page. */
  async end(): Promise<void> {
    const page = this.#builder?.take();
    if (page) await this.#send(page);
  }

  #begin(header: string[]): void {
    const { columns, problems } = nameColumns(header);
    this.columns = columns;
    this.headerProblems = problems;
    this.#builder = new PageBuilder(columns.length);
  }

  async #send(page: TablePage): Promise<void> {
    if (page.firstRow === 0) this.guess = guessColumns(this.columns, page);
    await this.#sink.write(page);
  }

  #fitted(row: string[], number: number): string[] {
    const width = this.columns.length;
    if (row.length === width) return row;
    if (row.length < width) {
      this.found.short.add(number);
      return [...row, ...Array.from({ length: width - row.length }, () => '')];
    }
    this.found.long.add(number);
    let end = row.length;
    while (end > width && row[end - 1] === '') end--;
    return [...row.slice(0, width - 1), row.slice(width - 1, end).join(this.#delimiter)];
  }
}
