import { z } from 'zod';
import './zod-jitless.ts';
import type { Json } from './json.ts';

/**
 * A recipe says what to ask (question) and how to send it (sending). Each half has a digest of its own:
 * rows answered under another question are another answer; rows sent another way are not.
 */
const json: z.ZodType<Json> = z.json() as z.ZodType<Json>;
const wholeFrom = (least: number) => z.number().int().min(least);

export const openaiOptions = z.object({
  /** `default` is the contract's: 0, or 1 or nothing where the model wants that. A number is sent as it is. */
  temperature: z.union([z.literal('default'), z.null(), z.number().min(0).max(2)]),
  /** How the answer's form is asked for. `json_schema` needs a schema; without one `json_object` is used. */
  structuredOutput: z.enum(['json_schema', 'json_object']),
  /** Sent as `max_completion_tokens`; null leaves the field out. */
  outputLimit: wholeFrom(1).nullable(),
});
export type OpenAIOptions = z.infer<typeof openaiOptions>;

export const anthropicOptions = z.object({
  /**
   * `auto` takes a forced tool where the model accepts one, else `output_format`; without a schema it is free text.
   * `forced_tool` and `output_format` need a schema.
   */
  structuredOutput: z.enum(['auto', 'forced_tool', 'output_format', 'free_text']),
  toolName: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  /** `max_tokens`, which this provider always wants; thinking counts in it. */
  outputLimit: wholeFrom(1),
  /** How long the provider may keep the instructions in its cache. */
  cacheTtl: z.enum(['5m', '1h']),
});
export type AnthropicOptions = z.infer<typeof anthropicOptions>;

/** A provider and its own options: differences are kept, not flattened. */
export const providerChoice = z.discriminatedUnion('provider', [
  z.object({ provider: z.literal('openai'), options: openaiOptions }),
  z.object({ provider: z.literal('anthropic'), options: anthropicOptions }),
]);
export type ProviderChoice = z.infer<typeof providerChoice>;
export type ProviderName = ProviderChoice['provider'];
export type OptionsOf<Name extends ProviderName> = Extract<ProviderChoice, { provider: Name }>['options'];

export const questionSchema = z.object({
  instructions: z.string(),
  /** The block added after the instructions; `text` null means: made from the schema. */
  answerFormat: z.object({ on: z.boolean(), text: z.string().nullable() }),
  /** As the person gave it: wrapper, `{all_results: […]}` or a one-row schema. Null: free form. */
  schema: json.nullable(),
  provider: providerChoice,
  model: z.string(),
  /** How much the model thinks before it answers: a value of `thinkingChoices`; `default` sends nothing about it. */
  thinking: z.string().default('default'),
  columns: z.object({
    /** Null: the row number is the id. */
    id: z.string().nullable(),
    texts: z.array(z.string()),
  }),
});
export type Question = z.infer<typeof questionSchema>;

export const rowSelection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('first'), rows: wholeFrom(1) }),
  z.object({ kind: z.literal('random'), rows: wholeFrom(1), seed: wholeFrom(0) }),
]);
export type RowSelection = z.infer<typeof rowSelection>;

export const rowOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shuffled'), seed: wholeFrom(0) }),
  z.object({ kind: z.literal('source') }),
]);
export type RowOrder = z.infer<typeof rowOrder>;

export const sendingSchema = z.object({
  rows: rowSelection,
  /** Rows whose id repeats an earlier row's: leave the later ones out, or send them as `id#2`, `id#3` … */
  duplicateIds: z.enum(['skip', 'number']),
  order: rowOrder,
  rowsPerRequest: wholeFrom(1),
  requestsPerBatch: wholeFrom(1),
  /** Requests may grow past the size from which the model costs more; otherwise they are packed to stay below it. */
  crossPriceStep: z.boolean().default(false),
  pollSeconds: z.number().min(1),
  /** Hours after submission at which polling stops by itself; null: never. */
  giveUpHours: z.number().positive().nullable(),
  /** Days after which the provider is to delete what was uploaded, and answers, where it takes such a wish; absent: its own rule. */
  keepDays: wholeFrom(1).max(30).optional(),
});
export type Sending = z.infer<typeof sendingSchema>;

export const recipeSchema = z.object({ question: questionSchema, sending: sendingSchema });
export type Recipe = z.infer<typeof recipeSchema>;

/** A question's options for the provider it is for. Throws where it is for another: a fault of the program. */
export function optionsOf<Name extends ProviderName>(question: Question, provider: Name): OptionsOf<Name> {
  if (question.provider.provider !== provider) throw new Error(`The question is for ${question.provider.provider}, not ${provider}.`);
  return question.provider.options as unknown as OptionsOf<Name>;
}

/** Whether the provider holds answers to a schema by its strict rules; else the schema is asked for, or only checked on arrival. */
export function isStrict(choice: ProviderChoice): boolean {
  return choice.provider === 'openai' && choice.options.structuredOutput === 'json_schema';
}

/** The contract's defaults of each provider. */
export const DEFAULT_OPTIONS: { [Name in ProviderName]: Extract<ProviderChoice, { provider: Name }> } = {
  openai: { provider: 'openai', options: { temperature: 'default', structuredOutput: 'json_schema', outputLimit: null } },
  anthropic: {
    provider: 'anthropic',
    options: { structuredOutput: 'auto', toolName: 'extract_results', outputLimit: 32_000, cacheTtl: '5m' },
  },
};

export const DEFAULT_RECIPE: Recipe = {
  question: {
    instructions: '',
    answerFormat: { on: true, text: null },
    schema: null,
    provider: DEFAULT_OPTIONS.openai,
    model: '',
    thinking: 'default',
    columns: { id: null, texts: [] },
  },
  sending: {
    rows: { kind: 'all' },
    duplicateIds: 'skip',
    order: { kind: 'shuffled', seed: 1 },
    rowsPerRequest: 5,
    requestsPerBatch: 5000,
    crossPriceStep: false,
    pollSeconds: 300,
    giveUpHours: null,
  },
};
