'use client';
import { thinkingChoices, thinkingProblem } from '#lib/core/models/thinking';
import { chooseThinking } from '#lib/core/new-job-provider';
import { Select } from '../../_ui/select.tsx';
import type { DraftProps } from './draft-props.ts';

/** How much the model thinks before it answers, cheapest first. */
export function ThinkingChoice({ draft, edit }: DraftProps) {
  const { provider, model, thinking } = draft.recipe.question;
  const choices = thinkingChoices(provider.provider, model);
  const chosen = choices.find(({ value }) => value === thinking);
  const options = choices.map(({ value, label }) => ({ value: value as string, label }));
  return (
    <Select
      label="Thinking"
      value={model === '' ? '' : thinking}
      placeholder={model === '' ? 'Choose a model first' : undefined}
      disabled={model === ''}
      options={chosen ? options : [...options, { value: thinking, label: thinking }]}
      onChange={(value) => edit((draft) => chooseThinking(draft, value))}
      error={model === '' ? null : thinkingProblem(provider.provider, model, thinking)}
      hint={model === '' ? undefined : chosen?.hint}
    />
  );
}
