import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { invalid, missingParameter, type Refusal } from './errors.ts';
import { modelTraits, unknownModel } from './models.ts';
import { strictFault } from './strict-schema.ts';

/** A body so broken that the service does not take the line for a request at all: no model, no messages. */
export function shapeFault(body: JsonObject): Refusal | null {
  if (typeof body['model'] !== 'string' || body['model'] === '') return missingParameter('model');
  if (body['messages'] === undefined) return missingParameter('messages');
  if (!Array.isArray(body['messages']))
    return invalid("Invalid type for 'messages': expected an array of objects.", 'messages', 'invalid_type');
  if (body['messages'].length === 0) return invalid("Invalid 'messages': empty array.", 'messages', 'empty_array');
  return null;
}

/** Why the service would answer this chat completion request 400 or 404, or null where it would answer it. */
export function bodyFault(body: JsonObject): Refusal | null {
  const shape = shapeFault(body);
  if (shape) return shape;
  if (!modelTraits(String(body['model']))) return unknownModel(String(body['model']));
  return messagesFault(body['messages'] as Json[]) ?? samplingFault(body) ?? formatFault(body);
}

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'];

function messagesFault(messages: Json[]): Refusal | null {
  for (const [i, message] of messages.entries()) {
    const param = `messages[${i}]`;
    if (!isJsonObject(message)) return invalid(`Invalid type for '${param}': expected an object.`, param, 'invalid_type');
    if (!ROLES.includes(String(message['role']))) {
      return invalid(
        `Invalid value: '${String(message['role'])}'. Supported values are: ${ROLES.join(', ')}.`,
        `${param}.role`,
        'invalid_value',
      );
    }
    if (messageText(message) === null && message['role'] !== 'assistant') {
      return invalid(`Invalid type for '${param}.content': expected a string or text parts.`, `${param}.content`, 'invalid_type');
    }
  }
  return null;
}

function samplingFault(body: JsonObject): Refusal | null {
  const traits = modelTraits(String(body['model']));
  const temperature = body['temperature'] ?? null;
  if (temperature !== null && (typeof temperature !== 'number' || temperature < 0 || temperature > 2)) {
    return invalid("Invalid 'temperature': a number from 0 to 2 is expected.", 'temperature', 'invalid_value');
  }
  const fixed = traits?.temperature === 'default-only' || (traits?.temperature === 'without-effort' && body['reasoning_effort'] !== 'none');
  if (fixed && temperature !== null && temperature !== 1) {
    const message = `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the default (1) value is supported.`;
    return invalid(message, 'temperature', 'unsupported_value');
  }
  if (body['max_tokens'] != null && traits?.maxTokens === false) {
    return invalid(
      "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' with this model.",
      'max_tokens',
      'unsupported_parameter',
    );
  }
  const limit = body['max_completion_tokens'] ?? body['max_tokens'] ?? null;
  if (limit !== null && !(typeof limit === 'number' && Number.isInteger(limit) && limit >= 1)) {
    return invalid(
      "Invalid 'max_completion_tokens': a whole number of at least 1 is expected.",
      'max_completion_tokens',
      'integer_below_min_value',
    );
  }
  return body['stream'] === true ? invalid('Streaming is not offered here.', 'stream', 'unsupported_value') : null;
}

function formatFault(body: JsonObject): Refusal | null {
  const format = body['response_format'] ?? null;
  if (format === null) return null;
  if (!isJsonObject(format)) return invalid("Invalid type for 'response_format': expected an object.", 'response_format', 'invalid_type');
  switch (format['type']) {
    case 'text':
      return null;
    case 'json_object':
      return /json/i.test(allText(body['messages'] as Json[]))
        ? null
        : invalid("'messages' must contain the word 'json' in some form to use 'response_format' of type 'json_object'.", 'messages');
    case 'json_schema':
      return schemaFault(format['json_schema']);
    default:
      return invalid(`Invalid value: '${String(format['type'])}'.`, 'response_format.type', 'invalid_value');
  }
}

function schemaFault(wrapper: Json | undefined): Refusal | null {
  if (!isJsonObject(wrapper)) return missingParameter('response_format.json_schema');
  const name = wrapper['name'];
  if (name === undefined) return missingParameter('response_format.json_schema.name');
  if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
    const message = `Invalid 'response_format.json_schema.name': 1 to 64 letters, digits, '_' and '-' are permitted.`;
    return invalid(message, 'response_format.json_schema.name', 'invalid_value');
  }
  if (wrapper['strict'] !== true) return null;
  const schema = wrapper['schema'];
  if (schema === undefined) return missingParameter('response_format.json_schema.schema');
  const fault = cachedStrictFault(schema);
  return fault === null ? null : invalid(`Invalid schema for response_format '${name}': ${fault}.`, 'response_format');
}

let lastChecked: { text: string; fault: string | null } | null = null;

/** The lines of a batch nearly always carry one schema: it is walked once. */
function cachedStrictFault(schema: Json): string | null {
  const text = JSON.stringify(schema);
  if (lastChecked?.text !== text) lastChecked = { text, fault: strictFault(schema) };
  return lastChecked.fault;
}

/** The text of a message whose content is a string or a list of text parts; null for anything else. */
export function messageText(message: JsonObject): string | null {
  const content = message['content'];
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  const texts = content.map((part) => (isJsonObject(part) && typeof part['text'] === 'string' ? part['text'] : null));
  return texts.includes(null) ? null : texts.join('\n');
}

function allText(messages: Json[]): string {
  return messages.map((message) => (isJsonObject(message) ? (messageText(message) ?? '') : '')).join('\n');
}
