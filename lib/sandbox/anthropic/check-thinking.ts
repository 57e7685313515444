import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { type Fault, invalid } from './errors.ts';
import type { Effort, ModelTraits, ThinkingType } from './models.ts';

const TYPES: readonly string[] = ['adaptive', 'between_tools', 'disabled', 'enabled'] satisfies ThinkingType[];
const LEAST_BUDGET = 1_024;

/** The faults of `thinking`: what the model does not take, alone or at this effort. */
export function checkThinking(params: JsonObject, model: ModelTraits): Fault | null {
  const thinking = params['thinking'];
  if (thinking === undefined || thinking === null) return null;
  if (!isJsonObject(thinking)) return invalid('thinking: an object is expected');
  const type = String(thinking['type']);
  if (!TYPES.includes(type)) return invalid(`thinking.type: one of ${TYPES.join(', ')} is expected`);
  if (!model.thinking.some((taken) => taken === type)) {
    return invalid(`thinking.type: ${model.id} does not take '${type}', only ${model.thinking.map((taken) => `'${taken}'`).join(', ')}`);
  }
  const effort = effortOf(params, model);
  if (type !== 'enabled' && type !== 'adaptive' && (effort === 'xhigh' || effort === 'max')) {
    return invalid(`thinking.type: '${type}' goes with an effort of 'high' at most`);
  }
  const display = thinking['display'] ?? null;
  if (display !== null && display !== 'summarized' && display !== 'omitted') {
    return invalid("thinking.display: 'summarized' or 'omitted' is expected");
  }
  return type === 'enabled' ? checkBudget(thinking['budget_tokens'], params['max_tokens']) : null;
}

function checkBudget(budget: Json | undefined, limit: Json | undefined): Fault | null {
  if (typeof budget !== 'number' || !Number.isInteger(budget) || budget < LEAST_BUDGET) {
    return invalid(`thinking.budget_tokens: a whole number of at least ${LEAST_BUDGET} is expected`);
  }
  return typeof limit === 'number' && budget >= limit ? invalid('thinking.budget_tokens: less than max_tokens is expected') : null;
}

/** The effort a request is answered with; null for a model without that setting. */
export function effortOf(params: JsonObject, model: ModelTraits): Effort | null {
  const config = params['output_config'];
  return ((isJsonObject(config) ? config['effort'] : null) as Effort | null) ?? model.effort;
}

/** Does the model think before it answers this request? Not where it is made to use a tool. */
export function thinks(params: JsonObject, model: ModelTraits): boolean {
  const { thinking, tool_choice: choice } = params;
  if (isJsonObject(thinking)) return thinking['type'] === 'adaptive' || thinking['type'] === 'enabled';
  return model.thinksUnasked && !(isJsonObject(choice) && (choice['type'] === 'tool' || choice['type'] === 'any'));
}
