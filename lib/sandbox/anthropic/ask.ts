import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import type { Ask } from '../answer/answer.ts';
import { asList, textOf } from './blocks.ts';

/** An ask, and the tool its answer goes through: null for an answer in text. */
export interface MessageAsk extends Ask {
  tool: string | null;
}

/** What a message request asks of the model. A tool that may be used is used. */
export function askOf(params: JsonObject): MessageAsk {
  const messages = asList(params['messages']).filter((message) => isJsonObject(message));
  const last = messages.findLastIndex((message) => message['role'] === 'user');
  const texts = messages.map((message) => textOf(message['content']));
  const system = textOf(params['system']);
  const earlier = texts.filter((_, i) => i < last);
  const prompt = [system, ...earlier].filter((text) => text !== '').join('\n\n');
  const tool = usedTool(params);
  return { prompt, message: texts[last] ?? '', tool: tool && String(tool['name']), format: formatOf(tool, params['output_config']) };
}

function usedTool(params: JsonObject): JsonObject | null {
  const tools = asList(params['tools']).filter((tool) => isJsonObject(tool));
  const choice = isJsonObject(params['tool_choice']) ? params['tool_choice'] : { type: 'auto' };
  const hasFormat = isJsonObject(params['output_config']) && isJsonObject(params['output_config']['format']);
  if (choice['type'] === 'tool') return tools.find((tool) => tool['name'] === choice['name']) ?? null;
  if (choice['type'] === 'none' || (choice['type'] === 'auto' && hasFormat)) return null;
  return tools[0] ?? null;
}

function formatOf(tool: JsonObject | null, config: Json | undefined): Ask['format'] {
  const format = isJsonObject(config) ? config['format'] : null;
  const schema = tool ? tool['input_schema'] : isJsonObject(format) ? format['schema'] : null;
  return isJsonObject(schema) ? { kind: 'schema', schema } : { kind: 'text' };
}
