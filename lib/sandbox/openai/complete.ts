import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { answer, type Ask } from '../answer/answer.ts';
import { derivedId } from '../run/derived-id.ts';
import { bodyFault, messageText } from './check-body.ts';
import { errorBody, SERVER_ERROR } from './errors.ts';

export interface TokenUsage {
  input: number;
  output: number;
}

/** What became of one chat completion request. `never`: it is not come to before the window closes. */
export type Completion = { kind: 'answered'; status: number; body: JsonObject; usage: TokenUsage } | { kind: 'never' };

const CHARACTERS_PER_TOKEN = 4;

/** Answers a chat completion request as the service would: 200 with a `chat.completion`, or a status and an error body. `salt` sets its id. */
export function complete(body: JsonObject, salt: string): Completion {
  const fault = bodyFault(body);
  if (fault) return { kind: 'answered', status: fault.status, body: errorBody(fault), usage: { input: 0, output: 0 } };
  const given = answer(askOf(body));
  if (given.kind === 'never') return given;
  if (given.kind === 'failure') return { kind: 'answered', status: 500, body: errorBody(SERVER_ERROR), usage: { input: 0, output: 0 } };
  const limit = Number(body['max_completion_tokens'] ?? body['max_tokens'] ?? Infinity) * CHARACTERS_PER_TOKEN;
  const text = given.text.slice(0, limit);
  const cut = (given.kind === 'text' && given.cut) || text.length < given.text.length;
  const usage = {
    input: tokensOf(JSON.stringify(body['messages']) + JSON.stringify(body['response_format'] ?? '')),
    output: tokensOf(text),
  };
  const message: JsonObject = {
    role: 'assistant',
    content: given.kind === 'refusal' ? null : text,
    refusal: given.kind === 'refusal' ? text : null,
    annotations: [],
  };
  return { kind: 'answered', status: 200, body: chatCompletion(body, salt, message, cut ? 'length' : 'stop', usage), usage };
}

/** About as many tokens as a text has. */
function tokensOf(text: string): number {
  return Math.max(1, Math.ceil(text.length / CHARACTERS_PER_TOKEN));
}

function askOf(body: JsonObject): Ask {
  const messages = (body['messages'] as Json[]).filter((message) => isJsonObject(message));
  const last = messages.findLastIndex((message) => message['role'] === 'user');
  const texts = messages.map((message) => messageText(message) ?? '');
  const prompt = texts.filter((_, i) => i !== last).join('\n\n');
  return { prompt, message: texts[last] ?? '', format: formatOf(body['response_format']) };
}

function formatOf(format: Json | undefined): Ask['format'] {
  if (!isJsonObject(format)) return { kind: 'text' };
  if (format['type'] === 'json_object') return { kind: 'object' };
  const wrapper = format['json_schema'];
  if (format['type'] !== 'json_schema' || !isJsonObject(wrapper)) return { kind: 'text' };
  return isJsonObject(wrapper['schema']) ? { kind: 'schema', schema: wrapper['schema'] } : { kind: 'object' };
}

function chatCompletion(body: JsonObject, salt: string, message: JsonObject, finish: string, usage: TokenUsage): JsonObject {
  return {
    id: derivedId('chatcmpl-', salt),
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: body['model'] ?? null,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    usage: {
      prompt_tokens: usage.input,
      completion_tokens: usage.output,
      total_tokens: usage.input + usage.output,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
    },
    service_tier: 'default',
    system_fingerprint: 'fp_sandbox',
  };
}
