import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { type Fault, invalid } from './errors.ts';
import type { ModelTraits } from './models.ts';
import { schemasFault } from './schema-limits.ts';

const FIELDS = ['name', 'description', 'input_schema', 'type', 'strict', 'cache_control', 'eager_input_streaming', 'input_examples'];
const CHOICES = ['auto', 'any', 'tool', 'none'];
const MOST_STRICT = 20;

/** The faults of `tools` and `tool_choice`. */
export function checkTools(params: JsonObject, model: ModelTraits): Fault | null {
  const tools = params['tools'] ?? [];
  if (!Array.isArray(tools)) return invalid('tools: a list is expected');
  const names = new Set<string>();
  for (const [i, tool] of tools.entries()) {
    const fault = checkTool(tool, `tools.${i}`, names);
    if (fault) return fault;
  }
  return checkStrict(tools as JsonObject[]) ?? checkChoice(params['tool_choice'], names, params['thinking'], model);
}

function checkTool(tool: Json, path: string, names: Set<string>): Fault | null {
  if (!isJsonObject(tool)) return invalid(`${path}: an object is expected`);
  const type = tool['type'] ?? 'custom';
  if (type !== 'custom') return invalid(`${path}.type: the sandbox has no tools of its own`);
  const extra = Object.keys(tool).find((name) => !FIELDS.includes(name));
  if (extra !== undefined) return invalid(`${path}.${extra}: there is no such parameter`);
  const name = tool['name'];
  if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
    return invalid(`${path}.name: 1 to 128 letters, digits, '_' and '-' are expected`);
  }
  if (names.has(name)) return invalid(`${path}.name: there are two tools of the name '${name}'`);
  names.add(name);
  const schema = tool['input_schema'];
  if (!isJsonObject(schema)) return invalid(`${path}.input_schema: a JSON Schema is required`);
  return schema['type'] === 'object' ? null : invalid(`${path}.input_schema.type: 'object' is expected`);
}

function checkStrict(tools: JsonObject[]): Fault | null {
  const strict = tools.filter((tool) => tool['strict'] === true);
  if (strict.length > MOST_STRICT) return invalid(`tools: ${strict.length} are strict, ${MOST_STRICT} are possible`);
  const fault = schemasFault(strict.map((tool) => tool['input_schema'] as JsonObject));
  return fault === null ? null : invalid(`tools: ${fault}`);
}

function checkChoice(choice: Json | undefined, names: Set<string>, thinking: Json | undefined, model: ModelTraits): Fault | null {
  if (choice === undefined || choice === null) return null;
  if (!isJsonObject(choice)) return invalid('tool_choice: an object is expected');
  const type = String(choice['type']);
  if (!CHOICES.includes(type)) return invalid(`tool_choice.type: one of ${CHOICES.join(', ')} is expected`);
  if (type === 'none') return null;
  if (names.size === 0) return invalid('tool_choice: there are no tools to choose from');
  if (type === 'auto') return null;
  if (type === 'tool' && !names.has(String(choice['name'])))
    return invalid(`tool_choice.name: there is no tool '${String(choice['name'])}'`);
  if (!model.forcedTools) return invalid(`tool_choice.type: ${model.id} takes neither 'tool' nor 'any'`);
  const thinks = isJsonObject(thinking) && (thinking['type'] === 'adaptive' || thinking['type'] === 'enabled');
  return thinks ? invalid('tool_choice: a tool cannot be forced while thinking is asked for') : null;
}
