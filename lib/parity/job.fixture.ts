import type { Dataset } from '#lib/core/dataset';
import type { Part, PartState } from '#lib/core/job';
import { newPart } from '#lib/core/new-part';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type ProviderChoice, type ProviderName, type Question, type Recipe } from '#lib/core/recipe';
import { packPlan } from '#lib/jobs/build';
import { orderedRows } from '#lib/jobs/ordered-rows';
import { packParts, type PackedPart } from '#lib/jobs/pack';
import { Selector } from '#lib/jobs/selection';
import { specOf } from '#lib/providers/registry';

const MODELS: Record<ProviderName, string> = { openai: 'gpt-4.1-mini', anthropic: 'claude-haiku-4-5' };

/** The wrapper the Python original is given. */
export const WRAPPER = {
  type: 'json_schema',
  json_schema: {
    name: 'praise',
    strict: true,
    schema: {
      type: 'object',
      properties: {
        all_results: {
          type: 'array',
          items: {
            type: 'object',
            properties: { input_id: { type: 'string' }, praise: { type: 'string' } },
            required: ['input_id', 'praise'],
            additionalProperties: false,
          },
        },
      },
      required: ['all_results'],
      additionalProperties: false,
    },
  },
};

/** A question with the defaults of its provider, over the columns `id` and `text`. */
export function questionFor(provider: ProviderName, more: Partial<Question> = {}, options: object = {}): Question {
  const choice = DEFAULT_OPTIONS[provider];
  return {
    ...DEFAULT_RECIPE.question,
    instructions: 'Say what each text praises. Answer in JSON with all_results and input_id.',
    answerFormat: { on: false, text: null },
    provider: { ...choice, options: { ...choice.options, ...options } } as ProviderChoice,
    model: MODELS[provider],
    columns: { id: 'id', texts: ['text'] },
    ...more,
  };
}

export function recipeFor(question: Question, sending: Partial<Recipe['sending']> = {}): Recipe {
  return { question, sending: { ...DEFAULT_RECIPE.sending, ...sending } };
}

export const rowsOf = (count: number) => Array.from({ length: count }, (_, n) => [`r${n}`, `Text ${n}`]);

/** The files of a round, by the passes that make them. */
export async function build(
  dataset: Dataset,
  recipe: Recipe,
  { tag = null, firstK = 0 }: { tag?: string | null; firstK?: number } = {},
): Promise<PackedPart[]> {
  const { question, sending } = recipe;
  const plan = packPlan(recipe, specOf(question.provider.provider).defaults.lineUrl, 'job', tag, firstK);
  const parts: PackedPart[] = [];
  const rows = orderedRows({ selector: new Selector(dataset, question, sending, plan) }, sending.order);
  for await (const part of packParts(rows, plan)) parts.push(part);
  return parts;
}

export interface OpenAILine {
  custom_id: string;
  method: string;
  url: string;
  body: Record<string, unknown> & { messages: { role: string; content: string }[] };
}

export interface AnthropicRequest {
  custom_id: string;
  params: Record<string, unknown> & { messages: { role: string; content: string }[] };
}

export async function linesOf(part: PackedPart): Promise<OpenAILine[]> {
  const text = await part.file.text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as OpenAILine);
}

export const requestsOf = async (part: PackedPart) => JSON.parse(await part.file.text()) as AnthropicRequest[];

/** A file that was made and of which nothing was sent. */
export function partIn(state: PartState, change: Partial<Part> = {}): Part {
  return {
    ...newPart({ jobId: 'job', k: 0, attempt: 1, path: 'batch_input/batch_0.jsonl', bytes: 10, rows: 1, requests: 1, digest: 'd' }),
    state,
    ...change,
  };
}

export const WATCHING = { submit: true, cancel: false, watch: true, checkNow: false };
