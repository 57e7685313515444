import type { Range } from './range.ts';

/** One row as it will stand in a request, measured: tokens as counted here, characters in UTF-16 units. */
export interface SampledRow {
  tokens: number;
  characters: number;
}

export interface RowTokens {
  /** Of a row, on average; exact where every row was measured. */
  average: Range;
  /** Of the longest row there may be. */
  longest: number;
  /** How it is known, as a sentence. */
  basis: string;
}

interface TableSize {
  totalRows: number;
  /** Characters of all rows together, measured like the sample's; null: unknown. */
  totalCharacters: number | null;
  longestRowCharacters: number | null;
}

/** Tokens per character where nothing was measured: from plain English to texts mostly of signs. */
const UNMEASURED: Range = { low: 0.18, high: 1 };
/** Of a single measured row nothing can be said about the spread. */
const FEW_SPREAD = 0.5;

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/**
 * Two standard errors of the ratio of tokens to characters: the classic ratio estimator. Where the characters of
 * the table are unknown, rows are compared as if each had the same.
 */
function ratioError(sample: readonly SampledRow[], weights: readonly number[], ratio: number): number {
  const n = sample.length;
  if (n < 2) return ratio * FEW_SPREAD;
  const residuals = sample.map(({ tokens }, i) => (tokens - ratio * weights[i]!) ** 2);
  const deviation = Math.sqrt(total(residuals) / (n - 1));
  return (2 * deviation) / ((total(weights) / n) * Math.sqrt(n));
}

function unmeasured({ totalRows, totalCharacters, longestRowCharacters }: TableSize): RowTokens {
  const characters = totalRows > 0 ? (totalCharacters ?? 0) / totalRows : 0;
  return {
    average: { low: characters * UNMEASURED.low, high: characters * UNMEASURED.high },
    longest: (longestRowCharacters ?? characters) * UNMEASURED.high,
    basis: 'No row was measured.',
  };
}

/** Tokens of a row of a table from a sample of its rows, with the error of sampling. */
export function rowTokens(sample: readonly SampledRow[], size: TableSize): RowTokens {
  const { totalRows, totalCharacters, longestRowCharacters } = size;
  if (sample.length === 0) return unmeasured(size);
  const isWhole = sample.length >= totalRows;
  const sampleTokens = total(sample.map(({ tokens }) => tokens));
  const byCharacters = totalCharacters !== null && !isWhole && total(sample.map(({ characters }) => characters)) > 0;
  const weights = sample.map(({ characters }) => (byCharacters ? characters : 1));
  const ratio = sampleTokens / total(weights);
  const error = isWhole ? 0 : ratioError(sample, weights, ratio);
  const weightOfRow = byCharacters ? totalCharacters / totalRows : 1;
  const densest = Math.max(...sample.map(({ tokens, characters }) => (characters > 0 ? tokens / characters : 0)));
  const longestMeasured = Math.max(...sample.map(({ tokens }) => tokens));
  return {
    average: { low: Math.max(0, ratio - error) * weightOfRow, high: (ratio + error) * weightOfRow },
    longest: Math.max(longestMeasured, isWhole ? 0 : (longestRowCharacters ?? 0) * densest),
    basis: isWhole
      ? 'Every row was counted.'
      : `${sample.length} rows taken at random were counted; the range is where the whole table lies in 95 of 100 cases.`,
  };
}
