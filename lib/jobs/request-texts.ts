import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';

const jsonOf = (value: Json | undefined) => (value === undefined ? [] : [JSON.stringify(value)]);

/** The text of a message's content: a string, or blocks of which those with text count. */
function contentTexts(content: Json | undefined): string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((block) => (isJsonObject(block) && typeof block.text === 'string' ? [block.text] : []));
}

/** The schema beside the messages, wherever the protocol puts it. */
function schemaTexts({ response_format, tools, output_config }: JsonObject): string[] {
  const wrapped =
    isJsonObject(response_format) && isJsonObject(response_format.json_schema) ? response_format.json_schema.schema : undefined;
  const tool = Array.isArray(tools) && isJsonObject(tools[0]) ? tools[0].input_schema : undefined;
  const format = isJsonObject(output_config) && isJsonObject(output_config.format) ? output_config.format.schema : undefined;
  return [...jsonOf(wrapped), ...jsonOf(tool), ...jsonOf(format)];
}

/** What a model reads of a request of either protocol: prompt, rows, schema. Empty where it is no request. */
export function requestTexts(request: string): string[] {
  const line: unknown = JSON.parse(request);
  const body = isJsonObject(line) ? (line.body ?? line.params) : null;
  if (!isJsonObject(body)) return [];
  const messages = Array.isArray(body.messages) ? body.messages : [];
  const contents = messages.flatMap((message) => (isJsonObject(message) ? contentTexts(message.content) : []));
  return [...contentTexts(body.system), ...contents, ...schemaTexts(body)];
}
