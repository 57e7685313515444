'use client';
import { withOptions } from '#lib/core/new-job';
import type { OpenAIOptions } from '#lib/core/recipe';
import { Select } from '../../_ui/select.tsx';
import { DraftNumber } from './draft-number.tsx';
import type { DraftProps } from './draft-props.ts';

type TemperatureMode = 'default' | 'none' | 'number';

const TEMPERATURES: { value: TemperatureMode; label: string }[] = [
  { value: 'default', label: 'As the model wants it' },
  { value: 'none', label: 'Not sent' },
  { value: 'number', label: 'A number' },
];
const TEMPERATURE_HINTS: Record<TemperatureMode, string> = {
  default: '0, so that answers vary little; 1 or nothing for models that take no other.',
  none: 'The provider’s own default applies.',
  number: 'From 0 to 2. Some models refuse every number but 1.',
};
const MODES: { value: OpenAIOptions['structuredOutput']; label: string }[] = [
  { value: 'json_schema', label: 'Schema, enforced (json_schema)' },
  { value: 'json_object', label: 'Any JSON object (json_object)' },
];

/** What only OpenAI's protocol has. */
export function OpenAIOptionsForm({ draft, edit }: DraftProps) {
  const { options } = draft.recipe.question.provider;
  const { temperature, structuredOutput } = options;
  const mode: TemperatureMode = temperature === null ? 'none' : temperature === 'default' ? 'default' : 'number';
  const chooseTemperature = (mode: TemperatureMode) =>
    edit((draft) => withOptions(draft, { temperature: { default: 'default' as const, none: null, number: 0 }[mode] }));
  return (
    <>
      <div className="space-y-2">
        <Select label="Temperature" value={mode} options={TEMPERATURES} onChange={chooseTemperature} hint={TEMPERATURE_HINTS[mode]} />
        <DraftNumber field="temperature" draft={draft} edit={edit} min={0} max={2} fractions className="w-40" />
      </div>
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
    </>
  );
}
