import { isJsonObject, type JsonObject } from '#lib/core/json';
import { answer, type Answer } from '../answer/answer.ts';
import { derivedId } from '../run/derived-id.ts';
import { askOf, type MessageAsk } from './ask.ts';
import { asList, promptBlocks, textOf } from './blocks.ts';
import { cachedPrefix, type PromptCache } from './cache.ts';
import { checkParams, type Rules } from './check-params.ts';
import { effortOf, thinks } from './check-thinking.ts';
import { type Fault, invalid, SERVER_FAULT } from './errors.ts';
import type { ModelTraits } from './models.ts';
import { inProse } from './prose.ts';
import { thinkingBlock, thinkingTokens } from './thought.ts';
import { usageOf } from './usage.ts';

/** What became of one message request. `never`: it is not come to before the batch expires. */
export type Completion = { kind: 'message'; message: JsonObject } | { kind: 'fault'; fault: Fault } | { kind: 'never' };

/** Answers a message request as the service would. `salt` sets its ids; `cache` is asked once, where the request uses it. */
export function completeMessage(params: JsonObject, rules: Rules, salt: string, cache: PromptCache): Completion {
  const checked = checkParams(params, rules);
  if (!checked.ok) return { kind: 'fault', fault: checked.fault };
  const { model } = checked;
  const promptTokens = countTokens(params, model);
  if (promptTokens > model.contextTokens) return { kind: 'fault', fault: tooLong(promptTokens, model) };
  const ask = askOf(params);
  const given = answer(ask);
  if (given.kind === 'never') return given;
  if (given.kind === 'failure') return { kind: 'fault', fault: SERVER_FAULT };
  const spoken = speak(params, model, ask, given, salt);
  const prefix = cachedPrefix(params, model);
  const usage = usageOf({
    promptTokens,
    prefix,
    cached: prefix && cache(prefix),
    outputTokens: spoken.outputTokens,
    thinkingTokens: spoken.thinkingTokens,
    tier: rules.kind === 'batch' ? 'batch' : 'standard',
  });
  return { kind: 'message', message: messageObject(params, salt, spoken, usage) };
}

/** The tokens of everything that becomes prompt: tools, system, messages, the answer's schema. */
export function countTokens(params: JsonObject, model: ModelTraits): number {
  const config = params['output_config'];
  const format = isJsonObject(config) && config['format'] ? JSON.stringify(config['format']) : '';
  const characters = promptBlocks(params).reduce((sum, block) => sum + block.text.length, format.length);
  return Math.max(1, Math.ceil(characters / model.charactersPerToken));
}

function tooLong(tokens: number, { id, contextTokens }: ModelTraits): Fault {
  return invalid(`the prompt has ${tokens} tokens; ${id} reads ${contextTokens}`);
}

interface Spoken {
  content: JsonObject[];
  stop: 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal' | 'stop_sequence';
  stopSequence: string | null;
  explanation: string | null;
  outputTokens: number;
  thinkingTokens: number;
}

type Given = Extract<Answer, { kind: 'text' | 'refusal' }>;

function speak(params: JsonObject, model: ModelTraits, ask: MessageAsk, given: Given, salt: string): Spoken {
  const silent = { stopSequence: null, explanation: null, thinkingTokens: 0 };
  if (given.kind === 'refusal') return { ...silent, content: [], stop: 'refusal', explanation: given.text, outputTokens: 1 };
  const limit = Number(params['max_tokens']);
  const thinking = thinks(params, model) ? Math.min(limit, thinkingTokens(params, ask.message, effortOf(params, model))) : 0;
  const content = thinking > 0 ? [thinkingBlock(params['thinking'], ask, salt)] : [];
  const room = Math.floor((limit - thinking) * model.charactersPerToken);
  const full = ask.format.kind === 'text' ? freeText(given, params, ask.message) : given.text;
  const stopped = ask.tool === null ? cutAtStop(full, asList(params['stop_sequences'])) : { text: full, sequence: null };
  const text = stopped.text.slice(0, room);
  const isCut = given.cut || text.length < stopped.text.length;
  const outputTokens = thinking + Math.max(room > 0 ? 1 : 0, Math.ceil(text.length / model.charactersPerToken));
  const tokens = { outputTokens, thinkingTokens: thinking };
  if (ask.tool !== null && room > 0) content.push(toolUse(ask.tool, ask.format, text, isCut, salt));
  else if (text !== '') content.push({ type: 'text', text, citations: null });
  if (isCut) return { ...silent, ...tokens, content, stop: 'max_tokens' };
  if (stopped.sequence !== null) return { ...silent, ...tokens, content, stop: 'stop_sequence', stopSequence: stopped.sequence };
  return { ...silent, ...tokens, content, stop: ask.tool === null ? 'end_turn' : 'tool_use' };
}

/** Free text: a model that goes on from a begun answer does not repeat its beginning; others may talk around what they give. */
function freeText({ text, cut }: Extract<Given, { kind: 'text' }>, params: JsonObject, message: string): string {
  const last = asList(params['messages']).at(-1);
  const begun = isJsonObject(last) && last['role'] === 'assistant' ? textOf(last['content']).trimEnd() : null;
  if (begun === null) return inProse(text, message, cut);
  return text.startsWith(begun) ? text.slice(begun.length) : text;
}

function cutAtStop(text: string, stops: unknown[]): { text: string; sequence: string | null } {
  let found = { text, sequence: null as string | null };
  for (const stop of stops) {
    const at = text.indexOf(String(stop));
    if (at !== -1 && at < found.text.length) found = { text: text.slice(0, at), sequence: String(stop) };
  }
  return found;
}

/**
 * The call of a tool. Its input is an object whatever happens: an answer cut off leaves nothing of it, one that is no JSON
 * ends up as text where the list should be, as models do it.
 */
function toolUse(name: string, format: MessageAsk['format'], text: string, isCut: boolean, salt: string): JsonObject {
  const block = { type: 'tool_use', id: derivedId('toolu_', salt), name, caller: { type: 'direct' } };
  if (isCut) return { ...block, input: {} };
  const input = parse(text);
  if (input) return { ...block, input };
  const properties = format.kind === 'schema' && isJsonObject(format.schema['properties']) ? Object.keys(format.schema['properties']) : [];
  return { ...block, input: { [properties[0] ?? 'text']: text } };
}

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function messageObject(params: JsonObject, salt: string, spoken: Spoken, usage: JsonObject): JsonObject {
  return {
    id: derivedId('msg_', salt),
    type: 'message',
    role: 'assistant',
    model: params['model'] ?? null,
    content: spoken.content,
    stop_reason: spoken.stop,
    stop_sequence: spoken.stopSequence,
    stop_details: spoken.stop === 'refusal' ? { type: 'refusal', category: null, explanation: spoken.explanation } : null,
    container: null,
    diagnostics: null,
    usage,
  };
}
