import type { Dataset } from '#lib/core/dataset';
import { permutation } from '#lib/core/permutation';
import type { Recipe } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { pageOf } from '#lib/storage/datasets';
import { packPlan } from './build.ts';
import type { ReadyRow } from './ordered-rows.ts';
import { groupRows } from './pack.ts';
import { RowReader, rowsOut, selectRows, type Selection } from './selection.ts';

export interface FirstRequest {
  /** As it would stand in the file, character for character. */
  request: string;
  rows: { id: string; text: string }[];
}

type FirstRow = ReadyRow & { shown: string };

/** The first rows to go out in the recipe's order, by a few reads at random. */
async function* firstRows(
  dataset: Dataset,
  { question, sending }: Recipe,
  rows: Uint32Array,
  selection: Selection,
): AsyncGenerator<FirstRow> {
  const count = Math.min(rows.length, sending.rowsPerRequest);
  const places = sending.order.kind === 'shuffled' ? permutation(rows.length, sending.order.seed).subarray(0, count) : null;
  const reader = new RowReader(dataset, question.columns);
  const write = rowWriter(question.columns.texts);
  for (let n = 0; n < count; n++) {
    const row = rows[places ? places[n]! : n]!;
    const page = (await pageOf(dataset.id, row))!;
    const id = selection.renamed.get(row) ?? reader.id(page, row - page.firstRow);
    const texts = reader.texts(page, row - page.firstRow);
    yield { row, id, text: write(id, texts), shown: texts.join(' · ') };
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
  for await (const group of groupRows(firstRows(dataset, recipe, rows, selection), plan)) {
    const request = packRequest(
      plan.frame,
      plan.customId(0, 0),
      group.map(({ text }) => text),
    );
    return { request, rows: (group as FirstRow[]).map(({ id, shown }) => ({ id, text: shown })) };
  }
  return null;
}

/** The first request of a recipe; null where no row is left. */
export async function firstRequest(dataset: Dataset, recipe: Recipe, lineUrl: string, jobId: string): Promise<FirstRequest | null> {
  const plan = packPlan(recipe, lineUrl, jobId || 'job', null, 0);
  const selection = await selectRows(dataset, recipe.question, recipe.sending, plan, () => {});
  return firstOfSelection(dataset, recipe, lineUrl, jobId, rowsOut(selection.reasons), selection);
}
