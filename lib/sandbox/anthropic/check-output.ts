import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { asList } from './blocks.ts';
import { type Fault, invalid } from './errors.ts';
import type { ModelTraits } from './models.ts';
import { schemasFault } from './schema-limits.ts';

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];

/** The faults of `output_config`: the effort, and the schema the answer is to keep to. */
export function checkOutput(params: JsonObject, model: ModelTraits): Fault | null {
  const config = params['output_config'];
  if (config === undefined) return null;
  if (!isJsonObject(config)) return invalid('output_config: an object is expected');
  const extra = Object.keys(config).find((name) => name !== 'effort' && name !== 'format');
  if (extra !== undefined) return invalid(`output_config.${extra}: there is no such parameter`);
  return checkEffort(config['effort'] ?? null, model) ?? checkFormat(config['format'] ?? null, asList(params['messages']));
}

function checkEffort(effort: Json, model: ModelTraits): Fault | null {
  if (effort === null) return null;
  if (model.effort === null) return invalid(`output_config.effort: ${model.id} has no such setting`);
  return EFFORTS.includes(String(effort)) ? null : invalid(`output_config.effort: one of ${EFFORTS.join(', ')} is expected`);
}

function checkFormat(format: Json, messages: Json[]): Fault | null {
  if (format === null) return null;
  const path = 'output_config.format';
  if (!isJsonObject(format) || format['type'] !== 'json_schema') return invalid(`${path}.type: 'json_schema' is expected`);
  const extra = Object.keys(format).find((name) => name !== 'type' && name !== 'schema');
  if (extra !== undefined) return invalid(`${path}.${extra}: there is no such parameter`);
  if (!isJsonObject(format['schema'])) return invalid(`${path}.schema: a JSON Schema is required`);
  const last = messages.at(-1);
  if (isJsonObject(last) && last['role'] === 'assistant') return invalid(`${path}: not together with a last message of the assistant`);
  const fault = schemasFault([format['schema']]);
  return fault === null ? null : invalid(`${path}.schema: ${fault}`);
}
