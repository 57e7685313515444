'use client';
import { withOptions } from '#lib/core/new-job';
import { optionsOf, type OpenAIOptions } from '#lib/core/recipe';
import { Select } from '../../_ui/select.tsx';
import { DraftNumber } from './draft-number.tsx';
import type { DraftProps } from './draft-props.ts';
import { TemperatureChoice } from './temperature-choice.tsx';

const MODES: { value: OpenAIOptions['structuredOutput']; label: string }[] = [
  { value: 'json_schema', label: 'Schema, enforced (json_schema)' },
  { value: 'json_object', label: 'Any JSON object (json_object)' },
];

/** What only OpenAI's protocol has. */
export function OpenAIOptionsForm({ draft, edit, errorOf }: DraftProps) {
  const { structuredOutput } = optionsOf(draft.recipe.question, 'openai');
  return (
    <>
      <TemperatureChoice draft={draft} edit={edit} errorOf={errorOf} />
      <DraftNumber
        field="outputLimit"
        draft={draft}
        edit={edit}
        min={1}
        optional
        unit="tokens"
        placeholder="none"
        hint="For each request, thinking included. Answers that reach it are cut off and their last rows lost."
      />
      <Select
        label="Structured output"
        value={structuredOutput}
        options={MODES}
        onChange={(structuredOutput) => edit((draft) => withOptions(draft, { structuredOutput }))}
        hint="How the answer’s form is asked for. Without a schema any JSON object is asked for either way."
      />
      <DraftNumber
        field="keepDays"
        draft={draft}
        edit={edit}
        min={1}
        max={30}
        optional
        unit="days"
        placeholder="30"
        hint="Counted from the upload for requests, from the end of a batch for answers. Empty: the provider’s own rule. Collect answers before then."
      />
    </>
  );
}
