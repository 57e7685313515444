import { BATCH_FACTOR, scaleRates, type ModelFacts, type ModelPrices, type Rates, type ThinkingValue } from './facts.ts';

/*
 * Sources. Limits and snapshots: gpt-tokenizer 4.0.0's model table (August 2026), for GPT-6 and 6.1 LiteLLM's price list
 * (22 September and 26 October 2026). Prices: @pydantic/genai-prices 0.1.8 (23 September 2026), for 6.1 LiteLLM's and apidog's
 * pages (October 2026). Retirement: openai 7.57 `ChatModel`. Efforts: the reasoning guide as read 3 October 2026, and
 * refusals quoted in public threads (pydantic-ai #7081: 5.6 has no `minimal`; the API's own list for gpt-6-astra).
 */

const UP_TO_HIGH = ['low', 'medium', 'high'] as const;
const UP_TO_XHIGH = [...UP_TO_HIGH, 'xhigh'] as const;
const UP_TO_MAX = [...UP_TO_XHIGH, 'max'] as const;

const rates = (input: number, cacheRead: number | null, output: number, cacheWrite: number | null = null): Rates => ({
  input,
  output,
  cacheRead,
  cacheWrite,
  cacheWriteHour: null,
});

const flat = (input: number, cacheRead: number | null, output: number): ModelPrices => ({
  rates: rates(input, cacheRead, output),
  above: null,
  batchFactor: BATCH_FACTOR,
});

/** Above 272,000 tokens of input the whole request costs twice as much for input and 1.5 times for output (5.4 and later). */
function stepped(low: Rates): ModelPrices {
  return { rates: low, above: { tokens: 272_000, rates: scaleRates(low, 2, 1.5) }, batchFactor: BATCH_FACTOR };
}

/** From 5.6 on, storing input costs 1.25 times its price (openai 7.57, `prompt_cache_options`). */
const storing = (input: number, cacheRead: number, output: number) => stepped(rates(input, cacheRead, output, input * 1.25));

type Row = Pick<ModelFacts, 'id' | 'label' | 'prices'> & Partial<ModelFacts>;

const DEFAULTS = {
  provider: 'openai',
  windowTokens: 1_050_000,
  inputTokens: 922_000,
  outputTokens: 128_000,
  isPriceOwn: false,
  priceNote: null,
  retiresOn: null,
  aliases: [],
  snapshots: [],
  answerForms: ['json_schema', 'json_object'],
  thinking: { values: [], byDefault: null },
  temperature: 'never',
  cacheableTokens: 1024,
  tokenizer: 'o200k',
} as const satisfies Partial<ModelFacts>;

const thinks = (values: readonly ThinkingValue[], byDefault: ThinkingValue) => ({ values, byDefault });

/** GPT-6 takes a temperature only while it does not think (LiteLLM discussion 42523). Its tokenizer is not published. */
const gpt6 = { temperature: 'unthinking', tokenizer: 'after-o200k', thinking: thinks(['none', ...UP_TO_MAX], 'medium') } as const;
const gpt6AlwaysThinking = { tokenizer: 'after-o200k', thinking: thinks(UP_TO_MAX, 'medium') } as const;
const gpt56 = { thinking: thinks(['none', ...UP_TO_MAX], 'medium') };
/** 400,000 tokens in all, of which 272,000 input. */
const medium400 = { windowTokens: 400_000, inputTokens: 272_000 };
const gpt5 = { ...medium400, thinking: thinks(['minimal', ...UP_TO_HIGH], 'medium'), retiresOn: '2026-12-11' };
const oSeries = {
  windowTokens: 200_000,
  inputTokens: 200_000,
  outputTokens: 100_000,
  cacheableTokens: null,
  thinking: thinks(UP_TO_HIGH, 'medium'),
};
const gpt41 = {
  windowTokens: 1_047_576,
  inputTokens: 1_047_576,
  outputTokens: 32_768,
  temperature: 'any',
  cacheableTokens: null,
  retiresOn: '2027-01-14',
} as const;
const gpt4o = { ...gpt41, windowTokens: 128_000, inputTokens: 128_000, outputTokens: 16_384 };
const beforeSchemas = { ...gpt4o, outputTokens: 4096, retiresOn: '2026-10-23', answerForms: ['json_object'] } as const;

