import type { Dataset, DatasetPage } from '#lib/core/dataset';
import type { SampledRow } from '#lib/core/estimate/row-tokens';
import { sampleForEstimate } from '#lib/core/estimate/sample-rows';
import type { TableMeasure } from '#lib/core/estimate/table-measure';
import { loadTokenCounter } from '#lib/core/estimate/tokens';
import type { Recipe } from '#lib/core/recipe';
import { rowWriter } from '#lib/core/row-bytes';
import { pageOf } from '#lib/storage/datasets';
import { RowReader, type Selection } from './selection.ts';

const SEED = 1;
/** Long texts are counted fewer of: this many characters take about a second. */
const MOST_CHARACTERS = 2_000_000;
const LEAST_ROWS = 20;

/** Measures the rows a recipe would send, for an estimate: a sample of them counted, reading each page once at most. */
export async function measureSelection(dataset: Dataset, recipe: Recipe, rows: Uint32Array, selection: Selection): Promise<TableMeasure> {
  const { columns } = recipe.question;
  const reader = new RowReader(dataset, columns);
  const write = rowWriter(columns.texts);
  const count = await loadTokenCounter();
  const average = rows.length ? selection.characters / rows.length : 0;
  const most = Math.max(LEAST_ROWS, Math.min(300, Math.floor(MOST_CHARACTERS / Math.max(1, average))));
  const sample: SampledRow[] = [];
  let page: DatasetPage | undefined;
  for (const place of sampleForEstimate(rows.length, SEED, most)) {
    const row = rows[place]!;
    if (!page || row >= page.firstRow + page.rowCount) page = (await pageOf(dataset.id, row))!;
    const texts = reader.texts(page, row - page.firstRow);
    const written = write(selection.renamed.get(row) ?? reader.id(page, row - page.firstRow), texts);
    // In the file a row stands inside a JSON string; the model reads the string.
    const read = JSON.parse(`"${written}"`) as string;
    sample.push({ tokens: count(read), characters: texts.reduce((sum, text) => sum + text.length, 0) });
  }
  return { rows: rows.length, sample, totalCharacters: selection.characters, longestRowCharacters: selection.longest };
}
