import type { OpenAIOptions } from '#lib/core/recipe';

/** What the contract's default temperature means for a model. `omit`: the model refuses the field. */
interface TemperatureRule {
  /** Tried on the lower-cased model name; the first that matches counts. */
  models: RegExp;
  send: number | 'omit';
}

/**
 * The first two are the Python original's. It misses o4-mini and what came after, and GPT-6 takes a temperature only
 * with its thinking switched off, so these are sent none. Names of gateways (`openai/o3`) and fine-tunes
 * (`ft:o4-mini:…`) count as the model they stand for where the original did not know them.
 */
const TEMPERATURE_RULES: readonly TemperatureRule[] = [
  { models: /^o[13]/, send: 1 },
  { models: /gpt-5/, send: 1 },
  { models: /(^|[/:])o[1-9](-|$|:)/, send: 'omit' },
  { models: /gpt-[6-9](?!\d)/, send: 'omit' },
];

const DEFAULT_TEMPERATURE = 0;

/** The temperature to send with a model; null leaves the field out. */
export function temperatureFor(model: string, chosen: OpenAIOptions['temperature']): number | null {
  if (chosen !== 'default') return chosen;
  const rule = TEMPERATURE_RULES.find(({ models }) => models.test(model.toLowerCase()));
  if (!rule) return DEFAULT_TEMPERATURE;
  return rule.send === 'omit' ? null : rule.send;
}
