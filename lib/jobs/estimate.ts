import { fullPrompt } from '#lib/core/answer-format';
import { cacheAssumption } from '#lib/core/estimate/cache-assumption';
import { estimateJob, ROWS_PER_REQUEST, type Estimate, type EstimateInput, type PackingEstimate } from '#lib/core/estimate/estimate-job';
import { outputFromSchema, outputFromTrial, type OutputTokens } from '#lib/core/estimate/output-tokens';
import type { TableMeasure } from '#lib/core/estimate/table-measure';
import { measuredScale, tokenScale, type TokenScale } from '#lib/core/estimate/token-scale';
import { loadTokenCounter, type TokenCounter } from '#lib/core/estimate/tokens';
import { THINKING_VALUES, type ThinkingValue } from '#lib/core/models/facts';
import { findModel } from '#lib/core/models/find-model';
import { pricesOf } from '#lib/core/models/prices';
import type { Question, Recipe } from '#lib/core/recipe';
import { readSchema } from '#lib/core/schema';
import { requestTexts } from './request-texts.ts';
import { sentSchema, sendsTool } from './sent-schema.ts';

/** What a provider itself said of requests of this question: it stands before any guess. */
export interface Evidence {
  /** Requests whose input tokens the provider counted. */
  counted: { request: string; inputTokens: number }[];
  /** A live answer to this question, thinking part of its output. */
  trial: { outputTokens: number; reasoningTokens: number; rows: number } | null;
}

export interface RecipeEstimate extends Estimate {
  /** At the rows per request chosen. */
  chosen: PackingEstimate;
  /** The first request alone. */
  first: PackingEstimate;
}

const isThinking = (value: string): value is ThinkingValue => THINKING_VALUES.some((known) => known === value);

function outputOf(question: Question, { trial }: Evidence): OutputTokens {
  const measured = trial && outputFromTrial(trial);
  if (measured) return measured;
  const reading = question.schema === null ? null : readSchema(question.schema);
  const model = findModel(question.provider.provider, question.model);
  const thinking = isThinking(question.thinking) ? question.thinking : 'default';
  return outputFromSchema(reading?.ok ? reading.schema.rowSchema : null, model, thinking);
}

function scaleOf({ provider, model }: Question, { counted }: Evidence, count: TokenCounter): TokenScale {
  const here = counted.reduce((sum, { request }) => sum + requestTexts(request).reduce((tokens, text) => tokens + count(text), 0), 0);
  const there = counted.reduce((sum, { inputTokens }) => sum + inputTokens, 0);
  return measuredScale(here, there) ?? tokenScale(provider.provider, model);
}

/**
 * Tokens and price of a recipe over a measured table, at the usual packings and the one chosen. Where the provider has counted
 * or answered, its numbers are taken; for a worker, since the tokenizer and a list of prices are loaded.
 */
export async function estimateRecipe({ question, sending }: Recipe, measure: TableMeasure, evidence: Evidence): Promise<RecipeEstimate> {
  const { provider, options } = question.provider;
  const count = await loadTokenCounter();
  const promptTokens = count(fullPrompt(question));
  const schemaTokens = count(sentSchema(question));
  const { rowsPerRequest } = sending;
  const input: EstimateInput = {
    provider,
    model: question.model,
    prices: pricesOf(provider, question.model, Date.now()),
    scale: scaleOf(question, evidence, count),
    sample: measure.sample,
    totalRows: measure.rows,
    totalCharacters: measure.totalCharacters,
    longestRowCharacters: measure.longestRowCharacters,
    promptTokens,
    schemaTokens,
    usesTool: sendsTool(question),
    rowsPerRequest: [...new Set([...ROWS_PER_REQUEST, rowsPerRequest])].sort((a, b) => a - b),
    output: outputOf(question, evidence),
    outputLimit: options.outputLimit,
    cache: cacheAssumption(provider, provider === 'anthropic' ? options.cacheTtl : null),
  };
  const estimate = estimateJob(input);
  const share = Math.min(1, rowsPerRequest / Math.max(1, measure.rows));
  const [first] = estimateJob({
    ...input,
    totalRows: Math.min(measure.rows, rowsPerRequest),
    totalCharacters: measure.totalCharacters * share,
    rowsPerRequest: [rowsPerRequest],
  }).packings;
  return {
    ...estimate,
    chosen: estimate.packings.find((packing) => packing.rowsPerRequest === rowsPerRequest)!,
    first: first!,
  };
}
