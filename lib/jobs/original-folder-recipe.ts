import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type ProviderChoice, type ProviderName, type Question, type Recipe } from '#lib/core/recipe';
import { specOf } from '#lib/providers/registry';
import type { InputFile } from './original-folder.ts';
import { contentOf, paramsOf } from './rebuild-requests.ts';

const textOr = (value: Json | undefined, other: string) => (typeof value === 'string' ? value : other);
const wholeOr = <T>(value: Json | undefined, other: T) => (Number.isInteger(value) && (value as number) > 0 ? (value as number) : other);

type Asked = Pick<Question, 'instructions' | 'schema' | 'provider' | 'thinking'>;

function firstSystem(params: JsonObject): Json | undefined {
  const messages = Array.isArray(params.messages) ? params.messages : [];
  return messages.find((message) => isJsonObject(message) && (message.role === 'system' || message.role === 'developer'));
}

function openaiAsked(params: JsonObject): Asked {
  const { temperature, response_format: format, max_completion_tokens: limit } = params;
  const isSchema = isJsonObject(format) && format.type === 'json_schema';
  const options = {
    ...DEFAULT_OPTIONS.openai.options,
    temperature: typeof temperature === 'number' && temperature >= 0 && temperature <= 2 ? temperature : null,
    structuredOutput: isSchema ? ('json_schema' as const) : ('json_object' as const),
    outputLimit: wholeOr(limit, null),
  };
  return {
    instructions: contentOf(firstSystem(params)),
    schema: isSchema ? format : null,
    provider: { provider: 'openai', options },
    thinking: textOr(params.reasoning_effort, 'default'),
  };
}

/** The schema and how it was asked for: by a forced tool, as an output format, or not at all. */
function anthropicForm({ tools, output_config: output }: JsonObject): {
  schema: Json;
  form: 'forced_tool' | 'output_format' | 'free_text';
  tool: string;
} {
  const tool = Array.isArray(tools) && isJsonObject(tools[0]) ? tools[0] : null;
  if (tool?.input_schema !== undefined)
    return { schema: tool.input_schema, form: 'forced_tool', tool: textOr(tool.name, 'extract_results') };
  const format = isJsonObject(output) && isJsonObject(output.format) ? output.format : null;
  if (format?.schema !== undefined) return { schema: format.schema, form: 'output_format', tool: 'extract_results' };
  return { schema: null, form: 'free_text', tool: 'extract_results' };
}

function anthropicThinking({ thinking, output_config: output }: JsonObject): string {
  const type = isJsonObject(thinking) ? textOr(thinking.type, 'default') : 'default';
  const effort = isJsonObject(output) ? textOr(output.effort, '') : '';
  return type === 'adaptive' && effort !== '' ? `adaptive:${effort}` : type;
}

function anthropicAsked(params: JsonObject): Asked {
  const { schema, form, tool } = anthropicForm(params);
  const block = Array.isArray(params.system) ? params.system.find((one) => isJsonObject(one)) : undefined;
  const cache = isJsonObject(block) && isJsonObject(block.cache_control) ? block.cache_control.ttl : undefined;
  const provider: ProviderChoice = {
    provider: 'anthropic',
    options: {
      structuredOutput: form,
      toolName: /^[a-zA-Z0-9_-]{1,64}$/.test(tool) ? tool : 'extract_results',
      outputLimit: wholeOr(params.max_tokens, DEFAULT_OPTIONS.anthropic.options.outputLimit),
      cacheTtl: cache === '1h' ? '1h' : '5m',
    },
  };
  return { instructions: contentOf({ content: params.system ?? '' }), schema, provider, thinking: anthropicThinking(params) };
}

/**
 * The recipe requests were written by, as far as they tell it: what was asked, verbatim, and how many rows and requests went together. Row
 * order is the original's: shuffled with seed 1 at OpenAI, as in the table at Anthropic.
 */
export function recipeOfRequests(provider: ProviderName, inputs: readonly InputFile[]): Recipe {
  const { first } = inputs[0]!;
  const params = paramsOf(first.value, provider);
  const asked = provider === 'openai' ? openaiAsked(params) : anthropicAsked(params);
  const texts = Object.keys(first.rows[0]!.texts);
  const most = Math.max(...inputs.map(({ requests }) => requests));
  const { requestsPerBatch, pollSeconds } = specOf(provider).defaults;
  return {
    question: {
      ...asked,
      answerFormat: { on: false, text: null },
      model: textOr(params.model, ''),
      columns: { id: 'input_id', texts: texts.length > 0 ? texts : ['input_text'] },
    },
    sending: {
      ...DEFAULT_RECIPE.sending,
      order: provider === 'openai' ? { kind: 'shuffled', seed: 1 } : { kind: 'source' },
      rowsPerRequest: Math.max(...inputs.map(({ perRequest }) => perRequest)),
      requestsPerBatch: inputs.length > 1 ? most : Math.max(most, requestsPerBatch),
      pollSeconds,
    },
  };
}
