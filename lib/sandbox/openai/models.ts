import { invalid, type Refusal } from './errors.ts';
import { jsonReply, type Reply } from '../http/reply.ts';

interface ModelTraits {
  /** `default-only`: nothing but 1 is taken. `without-effort`: other values only with `reasoning_effort: "none"`. */
  temperature: 'any' | 'default-only' | 'without-effort';
  /** Whether the deprecated `max_tokens` is still taken. */
  maxTokens: boolean;
}

const PLAIN: ModelTraits = { temperature: 'any', maxTokens: true };
const REASONING: ModelTraits = { temperature: 'default-only', maxTokens: false };
const EFFORT: ModelTraits = { temperature: 'without-effort', maxTokens: true };

/** Models of the real service in November 2026, with what each refuses. */
const MODELS: ReadonlyMap<string, ModelTraits> = new Map([
  ['gpt-6-luna', EFFORT],
  ['gpt-6.1-terra', EFFORT],
  ['gpt-6.1-sol', EFFORT],
  ['gpt-5.6-luna', PLAIN],
  ['gpt-5.4-mini', PLAIN],
  ['gpt-5', REASONING],
  ['gpt-5-mini', REASONING],
  ['gpt-5-nano', REASONING],
  ['o3', REASONING],
  ['gpt-4.1', PLAIN],
  ['gpt-4.1-mini', PLAIN],
  ['gpt-4o', PLAIN],
  ['gpt-4o-mini', PLAIN],
]);

/** The day this list was made; the real dates are not claimed. */
const LISTED_AT = Date.UTC(2026, 10, 22) / 1000;

export function listModels(): Reply {
  const data = [...MODELS.keys()].map(modelObject);
  return jsonReply({ object: 'list', data });
}

export function modelObject(id: string): { id: string; object: string; created: number; owned_by: string } {
  return { id, object: 'model', created: LISTED_AT, owned_by: 'system' };
}

/** Traits of a model by its name or a dated snapshot of it; undefined where the service has no such model. */
export function modelTraits(id: string): ModelTraits | undefined {
  return MODELS.get(id) ?? MODELS.get(id.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
}

export function unknownModel(id: string): Refusal {
  return invalid(`The model '${id}' does not exist or you do not have access to it.`, 'model', 'model_not_found', 404);
}
