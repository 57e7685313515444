import type { Dataset } from '#lib/core/dataset';
import { permutation } from '#lib/core/permutation';
import type { Recipe } from '#lib/core/recipe';
import type { RowBlock } from '#lib/core/row-block';
import { RowEncoder } from '#lib/core/row-encoder';
import { pageOf } from '#lib/storage/datasets';
import { packPlan } from './build.ts';
import { packParts } from './pack.ts';
import { judgeAll, RowReader, rowsOut, Selector, type Selection } from './selection.ts';

export interface FirstRequest {
  /** As it would stand in the file, character for character. */
  request: string;
  rows: { id: string; text: string }[];
}

/** The first rows to go out in the recipe's order, by a few reads at random; `shown` takes them as a person reads them. */
async function* firstRows(
  dataset: Dataset,
  { question, sending }: Recipe,
  rows: Uint32Array,
  selection: Selection,
  shown: FirstRequest['rows'],
): AsyncGenerator<RowBlock> {
  const count = Math.min(rows.length, sending.rowsPerRequest);
  const places = sending.order.kind === 'shuffled' ? permutation(rows.length, sending.order.seed).subarray(0, count) : null;
  const reader = new RowReader(dataset, question.columns);
  const encoder = new RowEncoder(question.columns.texts);
  for (let n = 0; n < count; n++) {
    const row = rows[places ? places[n]! : n]!;
    const page = (await pageOf(dataset.id, row))!;
    const at = row - page.firstRow;
    const id = selection.renamed.get(row) ?? reader.id(page, at);
    encoder.add(row, id, reader.textColumns(page), at);
    shown.push({ id, text: reader.texts(page, at).join(' · ') });
    yield encoder.takeBlock();
  }
}

/** The first request of an already made selection; null where no row is left. */
export async function firstOfSelection(
  dataset: Dataset,
  recipe: Recipe,
  lineUrl: string,
  jobId: string,
  rows: Uint32Array,
  selection: Selection,
): Promise<FirstRequest | null> {
  const plan = packPlan(recipe, lineUrl, jobId || 'job', null, 0);
  const shown: FirstRequest['rows'] = [];
  for await (const { file, index } of packParts(firstRows(dataset, recipe, rows, selection, shown), { ...plan, requestsPerBatch: 1 })) {
    const end = index.offsets[1]! - plan.frame.separator.length;
    return { request: await file.slice(index.offsets[0], end).text(), rows: shown.slice(0, index.starts[1]) };
  }
  return null;
}

/** The first request of a recipe; null where no row is left. */
export async function firstRequest(dataset: Dataset, recipe: Recipe, lineUrl: string, jobId: string): Promise<FirstRequest | null> {
  const plan = packPlan(recipe, lineUrl, jobId || 'job', null, 0);
  const selection = await judgeAll(new Selector(dataset, recipe.question, recipe.sending, plan));
  return firstOfSelection(dataset, recipe, lineUrl, jobId, rowsOut(selection.reasons), selection);
}
