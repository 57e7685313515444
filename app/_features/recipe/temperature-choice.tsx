'use client';
import { temperatureAllowed } from '#lib/core/models/thinking';
import { withOptions } from '#lib/core/new-job';
import { optionsOf } from '#lib/core/recipe';
import { Select } from '../../_ui/select.tsx';
import { DraftNumber } from './draft-number.tsx';
import type { DraftProps } from './draft-props.ts';

type TemperatureMode = 'default' | 'none' | 'number';

const MODES: { value: TemperatureMode; label: string }[] = [
  { value: 'default', label: 'As the model wants it' },
  { value: 'none', label: 'Not sent' },
  { value: 'number', label: 'A number' },
];
const HINTS: Record<TemperatureMode, string> = {
  default: '0, so that answers vary little; 1 or nothing for models that take no other.',
  none: 'The provider’s own default applies.',
  number: 'From 0 to 2. Some models refuse every number but 1.',
};

/** OpenAI's temperature, where the model takes one. */
export function TemperatureChoice({ draft, edit }: DraftProps) {
  const { question } = draft.recipe;
  const { temperature } = optionsOf(question, 'openai');
  const allowed = temperatureAllowed('openai', question.model, question.thinking);
  const mode: TemperatureMode = temperature === null ? 'none' : temperature === 'default' ? 'default' : 'number';
  const choose = (mode: TemperatureMode) =>
    edit((draft) => withOptions(draft, { temperature: { default: 'default' as const, none: null, number: 0 }[mode] }));
  if (!allowed.allowed && mode !== 'number') return <NoTemperature why={allowed.why} />;
  return (
    <div className="space-y-2">
      <Select
        label="Temperature"
        value={mode}
        options={MODES}
        onChange={choose}
        hint={HINTS[mode]}
        error={allowed.allowed ? null : `${allowed.why} Choose another setting.`}
      />
      <DraftNumber field="temperature" draft={draft} edit={edit} min={0} max={2} fractions className="w-40" />
    </div>
  );
}

/** The place of the temperature where none can be sent, and why. */
export function NoTemperature({ why }: { why: string }) {
  return (
    <Select label="Temperature" value="none" disabled options={[{ value: 'none', label: 'Not sent' }]} onChange={() => {}} hint={why} />
  );
}
