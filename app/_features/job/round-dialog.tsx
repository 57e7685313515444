'use client';
import { useState } from 'react';
import { sendRemaining } from '#lib/jobs/commands';
import { figure, plural } from '#lib/core/measures';
import type { Recipe } from '#lib/core/recipe';
import { ROW_STATE_WORDS } from '#lib/core/row-words';
import type { RowCounts, RowState } from '#lib/core/row-state';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { AgainIcon } from '../../_ui/icons.ts';
import { StateDot } from '../../_ui/ledger-bar.tsx';
import { NumberInput } from '../../_ui/number-input.tsx';
import { TextInput } from '../../_ui/text-input.tsx';
import { planProblem, resendableStates, roundChange, rowsOf, suggestedRound, type RoundPlan } from './round-plan.ts';
import { useAction } from './use-action.ts';
import type { JobView } from './use-job.ts';

interface RoundDialogProps {
  view: JobView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks which rows to send again and how. Nothing is sent: the round is prepared, then submitted like the first. */
export function RoundDialog({ view, open, onOpenChange }: RoundDialogProps) {
  const recipe = view.job.revisions.at(-1)?.recipe;
  return open && recipe ? <OpenDialog view={view} recipe={recipe} onOpenChange={onOpenChange} /> : null;
}

function OpenDialog({ view: { job }, recipe, onOpenChange }: Omit<RoundDialogProps, 'open'> & { recipe: Recipe }) {
  const [plan, setPlan] = useState(() => suggestedRound(recipe, job.counts));
  const action = useAction();
  const change = (part: Partial<RoundPlan>) => setPlan((now) => ({ ...now, ...part }));
  const problem = planProblem(plan, job.counts);
  const begin = async () => {
    if (await action.run(() => sendRemaining(job.id, plan.states, roundChange(plan, recipe)))) onOpenChange(false);
  };
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Send remaining rows again"
      description="A new round is prepared with these rows. Nothing is sent before you look at it and press “Submit”. Rows that are done stay as they are."
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Not now</Button>
          <Button variant="primary" icon={AgainIcon} busy={action.busy} disabled={problem !== null} onClick={() => void begin()}>
            Prepare {plural(rowsOf(plan.states, job.counts), 'row')}
          </Button>
        </>
      }
    >
      <div className="space-y-5">
        <StateChoice counts={job.counts} chosen={plan.states} onChange={(states) => change({ states })} />
        <HowAgain plan={plan} recipe={recipe} onChange={change} />
        {problem && <p className="text-sm text-error">{problem}</p>}
        {action.trouble && <Callout tone="error" {...action.trouble} />}
      </div>
    </Dialog>
  );
}

function StateChoice(props: { counts: RowCounts; chosen: RowState[]; onChange: (states: RowState[]) => void }) {
  const { counts, chosen, onChange } = props;
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1.5 font-medium">Rows to send again</legend>
      {resendableStates(counts).map((state) => (
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

function HowAgain({ plan, recipe, onChange }: { plan: RoundPlan; recipe: Recipe; onChange: (part: Partial<RoundPlan>) => void }) {
  const { rowsPerRequest } = recipe.sending;
  const { outputLimit } = recipe.question.provider.options;
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
        optional
        unit="tokens"
        hint={`Last round: ${outputLimit === null ? 'none set' : figure(outputLimit)}. Empty: the model's own.`}
      />
      <TextInput
        className="sm:col-span-2"
        label="Model"
        value={plan.model}
        onChange={(model) => onChange({ model })}
        spellCheck={false}
        hint="Another model may be named; its rows are marked with it."
      />
    </div>
  );
}
