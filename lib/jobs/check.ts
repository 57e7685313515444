import { alreadyCovered } from '#lib/core/answer-format';
import type { CheckResult } from '#lib/core/check';
import type { Dataset } from '#lib/core/dataset';
import { isStrict, type Recipe } from '#lib/core/recipe';
import { SKIP_REASONS, type SkipReason } from '#lib/core/row-state';
import { packPlan } from './build.ts';
import { orderedRows } from './ordered-rows.ts';
import { firstOfSelection } from './first-request.ts';
import { measureSelection } from './measure.ts';
import { packParts } from './pack.ts';
import { PartMeter } from './part-file.ts';
import { rowsOut, Selector } from './selection.ts';

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

function warningsOf(recipe: Recipe, rows: number): string[] {
  const { question, sending } = recipe;
  const warnings: string[] = [];
  const isJsonObject = question.provider.provider === 'openai' && !(question.schema !== null && isStrict(question.provider));
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
  const selector = new Selector(dataset, recipe.question, recipe.sending, plan);
  const sums = { requests: 0, batches: 0, bytes: 0, largestRequest: 0 };
  for await (const part of packParts(orderedRows({ selector, onRows }, { kind: 'source' }), plan, () => new PartMeter())) {
    sums.batches++;
    sums.requests += part.requests;
    sums.bytes += part.bytes;
    const { offsets } = part.index;
    for (let i = 1; i < offsets.length; i++)
      sums.largestRequest = Math.max(sums.largestRequest, offsets[i]! - offsets[i - 1]! - plan.frame.separator.length);
  }
  const { selection } = selector;
  const rows = rowsOut(selection.reasons);
  return {
    rowsInTable: dataset.rowCount,
    rows: rows.length,
    skipped: skippedRows(selection.reasons),
    duplicateIds: selection.duplicates,
    ...sums,
    measure: await measureSelection(dataset, recipe, rows, selection),
    firstRequest: (await firstOfSelection(dataset, recipe, lineUrl, jobId, rows, selection))?.request ?? null,
    warnings: warningsOf(recipe, rows.length),
  };
}
