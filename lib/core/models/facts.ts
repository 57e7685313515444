/** What a model takes and costs: dated data, read 22 November 2026. No model's name is tested anywhere else. */

export type ModelProvider = 'openai' | 'anthropic';

/** USD per million tokens. Null: the provider names no such price. */
export interface Rates {
  input: number;
  output: number;
  cacheRead: number | null;
  /** Input stored for later requests: OpenAI's automatic storing, Anthropic's for 5 minutes. */
  cacheWrite: number | null;
  /** Anthropic's for one hour. */
  cacheWriteHour: number | null;
}

export interface ModelPrices {
  rates: Rates;
  /** A request with more input tokens than `tokens` is charged at `rates` as a whole. */
  above: { tokens: number; rates: Rates } | null;
  /** What a batch costs of the standard price: 0.5 for both providers. */
  batchFactor: number;
}

/**
 * How an answer's form can be asked for. `forced_tool_unthinking`: only while the model does not think.
 * `json_schema`, `json_object`: OpenAI's `response_format`; `output_config`: Anthropic's `output_config.format`.
 */
export type AnswerForm = 'json_schema' | 'json_object' | 'output_config' | 'forced_tool' | 'forced_tool_unthinking';

/**
 * How much the model thinks before it answers. OpenAI's: the values of `reasoning_effort`. Anthropic's: the types of `thinking`,
 * `adaptive` with its effort. `default`: nothing is sent, the model does as it does.
 */
export const THINKING_VALUES = [
  'default',
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
  'max',
  'disabled',
  'between_tools',
  'adaptive:low',
  'adaptive:medium',
  'adaptive:high',
  'adaptive:xhigh',
  'adaptive:max',
] as const;
export type ThinkingValue = (typeof THINKING_VALUES)[number];

/** The ways of cutting text into tokens. Only `o200k` is published. */
export type Tokenizer = 'o200k' | 'after-o200k' | 'claude' | 'claude-4.7';

export interface ModelFacts {
  provider: ModelProvider;
  /** Lower case, without a date. */
  id: string;
  label: string;
  /** Input and output together. */
  windowTokens: number;
  inputTokens: number;
  outputTokens: number;
  prices: ModelPrices | null;
  /** Our price stands against the price library's, which lacks this model or takes it for another. */
  isPriceOwn: boolean;
  /** Something to know about the price, as a sentence; null where there is nothing. */
  priceNote: string | null;
  /** The provider's announced last day, `YYYY-MM-DD`. */
  retiresOn: string | null;
  /** Other names that lead here and may lead elsewhere one day. */
  aliases: readonly string[];
  /** Dated names. Where there are some, the name without a date is an alias; where there are none, it is fixed. */
  snapshots: readonly string[];
  answerForms: readonly AnswerForm[];
  thinking: {
    /** Cheapest first; empty where the model has no such setting. */
    values: readonly ThinkingValue[];
    /** What happens when nothing is sent; null: it does not think. */
    byDefault: ThinkingValue | null;
  };
  /** When a temperature of one's own may be sent. */
  temperature: 'any' | 'unthinking' | 'never';
  /** Fewest tokens of a shared beginning that the provider stores; null: none. */
  cacheableTokens: number | null;
  tokenizer: Tokenizer;
}

export const BATCH_FACTOR = 0.5;

/** The same rates with input and output at other multiples; stored input goes with the input. */
export function scaleRates(rates: Rates, inputFactor: number, outputFactor: number): Rates {
  const times = (rate: number | null) => (rate === null ? null : rate * inputFactor);
  return {
    input: rates.input * inputFactor,
    output: rates.output * outputFactor,
    cacheRead: times(rates.cacheRead),
    cacheWrite: times(rates.cacheWrite),
    cacheWriteHour: times(rates.cacheWriteHour),
  };
}
