import { packColumn, unpackColumn } from '#lib/core/column';
import type { Dataset, DatasetPage, StoredPage } from '#lib/core/dataset';

const PAGE_ROWS = 3;
const pages = new Map<string, StoredPage[]>();

/** Takes the place of the browser's storage where passes over rows are tested: tables are kept in memory, three rows a page. */
export async function* readStoredPages(datasetId: string): AsyncGenerator<StoredPage> {
  yield* pages.get(datasetId) ?? [];
}

export async function* readPages(datasetId: string): AsyncGenerator<DatasetPage> {
  for await (const page of readStoredPages(datasetId)) yield { ...page, columns: page.columns.map(unpackColumn) };
}

/** A table of these rows, readable by {@link readPages} and {@link readStoredPages}. */
export function tableOf(columns: string[], rows: string[][]): Dataset {
  const id = `table-${pages.size}`;
  const cut: StoredPage[] = [];
  for (let firstRow = 0; firstRow < rows.length; firstRow += PAGE_ROWS) {
    const some = rows.slice(firstRow, firstRow + PAGE_ROWS);
    cut.push({ datasetId: id, firstRow, rowCount: some.length, columns: columns.map((_, c) => packColumn(some.map((row) => row[c]!))) });
  }
  pages.set(id, cut);
  return {
    id,
    fileDigest: id,
    name: 'table.csv',
    bytes: 0,
    format: { encoding: 'utf-8', delimiter: ',', newline: '\n', hasBom: false },
    columns,
    rowCount: rows.length,
    problems: [],
    guess: { id: null, texts: [] },
    importedAt: 0,
  };
}
