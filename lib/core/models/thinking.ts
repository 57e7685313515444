import { THINKING_VALUES, type AnswerForm, type ModelProvider, type ThinkingValue } from './facts.ts';
import { findModel, type FoundModel } from './find-model.ts';

export interface ThinkingChoice {
  value: ThinkingValue;
  label: string;
  hint: string;
}

const EFFORTS: Record<string, { label: string; hint: string }> = {
  minimal: { label: 'Minimal', hint: 'Hardly any thinking. Thinking is paid as output.' },
  low: { label: 'Low', hint: 'Some thinking, paid as output.' },
  medium: { label: 'Medium', hint: 'Often several times as much output as the answer alone.' },
  high: { label: 'High', hint: 'For hard questions. Output, and with it the price, grows a lot.' },
  xhigh: { label: 'Very high', hint: 'Slow and costly; seldom worth it for taking facts out of texts.' },
  max: { label: 'Maximal', hint: 'The most the model can think, at the highest price.' },
};

const OFF: Partial<Record<ThinkingValue, { label: string; hint: string }>> = {
  none: { label: 'Off', hint: 'The cheapest: only the answer is paid.' },
  disabled: { label: 'Off', hint: 'The cheapest: only the answer is paid.' },
  between_tools: { label: 'Off', hint: 'The least this model allows: no thinking before the answer.' },
};

const isAdaptive = (value: ThinkingValue) => value.startsWith('adaptive:');

function wordsOf(value: ThinkingValue): { label: string; hint: string } {
  const effort = EFFORTS[value.replace('adaptive:', '')];
  if (!effort) return OFF[value] ?? { label: value, hint: '' };
  if (!isAdaptive(value)) return effort;
  return { label: `${effort.label}, when needed`, hint: `The model decides how much it thinks. ${effort.hint}` };
}

function defaultChoice(model: FoundModel | null): ThinkingChoice {
  const value = 'default';
  if (!model) return { value, label: 'The model’s own', hint: 'Nothing is sent about thinking; what this model takes is not known here.' };
  const { byDefault, values } = model.thinking;
  if (byDefault === null) return { value, label: 'None', hint: 'This model answers without thinking first.' };
  if (values.length === 0) return { value, label: 'The model’s own', hint: 'This model has no setting for it.' };
  return { value, label: `The model’s own: ${wordsOf(byDefault).label.toLowerCase()}`, hint: 'Nothing is sent about thinking.' };
}

/** What can be chosen for a model, cheapest first; the first is what to propose. An unknown model has only its own default. */
export function thinkingChoices(provider: ModelProvider, model: string): ThinkingChoice[] {
  const found = findModel(provider, model);
  const chosen = (found?.thinking.values ?? []).map((value) => ({ value, ...wordsOf(value) }));
  return [...chosen, defaultChoice(found)];
}

/** Why a value cannot be sent to a model, in words; null where it can, and where the model is not known. */
export function thinkingProblem(provider: ModelProvider, model: string, value: string): string | null {
  if (value === 'default') return null;
  const ofProvider = THINKING_VALUES.filter(
    (known) => (provider === 'openai') !== (isAdaptive(known) || known in { disabled: 1, between_tools: 1 }),
  );
  if (!ofProvider.some((known) => known === value))
    return `“${value}” is not a way of thinking this provider knows. Choose one of those offered.`;
  const found = findModel(provider, model);
  if (!found || found.thinking.values.some((known) => known === value)) return null;
  const least = found.thinking.values[0];
  if (least === undefined) return `${found.label} has no setting for thinking and would refuse every request. Leave it at the model’s own.`;
  const { label } = wordsOf(value as ThinkingValue);
  const instead =
    OFF[value as ThinkingValue] && !OFF[least]
      ? `It cannot be switched off; the least is “${wordsOf(least).label}”.`
      : 'Choose one of those offered.';
  return `${found.label} refuses thinking “${label}”: every request would fail. ${instead}`;
}

/** Does the model think with this setting? Null: unknown. */
function thinksWith(found: FoundModel | null, value: string): boolean | null {
  if (!found) return null;
  const actual = value === 'default' ? found.thinking.byDefault : value;
  return actual !== null && !(actual in OFF);
}

export type TemperatureAnswer = { allowed: true } | { allowed: false; why: string };

/** Whether a temperature of one's own may be sent with a model and a thinking value. An unknown model is asked as the person says. */
export function temperatureAllowed(provider: ModelProvider, model: string, thinking: string): TemperatureAnswer {
  if (provider === 'anthropic') return { allowed: false, why: 'Anthropic no longer takes a temperature: a request with one is refused.' };
  const found = findModel(provider, model);
  if (!found || found.temperature === 'any') return { allowed: true };
  if (found.temperature === 'never') return { allowed: false, why: `${found.label} refuses requests with a temperature of one’s own.` };
  if (thinksWith(found, thinking) === false) return { allowed: true };
  return { allowed: false, why: `${found.label} takes a temperature only with thinking off.` };
}

/**
 * Ways of asking for the answer's form that a model takes with a thinking value, the one to propose first. Null: unknown.
 * `forced_tool_unthinking` is resolved: it is either `forced_tool` here or left out.
 */
export function answerForms(
  provider: ModelProvider,
  model: string,
  thinking: string,
): Exclude<AnswerForm, 'forced_tool_unthinking'>[] | null {
  const found = findModel(provider, model);
  if (!found) return null;
  return found.answerForms.flatMap((form) => {
    if (form !== 'forced_tool_unthinking') return [form];
    return thinksWith(found, thinking) === false ? ['forced_tool' as const] : [];
  });
}