const ROWS: readonly Row[] = [
  { id: 'gpt-6-luna', label: 'GPT-6 Luna', prices: storing(0.1, 0.01, 0.5), ...gpt6 },
  { id: 'gpt-6-sol', label: 'GPT-6 Sol', prices: storing(2, 0.2, 10), ...gpt6 },
  { id: 'gpt-6-astra', label: 'GPT-6 Astra', prices: storing(10, 1, 50), ...gpt6AlwaysThinking },
  { id: 'gpt-6.1-terra', label: 'GPT-6.1 Terra', prices: storing(1, 0.05, 5), isPriceOwn: true, ...gpt6 },
  { id: 'gpt-6.1-sol', label: 'GPT-6.1 Sol', prices: storing(2, 0.1, 10), isPriceOwn: true, ...gpt6AlwaysThinking },
  { id: 'gpt-5.6-luna', label: 'GPT-5.6 Luna', prices: storing(0.2, 0.02, 1.2), ...gpt56 },
  { id: 'gpt-5.6-terra', label: 'GPT-5.6 Terra', prices: storing(2, 0.2, 12), ...gpt56 },
  {
    id: 'gpt-5.6-sol',
    label: 'GPT-5.6 Sol',
    prices: storing(4, 0.4, 20),
    // OpenAI's model page, quoted in infiniflow/ragflow #19856.
    priceNote: 'This price was announced as lasting at least until 21 November 2026; before, it was $5 in and $30 out.',
    aliases: ['gpt-5.6'],
    ...gpt56,
  },
  {
    id: 'gpt-5.5',
    label: 'GPT-5.5',
    prices: stepped(rates(5, 0.5, 30)),
    snapshots: ['gpt-5.5-2026-04-23'],
    thinking: thinks(['none', ...UP_TO_XHIGH], 'medium'),
  },
  {
    id: 'gpt-5.4',
    label: 'GPT-5.4',
    prices: stepped(rates(2.5, 0.25, 15)),
    snapshots: ['gpt-5.4-2026-03-05'],
    thinking: thinks(['none', ...UP_TO_XHIGH], 'none'),
  },
  {
    id: 'gpt-5.4-mini',
    label: 'GPT-5.4 mini',
    prices: flat(0.75, 0.075, 4.5),
    snapshots: ['gpt-5.4-mini-2026-03-17'],
    ...medium400,
    thinking: thinks(['none', ...UP_TO_XHIGH], 'none'),
  },
  {
    id: 'gpt-5.4-nano',
    label: 'GPT-5.4 nano',
    prices: flat(0.2, 0.02, 1.25),
    snapshots: ['gpt-5.4-nano-2026-03-17'],
    ...medium400,
    thinking: thinks(['none', ...UP_TO_XHIGH], 'none'),
    retiresOn: '2027-04-01',
  },
  {
    id: 'gpt-5.2',
    label: 'GPT-5.2',
    prices: flat(1.75, 0.175, 14),
    snapshots: ['gpt-5.2-2025-12-11'],
    ...medium400,
    thinking: thinks(['none', ...UP_TO_XHIGH], 'none'),
  },
  {
    id: 'gpt-5.1',
    label: 'GPT-5.1',
    prices: flat(1.25, 0.125, 10),
    snapshots: ['gpt-5.1-2025-11-13'],
    ...medium400,
    thinking: thinks(['none', ...UP_TO_HIGH], 'none'),
    retiresOn: '2027-04-01',
  },
  { id: 'gpt-5', label: 'GPT-5', prices: flat(1.25, 0.125, 10), snapshots: ['gpt-5-2025-08-07'], ...gpt5 },
  { id: 'gpt-5-mini', label: 'GPT-5 mini', prices: flat(0.25, 0.025, 2), snapshots: ['gpt-5-mini-2025-08-07'], ...gpt5 },
  { id: 'gpt-5-nano', label: 'GPT-5 nano', prices: flat(0.05, 0.005, 0.4), snapshots: ['gpt-5-nano-2025-08-07'], ...gpt5 },
  { id: 'o3', label: 'o3', prices: flat(2, 0.5, 8), snapshots: ['o3-2025-04-16'], ...oSeries, retiresOn: '2026-12-11' },
  {
    id: 'o4-mini',
    label: 'o4-mini',
    prices: flat(1.1, 0.275, 4.4),
    snapshots: ['o4-mini-2025-04-16'],
    ...oSeries,
    retiresOn: '2026-10-23',
  },
  { id: 'o3-mini', label: 'o3-mini', prices: flat(1.1, 0.55, 4.4), snapshots: ['o3-mini-2025-01-31'], ...oSeries, retiresOn: '2026-10-23' },
  { id: 'o1', label: 'o1', prices: flat(15, 7.5, 60), snapshots: ['o1-2024-12-17'], ...oSeries, retiresOn: '2026-10-23' },
  { id: 'gpt-4.1', label: 'GPT-4.1', prices: flat(2, 0.5, 8), snapshots: ['gpt-4.1-2025-04-14'], ...gpt41 },
  { id: 'gpt-4.1-mini', label: 'GPT-4.1 mini', prices: flat(0.4, 0.1, 1.6), snapshots: ['gpt-4.1-mini-2025-04-14'], ...gpt41 },
  {
    id: 'gpt-4.1-nano',
    label: 'GPT-4.1 nano',
    prices: flat(0.1, 0.025, 0.4),
    snapshots: ['gpt-4.1-nano-2025-04-14'],
    ...gpt41,
    retiresOn: '2026-10-23',
  },
  { id: 'gpt-4o', label: 'GPT-4o', prices: flat(2.5, 1.25, 10), snapshots: ['gpt-4o-2024-08-06', 'gpt-4o-2024-11-20'], ...gpt4o },
  { id: 'gpt-4o-2024-05-13', label: 'GPT-4o of May 2024', prices: flat(5, null, 15), ...beforeSchemas },
  { id: 'gpt-4o-mini', label: 'GPT-4o mini', prices: flat(0.15, 0.075, 0.6), snapshots: ['gpt-4o-mini-2024-07-18'], ...gpt4o },
  { id: 'gpt-4-turbo', label: 'GPT-4 Turbo', prices: flat(10, null, 30), snapshots: ['gpt-4-turbo-2024-04-09'], ...beforeSchemas },
];

export const OPENAI_FACTS: readonly ModelFacts[] = ROWS.map((row) => ({ ...DEFAULTS, ...row }));
