import { BATCH_FACTOR, scaleRates, type AnswerForm, type ModelFacts, type ModelPrices, type Rates, type ThinkingValue } from './facts.ts';

/*
 * Sources, platform.claude.com unless named: model pages of Haiku, Sonnet and Opus 5.5 (September to October 2026; limits,
 * prices, default effort), their migration guides and "What's new" (thinking, forced tools, temperature), the effort
 * page (levels by model), the prompt caching page as copied in third-party notes (fewest tokens by model; the larger where
 * sources disagree). Older prices: @pydantic/genai-prices 0.1.8. Retirement: @anthropic-ai/sdk 1.12, `DEPRECATED_MODELS`.
 */

/** Stored input: 1.25 times the price of input for 5 minutes, twice for an hour, 0.1 times to read unless said otherwise. */
function rates(input: number, output: number, cacheRead = input / 10): Rates {
  return { input, output, cacheRead, cacheWrite: input * 1.25, cacheWriteHour: input * 2 };
}

const flat = (input: number, output: number, cacheRead?: number): ModelPrices => ({
  rates: rates(input, output, cacheRead),
  above: null,
  batchFactor: BATCH_FACTOR,
});

const HAIKU_5_5 = rates(0.1, 0.5);

const adaptive = (efforts: readonly string[]) => efforts.map((effort) => `adaptive:${effort}` as ThinkingValue);
const UP_TO_MAX = adaptive(['low', 'medium', 'high', 'xhigh', 'max']);
const WITHOUT_XHIGH = adaptive(['low', 'medium', 'high', 'max']);

/**
 * Refused: Opus 5.5, Sonnet 5.5 and Fable 5.1 answer 400. Haiku 5.5's guide does not list it, a gateway's guide says all of
 * 5.5 refuse it: taken for refused, since `output_config` does the same.
 */
const NO_FORCED_TOOL: readonly AnswerForm[] = ['output_config'];
/** A forced tool is refused while the model thinks (thinking page). */
const TOOL_UNTHINKING: readonly AnswerForm[] = ['output_config', 'forced_tool_unthinking'];

type Row = Pick<ModelFacts, 'id' | 'label' | 'prices' | 'thinking' | 'cacheableTokens'> & Partial<ModelFacts>;

const DEFAULTS = {
  provider: 'anthropic',
  windowTokens: 1_000_000,
  inputTokens: 1_000_000,
  outputTokens: 128_000,
  isPriceOwn: false,
  priceNote: null,
  retiresOn: null,
  aliases: [],
  snapshots: [],
  answerForms: TOOL_UNTHINKING,
  // Refused under the API version of 21 October 2026, which is the one sent.
  temperature: 'never',
  tokenizer: 'claude-4.7',
} as const satisfies Partial<ModelFacts>;

const small = { windowTokens: 200_000, inputTokens: 200_000, outputTokens: 64_000, tokenizer: 'claude' } as const;
const noSetting = { values: [], byDefault: null };

const ROWS: readonly Row[] = [
  {
    id: 'claude-haiku-5-5',
    label: 'Claude Haiku 5.5',
    // Over 100,000 tokens of prompt everything costs five times as much.
    prices: { rates: HAIKU_5_5, above: { tokens: 100_000, rates: scaleRates(HAIKU_5_5, 5, 5) }, batchFactor: BATCH_FACTOR },
    isPriceOwn: true,
    thinking: { values: ['disabled', ...UP_TO_MAX], byDefault: 'adaptive:medium' },
    answerForms: NO_FORCED_TOOL,
    cacheableTokens: 512,
  },
  {
    id: 'claude-sonnet-5-5',
    label: 'Claude Sonnet 5.5',
    prices: flat(2, 10),
    isPriceOwn: true,
    thinking: { values: ['between_tools', ...UP_TO_MAX], byDefault: 'adaptive:high' },
    answerForms: NO_FORCED_TOOL,
    cacheableTokens: 512,
  },
  {
    id: 'claude-opus-5-5',
    label: 'Claude Opus 5.5',
    prices: flat(4, 20, 0.2),
    thinking: { values: UP_TO_MAX, byDefault: 'adaptive:medium' },
    answerForms: NO_FORCED_TOOL,
    cacheableTokens: 512,
  },
  {
    id: 'claude-fable-5-1',
    label: 'Claude Fable 5.1',
    prices: flat(10, 50, 0.25),
    thinking: { values: UP_TO_MAX, byDefault: 'adaptive:high' },
    answerForms: NO_FORCED_TOOL,
    cacheableTokens: 512,
  },
  {
    id: 'claude-fable-5',
    label: 'Claude Fable 5',
    prices: flat(10, 50),
    thinking: { values: UP_TO_MAX, byDefault: 'adaptive:high' },
    answerForms: NO_FORCED_TOOL,
    cacheableTokens: 512,
  },
  {
    id: 'claude-opus-5',
    label: 'Claude Opus 5',
    prices: flat(5, 25),
    thinking: { values: ['disabled', ...UP_TO_MAX], byDefault: 'adaptive:high' },
    cacheableTokens: 512,
  },
  {
    id: 'claude-sonnet-5',
    label: 'Claude Sonnet 5',
    prices: flat(2, 10),
    thinking: { values: ['disabled', ...UP_TO_MAX], byDefault: 'adaptive:high' },
    cacheableTokens: 1024,
  },
  {
    id: 'claude-opus-4-8',
    label: 'Claude Opus 4.8',
    prices: flat(5, 25),
    thinking: { values: ['disabled', ...UP_TO_MAX], byDefault: 'disabled' },
    cacheableTokens: 1024,
  },
  {
    id: 'claude-opus-4-7',
    label: 'Claude Opus 4.7',
    prices: flat(5, 25),
    thinking: { values: ['disabled', ...UP_TO_MAX], byDefault: 'disabled' },
    cacheableTokens: 2048,
  },
  {
    id: 'claude-opus-4-6',
    label: 'Claude Opus 4.6',
    prices: flat(5, 25),
    thinking: { values: ['disabled', ...WITHOUT_XHIGH], byDefault: 'disabled' },
    cacheableTokens: 4096,
    tokenizer: 'claude',
  },
  {
    id: 'claude-sonnet-4-6',
    label: 'Claude Sonnet 4.6',
    prices: flat(3, 15),
    thinking: { values: ['disabled', ...WITHOUT_XHIGH], byDefault: 'disabled' },
    cacheableTokens: 2048,
    outputTokens: 64_000,
    tokenizer: 'claude',
  },
  {
    id: 'claude-haiku-4-5',
    label: 'Claude Haiku 4.5',
    prices: flat(1, 5),
    thinking: noSetting,
    cacheableTokens: 4096,
    snapshots: ['claude-haiku-4-5-20251001'],
    ...small,
  },
  {
    id: 'claude-opus-4-5',
    label: 'Claude Opus 4.5',
    prices: flat(5, 25),
    thinking: noSetting,
    cacheableTokens: 4096,
    snapshots: ['claude-opus-4-5-20251101'],
    ...small,
  },
  {
    id: 'claude-sonnet-4-5',
    label: 'Claude Sonnet 4.5',
    // Above 200,000 tokens it once cost more; such requests are refused since 30 April 2026.
    prices: flat(3, 15),
    thinking: noSetting,
    cacheableTokens: 1024,
    snapshots: ['claude-sonnet-4-5-20250929'],
    retiresOn: '2026-11-30',
    ...small,
  },
];

export const ANTHROPIC_FACTS: readonly ModelFacts[] = ROWS.map((row) => ({ ...DEFAULTS, ...row }));
