import type { JsonObject } from '#lib/core/json';
import { optionsOf, type AnthropicOptions } from '#lib/core/recipe';
import type { RequestFrame } from '#lib/core/request-frame';
import type { EncodeInput } from '../provider.ts';
import { requestForm, type AnswerForm } from './request-form.ts';
import { thinkingFields, type ThinkingFields } from './thinking.ts';

/** The Python original's words. */
const TOOL_DESCRIPTION = 'Return structured extraction results for all input rows.';

const cacheControl = (ttl: AnthropicOptions['cacheTtl']) => ({ type: 'ephemeral', ...(ttl !== '5m' && { ttl }) });

/** What follows the messages of a request: `tools?, tool_choice?, thinking?, output_config?`. */
function tailOf(form: AnswerForm, toolName: string, { thinking, effort }: ThinkingFields): JsonObject {
  const isTool = form.kind === 'forced_tool';
  const output: JsonObject = {
    ...(effort !== null && { effort }),
    ...(form.kind === 'output_format' && { format: { type: 'json_schema', schema: form.schema } }),
  };
  return {
    ...(isTool && { tools: [{ name: toolName, description: TOOL_DESCRIPTION, input_schema: form.schema }] }),
    ...(isTool && { tool_choice: { type: 'tool', name: toolName } }),
    ...(thinking && { thinking }),
    ...(Object.keys(output).length > 0 && { output_config: output }),
  };
}

/**
 * The bytes around each request of a batch, in the Python original's key order: a JSON array of
 * `{custom_id, params: {model, max_tokens, system, messages, tools?, tool_choice?, thinking?, output_config?}}`.
 * No sampling parameters: the API version sent refuses them.
 */
export function frame({ question, prompt }: EncodeInput): RequestFrame {
  const options = optionsOf(question, 'anthropic');
  const head = JSON.stringify({
    model: question.model,
    max_tokens: options.outputLimit,
    system: [{ type: 'text', text: prompt, cache_control: cacheControl(options.cacheTtl) }],
  });
  const tail = JSON.stringify(tailOf(requestForm(question).form, options.toolName, thinkingFields(question.thinking))).slice(1, -1);
  return {
    open: '[',
    separator: ',',
    close: ']',
    beforeId: '{"custom_id":"',
    afterId: `","params":${head.slice(0, -1)},"messages":[{"role":"user","content":"[`,
    end: `]"}]${tail && `,${tail}`}}}`,
  };
}

const numbered = (name: string, ending: string) => (k: number) => (k === 0 ? `${name}.${ending}` : `${name}_${k}.${ending}`);

/** Paths in the job directory: the Python original's for its only batch, numbered for those after it. */
export const paths = {
  input: numbered('batch_input/requests', 'json'),
  submission: numbered('batch_input/submission', 'json'),
  output: numbered('batch_output/results', 'jsonl'),
  errors: numbered('batch_output/errors', 'txt'),
};

/**
 * Id of request i of file k; `i` restarts with each file. The first file's ids are the Python original's; later files carry their
 * number, rounds after the first their tag. With both, the word `chunk` makes room: a job id of 45 characters then fits into the
 * 64 allowed up to file 999,999, and up to file 99,999 without a tag.
 */
export function customId(jobId: string, k: number, i: number, tag: string | null): string {
  const number = String(i).padStart(6, '0');
  if (k > 0 && tag !== null) return `${jobId}-${k}-${number}-${tag}`;
  const id = `${jobId}${k > 0 ? `-${k}` : ''}-chunk-${number}`;
  return tag === null ? id : `${id}-${tag}`;
}
