'use client';
import { useState } from 'react';
import type { Attempt, Job } from '#lib/core/job';
import { figure, plural } from '#lib/core/measures';
import { findModel } from '#lib/core/models/find-model';
import { priceWords } from '#lib/core/models/model-words';
import type { Recipe } from '#lib/core/recipe';
import { ROW_STATE_WORDS } from '#lib/core/row-words';
import type { RowCounts, RowState } from '#lib/core/row-state';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { StateDot } from '../../_ui/ledger-bar.tsx';
import { NumberInput } from '../../_ui/number-input.tsx';
import { Segmented } from '../../_ui/segmented.tsx';
import { SuggestInput } from '../../_ui/suggest-input.tsx';
import { useModels } from '../recipe/use-models.ts';
import { isSandbox } from './job-words.ts';
import { canBeUnlimited, proposedModels, resendableStates, type RoundPlan } from './round-plan.ts';

/** Which rows without a valid answer go out again. */
export function StateChoice(props: { counts: RowCounts; chosen: RowState[]; onChange: (states: RowState[]) => void }) {
  const { counts, chosen, onChange } = props;
  const states = resendableStates(counts);
  if (states.length === 0) return <p>Every row that was sent has a valid answer.</p>;
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1.5 font-medium">Rows to send again</legend>
      {states.map((state) => (
        <Checkbox
          key={state}
          checked={chosen.includes(state)}
          onChange={(isOn) => onChange(isOn ? [...chosen, state] : chosen.filter((other) => other !== state))}
          label={
            <span className="inline-flex items-center gap-2">
              <StateDot state={state} />
              {ROW_STATE_WORDS[state]} <span className="text-muted">{figure(counts[state])}</span>
            </span>
          }
        />
      ))}
    </fieldset>
  );
}

type DoneAgain = Attempt['doneAgain'];

function againWords(value: DoneAgain, done: { all: number; otherQuestion: number }): string {
  if (value === 'none') return 'They stay as they are and cost nothing.';
  const rows = value === 'all' ? done.all : done.otherQuestion;
  if (rows === 0) return 'No row was answered under another question than the one below.';
  return `${plural(rows, 'row')} that ${rows === 1 ? 'is' : 'are'} done ${rows === 1 ? 'is' : 'are'} asked for again and cost${rows === 1 ? 's' : ''} again. The new answers take the place of the old ones, which stay visible with each row.`;
}

interface DoneAgainProps {
  value: DoneAgain;
  done: { all: number; otherQuestion: number };
  isCounted: boolean;
  onChange: (value: DoneAgain) => void;
}

/** Whether rows that have their answer are asked for once more. */
export function DoneAgainChoice({ value, done, isCounted, onChange }: DoneAgainProps) {
  return (
    <Segmented<DoneAgain>
      label="Rows already done"
      value={value}
      onChange={onChange}
      options={[
        { value: 'none', label: 'None' },
        { value: 'other-question', label: 'Under another question' },
        { value: 'all', label: 'All' },
      ]}
      hint={isCounted ? againWords(value, done) : 'Being counted …'}
    />
  );
}

interface HowAgainProps {
  job: Job;
  plan: RoundPlan;
  recipe: Recipe;
  onChange: (part: Partial<RoundPlan>) => void;
}

/** Rows in a request, room for answers, model. */
export function HowAgain({ job, plan, recipe, onChange }: HowAgainProps) {
  const { rowsPerRequest } = recipe.sending;
  const { outputLimit } = recipe.question.provider.options;
  const isOptional = canBeUnlimited(recipe);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <NumberInput
        label="Rows per request"
        value={plan.rowsPerRequest}
        onChange={(value) => onChange({ rowsPerRequest: value })}
        min={1}
        unit="rows"
        hint={`Last round: ${figure(rowsPerRequest)}. Fewer rows in a request are left out and cut off less often.`}
      />
      <NumberInput
        label="Output limit"
        value={plan.outputLimit}
        onChange={(value) => onChange({ outputLimit: value })}
        min={1}
        optional={isOptional}
        unit="tokens"
        hint={`Last round: ${outputLimit === null ? 'none set' : figure(outputLimit)}.${isOptional ? " Empty: the model's own." : ''}`}
      />
      <ModelAgain job={job} plan={plan} recipe={recipe} onChange={onChange} />
    </div>
  );
}

function ModelAgain({ job, plan, recipe, onChange }: HowAgainProps) {
  const state = useModels(job.endpoint.identity ? job.endpoint.id : null);
  const [now] = useState(() => Date.now());
  const { provider } = recipe.question.provider;
  const listed = state.phase === 'ready' ? state.models.map(({ id }) => id) : null;
  const found = findModel(provider, plan.model);
  const price = found && !isSandbox(job) ? ` ${found.label}: ${priceWords(found.prices)}.` : '';
  return (
    <SuggestInput
      className="sm:col-span-2"
      label="Model"
      value={plan.model}
      onChange={(model) => onChange({ model })}
      suggestions={proposedModels(recipe, now, listed)}
      spellCheck={false}
      hint={`Another model may be named; its rows are marked with it.${price}`}
    />
  );
}
