import { fullPrompt } from '#lib/core/answer-format';
import { askedText } from '#lib/core/digest';
import { cacheAssumption } from '#lib/core/estimate/cache-assumption';
import { estimateJob, type PackingEstimate } from '#lib/core/estimate/estimate-job';
import { outputFromSchema, type OutputTokens } from '#lib/core/estimate/output-tokens';
import type { SampledRow } from '#lib/core/estimate/row-tokens';
import { sampleForEstimate } from '#lib/core/estimate/sample-rows';
import { tokenScale } from '#lib/core/estimate/token-scale';
import { loadTokenCounter } from '#lib/core/estimate/tokens';
import type { Attempt, Job, Part } from '#lib/core/job';
import { plural } from '#lib/core/measures';
import type { ThinkingValue } from '#lib/core/models/facts';
import { findModel } from '#lib/core/models/find-model';
import { pricesOf } from '#lib/core/models/prices';
import type { Question, Recipe } from '#lib/core/recipe';
import { fieldNames } from '#lib/core/row-bytes';
import { roundsAsking, takesDone } from '#lib/core/row-marks';
import { stateCode, type RowState } from '#lib/core/row-state';
import { readSchema } from '#lib/core/schema';
import { requestForm } from '#lib/providers/anthropic/request-form';
import { pageOf } from '#lib/storage/datasets';
import { getPartIndex, listAttempts, listParts } from '#lib/storage/jobs';
import { RowSource } from './row-source.ts';
import { RowReader } from './selection.ts';
import { sentSchema } from './sent-schema.ts';

/** A round that is not prepared yet: its recipe and the rows it would take. */
export interface PlannedRound {
  recipe: Recipe;
  states: RowState[];
  doneAgain: Attempt['doneAgain'];
}

/** What a round comes to, with where the numbers come from. */
export interface RoundEstimate extends PackingEstimate {
  rows: number;
  basis: string[];
}

/** Rows of the prepared round, from its files. */
async function preparedRows(parts: Part[]): Promise<Uint32Array> {
  const indexes = await Promise.all(parts.map((part) => getPartIndex(part.jobId, part.k)));
  const rows = indexes.flatMap((index) => [...(index?.rows ?? [])]);
  return Uint32Array.from(rows).sort();
}

/** Rows a planned round would take; those left out for their texts are only found on preparing. */
function plannedRows({ ledger }: RowSource, isDoneWanted: (round: number) => boolean, states: readonly RowState[]): Uint32Array {
  const rows: number[] = [];
  const codes = new Set(states.map(stateCode));
  const ok = stateCode('ok');
  ledger?.states.forEach((code, row) => {
    if (code === ok ? isDoneWanted(ledger.attempts[row]!) : codes.has(code)) rows.push(row);
  });
  return Uint32Array.from(rows);
}

/** A sample of the rows as the model reads them, counted. */
async function sampled(source: RowSource, question: Question, rows: Uint32Array, count: (text: string) => number): Promise<SampledRow[]> {
  const reader = new RowReader(source.dataset, question.columns);
  const names = fieldNames(question.columns.texts);
  const sample: SampledRow[] = [];
  let page = await pageOf(source.dataset.id, 0);
  for (const place of sampleForEstimate(rows.length, 1)) {
    const row = rows[place]!;
    if (!page || row >= page.firstRow + page.rowCount) page = await pageOf(source.dataset.id, row);
    if (!page) break;
    const at = row - page.firstRow;
    const texts = reader.texts(page, at);
    const text = JSON.stringify({ input_id: reader.id(page, at), ...Object.fromEntries(names.map((name, c) => [name, texts[c]])) });
    sample.push({ tokens: count(text), characters: text.length });
  }
  return sample;
}

/** Output by what this job's answers to the same question used; null where there are none. */
export function outputFromAnswers(parts: readonly Part[], isSameQuestion: (part: Part) => boolean): OutputTokens | null {
  let [rows, requests, written, thought] = [0, 0, 0, 0];
  for (const part of parts) {
    if (!part.usage || part.usage.all.outputTokens === 0 || !isSameQuestion(part)) continue;
    const share = part.counts && part.requests > 0 ? Math.min(1, part.counts.completed / part.requests) : 1;
    rows += part.rows * share;
    requests += part.requests * share;
    written += part.usage.all.outputTokens - part.usage.all.reasoningTokens;
    thought += part.usage.all.reasoningTokens;
  }
  if (rows < 1 || written <= 0) return null;
  const perRow = written / rows;
  return {
    perRow: { low: perRow * 0.8, high: perRow * 1.25 },
    thinkingPerRequest: { low: (thought / requests) * 0.6, high: (thought / requests) * 1.5 },
    isMeasured: true,
    basis: [`Output is taken from ${plural(Math.round(rows), 'row')} this job has answered already.`],
  };
}

function outputOf(job: Job, attempts: Attempt[], parts: Part[], question: Question): OutputTokens {
  const asked = askedText(question);
  const questionOf = (part: Part) => {
    const revision = attempts.find(({ number }) => number === part.attempt)?.revision;
    return job.revisions.find((known) => known.revision === revision)?.recipe.question;
  };
  const isSame = (part: Part) => {
    const other = questionOf(part);
    return other !== undefined && askedText(other) === asked;
  };
  const { provider } = question.provider;
  const schema = question.schema === null ? null : readSchema(question.schema);
  const rowSchema = schema?.ok ? schema.schema.rowSchema : null;
  const model = findModel(provider, question.model);
  return outputFromAnswers(parts, isSame) ?? outputFromSchema(rowSchema, model, question.thinking as ThinkingValue);
}

/**
 * What the newest round, as prepared, or one that is only planned comes to. For a worker: it loads the tokenizer. Null
 * where the job or its table is not in this browser, or no row would be sent.
 */
export async function estimateRound(jobId: string, planned: PlannedRound | null): Promise<RoundEstimate | null> {
  const source = await RowSource.open(jobId);
  if (!source) return null;
  const { job } = source;
  const [attempts, parts] = await Promise.all([listAttempts(jobId), listParts(jobId)]);
  const newest = attempts.at(-1)!;
  const recipe = planned?.recipe ?? job.revisions.find(({ revision }) => revision === newest.revision)!.recipe;
  const rows = planned
    ? plannedRows(source, takesDone(planned.doneAgain, roundsAsking(recipe.question, job.revisions, attempts)), planned.states)
    : await preparedRows(parts.filter((part) => part.attempt === newest.number));
  if (rows.length === 0) return null;
  const { question, sending } = recipe;
  const { provider, options } = question.provider;
  const count = await loadTokenCounter();
  const { packings, basis } = estimateJob({
    provider,
    model: question.model,
    prices: pricesOf(provider, question.model, Date.now()),
    scale: tokenScale(provider, question.model),
    sample: await sampled(source, question, rows, count),
    totalRows: rows.length,
    totalCharacters: null,
    longestRowCharacters: null,
    promptTokens: count(fullPrompt(question)),
    schemaTokens: count(sentSchema(question)),
    rowsPerRequest: [sending.rowsPerRequest],
    usesTool: provider === 'anthropic' && requestForm(question).form.kind === 'forced_tool',
    output: outputOf(job, attempts, parts, question),
    outputLimit: options.outputLimit,
    cache: cacheAssumption(provider, question.provider.provider === 'anthropic' ? question.provider.options.cacheTtl : null),
  });
  return { ...packings[0]!, rows: rows.length, basis };
}
