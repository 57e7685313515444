import { alreadyCovered } from '#lib/core/answer-format';
import type { CheckResult } from '#lib/core/check';
import type { Dataset } from '#lib/core/dataset';
import { permutation } from '#lib/core/permutation';
import type { Recipe } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { SKIP_REASONS, type SkipReason } from '#lib/core/row-state';
import { pageOf } from '#lib/storage/datasets';
import { packPlan } from './build.ts';
import { orderedRows } from './ordered-rows.ts';
import { packParts, type PackPlan } from './pack.ts';
import { RowReader, rowsOut, selectRows, type Selection } from './selection.ts';

function skippedRows(reasons: Uint8Array): CheckResult['skipped'] {
  const skipped = Object.fromEntries(
    SKIP_REASONS.map((reason) => [reason, { rows: 0, examples: [] as number[] }]),
  ) as CheckResult['skipped'];
  for (let row = 0; row < reasons.length; row++) {
    const reason: SkipReason | undefined = SKIP_REASONS[reasons[row]! - 1];
    if (!reason) continue;
    const entry = skipped[reason];
    entry.rows++;
    if (entry.examples.length < 20) entry.examples.push(row + 1);
  }
  return skipped;
}

/** The first request in the order wanted, from a few reads at random. */
async function firstRequest(
  dataset: Dataset,
  recipe: Recipe,
  plan: PackPlan,
  rows: Uint32Array,
  selection: Selection,
): Promise<string | null> {
  if (rows.length === 0) return null;
  const { question, sending } = recipe;
  const count = Math.min(rows.length, sending.rowsPerRequest);
  const places = sending.order.kind === 'shuffled' ? permutation(rows.length, sending.order.seed).subarray(0, count) : null;
  const reader = new RowReader(dataset, question.columns);
  const write = rowWriter(question.columns.texts);
  const texts: string[] = [];
  let characters = 0;
  for (let n = 0; n < count; n++) {
    const row = rows[places ? places[n]! : n]!;
    const page = (await pageOf(dataset.id, row))!;
    const at = row - page.firstRow;
    const text = write(selection.renamed.get(row) ?? reader.id(page, at), reader.texts(page, at));
    characters += text.length;
    if (texts.length > 0 && characters > plan.contentCharacters) break;
    texts.push(text);
  }
  return packRequest(plan.frame, plan.customId(0, 0), texts);
}

function warningsOf(recipe: Recipe, rows: number): string[] {
  const { question, sending } = recipe;
  const warnings: string[] = [];
  const { options } = question.provider;
  const isJsonObject = question.schema === null || options.structuredOutput === 'json_object';
  const covered = alreadyCovered(question.instructions);
  if (isJsonObject && !question.answerFormat.on && !/json/i.test(question.instructions)) {
    warnings.push(
      'Without a schema the provider wants the word JSON in the instructions and refuses every request otherwise. Switch Answer format on, or write it yourself.',
    );
  }
  if (!question.answerFormat.on && !covered && sending.rowsPerRequest > 1) {
    warnings.push(
      'The instructions do not say how answers name their rows (all_results, input_id). Answers that name no row cannot be joined: switch Answer format on, or send one row per request.',
    );
  }
  if (sending.rowsPerRequest > 20) {
    warnings.push(
      `${sending.rowsPerRequest} rows per request is a lot: models leave rows out or mix them up more often, the more rows share a request.`,
    );
  }
  if (rows > 0 && rows < sending.rowsPerRequest)
    warnings.push('There are fewer rows than one request may take, so one request carries them all.');
  return warnings;
}

/**
 * Runs a recipe over a table and counts what would be sent: every row is read, nothing is stored.
 * Counting goes in source order; a shuffle moves rows between requests but hardly changes the sums.
 */
export async function checkRecipe(
  dataset: Dataset,
  recipe: Recipe,
  lineUrl: string,
  jobId: string,
  onRows: (rows: number) => void,
): Promise<CheckResult> {
  const plan = packPlan(recipe, lineUrl, jobId || 'job', null, 0);
  const selection = await selectRows(dataset, recipe.question, recipe.sending, plan.contentCharacters, (rows) => onRows(rows / 2));
  const rows = rowsOut(selection.reasons);
  const sums = { requests: 0, batches: 0, bytes: 0, largestRequest: 0 };
  const ready = orderedRows(
    { dataset, question: recipe.question, rows, renamed: selection.renamed, characters: selection.characters },
    { kind: 'source' },
  );
  for await (const part of packParts(ready, plan)) {
    sums.batches++;
    sums.requests += part.requests;
    sums.bytes += part.file.size;
    const { offsets } = part.index;
    for (let i = 1; i < offsets.length; i++)
      sums.largestRequest = Math.max(sums.largestRequest, offsets[i]! - offsets[i - 1]! - plan.frame.separator.length);
    onRows(dataset.rowCount / 2 + (part.index.rows.at(-1) ?? 0) / 2);
  }
  return {
    rowsInTable: dataset.rowCount,
    rows: rows.length,
    skipped: skippedRows(selection.reasons),
    duplicateIds: selection.duplicates,
    ...sums,
    firstRequest: await firstRequest(dataset, recipe, plan, rows, selection),
    warnings: warningsOf(recipe, rows.length),
  };
}
