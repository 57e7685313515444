import type { ModelPrices, ModelProvider } from '../models/facts.ts';
import { findModel, type FoundModel } from '../models/find-model.ts';
import { requestPrice } from '../models/request-price.ts';
import { cacheUse, mayChargeStoring, type CacheAssumption } from './cache-assumption.ts';
import { estimateWarnings, type EstimateWarning } from './estimate-warnings.ts';
import { WRAPPER_TOKENS, type OutputTokens } from './output-tokens.ts';
import { exactly, sum, times, wholes, type Range } from './range.ts';
import { rowTokens, type RowTokens, type SampledRow } from './row-tokens.ts';
import { FRAME_TOKENS, TOOL_TOKENS, tokenBudget } from './token-budget.ts';
import type { TokenScale } from './token-scale.ts';

/** Packings shown beside each other. */
export const ROWS_PER_REQUEST = [1, 5, 10, 20] as const;

export interface EstimateInput {
  provider: ModelProvider;
  model: string;
  /** Null: unknown; tokens are told all the same. */
  prices: ModelPrices | null;
  scale: TokenScale;
  sample: readonly SampledRow[];
  totalRows: number;
  /** Characters of all rows together, measured like the sample's; null: unknown. */
  totalCharacters: number | null;
  longestRowCharacters: number | null;
  /** As counted here, like the sample. */
  promptTokens: number;
  schemaTokens: number;
  rowsPerRequest: readonly number[];
  /** A tool is forced: Anthropic adds instructions of its own. */
  usesTool: boolean;
  output: OutputTokens;
  /** The limit sent with each request; null: the model's own. */
  outputLimit: number | null;
  cache: CacheAssumption;
}

/** What one way of packing comes to. Tokens are the model's. */
export interface PackingEstimate {
  rowsPerRequest: number;
  requests: number;
  inputTokens: Range;
  /** Thinking included. */
  outputTokens: Range;
  /** USD; null: price unknown. */
  price: { batch: Range; standard: Range } | null;
  warnings: EstimateWarning[];
}

export interface Estimate {
  packings: PackingEstimate[];
  /** Where the numbers come from, as sentences. */
  basis: string[];
}

/** Everything that does not change with the packing. */
interface Job extends EstimateInput {
  found: FoundModel | null;
  rows: RowTokens;
  /** Prompt and schema, in the model's tokens. */
  prefix: Range;
}

/** The model's tokens of one request of `rows` rows. */
function requestTokens(job: Job, rows: number): { input: Range; output: Range } {
  const texts = times(sum(times(job.rows.average, rows), exactly(rows)), job.scale);
  const written = sum(times(job.output.perRow, rows), exactly(WRAPPER_TOKENS));
  // A longer list takes somewhat more thinking, not in proportion.
  const thought = times(job.output.thinkingPerRequest, { low: 1, high: 1 + 0.2 * (rows - 1) });
  return {
    input: sum(job.prefix, texts, FRAME_TOKENS, job.usesTool ? TOOL_TOKENS : exactly(0)),
    output: sum(job.output.isMeasured ? written : times(written, job.scale), thought),
  };
}

function priceOfRequest(job: Job, rows: number, requests: number, batch: boolean): Range {
  const { prices, found, cache, prefix } = job;
  if (!prices) return exactly(0);
  const { input, output } = requestTokens(job, rows);
  const at = (end: 'low' | 'high') => {
    const cached = cacheUse(end === 'low' ? 'cheap' : 'dear', {
      model: found,
      cache,
      prefixTokens: prefix[end],
      inputTokens: input[end],
      requests,
    });
    return requestPrice(prices, { inputTokens: input[end], outputTokens: output[end], ...cached }, { batch });
  };
  return { low: at('low'), high: at('high') };
}

function warningsFor(job: Job, rowsPerRequest: number): EstimateWarning[] {
  const { found, scale, rows, output, outputLimit } = job;
  const limit = outputLimit ?? found?.outputTokens ?? null;
  const full = requestTokens(job, rowsPerRequest);
  const budget = tokenBudget(
    found && { ...found, prices: job.prices },
    scale,
    job.promptTokens + job.schemaTokens,
    Math.ceil(full.output.high),
  );
  return estimateWarnings({
    rowsPerRequest,
    inputTokens: full.input,
    worstRows: rowsPerRequest * (rows.longest + 1),
    budget,
    model: found && { label: found.label, inputTokens: found.inputTokens, stepTokens: job.prices?.above?.tokens ?? null },
    outputTokens: full.output,
    outputLimit: output.perRow.high > 0 ? limit : null,
  });
}

function estimatePacking(job: Job, wanted: number): PackingEstimate {
  const rowsPerRequest = Math.max(1, Math.floor(wanted));
  const full = Math.floor(job.totalRows / rowsPerRequest);
  const rest = job.totalRows % rowsPerRequest;
  const requests = full + Math.sign(rest);
  /** Full requests and the last one, each by its own size: a price step counts by request. */
  const overAll = (of: (rows: number) => Range) => sum(times(of(rowsPerRequest), full), rest ? of(rest) : exactly(0));
  const price = (batch: boolean) => overAll((rows) => priceOfRequest(job, rows, requests, batch));
  return {
    rowsPerRequest,
    requests,
    inputTokens: wholes(overAll((rows) => requestTokens(job, rows).input)),
    outputTokens: wholes(overAll((rows) => requestTokens(job, rows).output)),
    price: job.prices && { batch: price(true), standard: price(false) },
    warnings: requests > 0 ? warningsFor(job, Math.min(rowsPerRequest, job.totalRows)) : [],
  };
}

function basisOf(job: Job): string[] {
  const largest = requestTokens(job, Math.max(1, ...job.rowsPerRequest)).input.high;
  const storing = mayChargeStoring({ model: job.found, inputTokens: largest })
    ? 'OpenAI may charge a quarter more for input it stores; it does not say whether in batches too. The upper price assumes so.'
    : null;
  const price = job.prices ? 'Prices as published in autumn 2026.' : 'The price of this model is not known here.';
  const lines = [job.rows.basis, job.scale.basis, ...job.output.basis, job.cache.basis, storing, price];
  return lines.filter((line) => line !== null);
}

/** Requests, tokens and price of a job at several packings, as ranges with their basis. */
export function estimateJob(input: EstimateInput): Estimate {
  const rows = rowTokens(input.sample, input);
  const prefix = times(exactly(input.promptTokens + input.schemaTokens), input.scale);
  const job: Job = { ...input, found: findModel(input.provider, input.model), rows, prefix };
  return { packings: input.rowsPerRequest.map((wanted) => estimatePacking(job, wanted)), basis: basisOf(job) };
}
