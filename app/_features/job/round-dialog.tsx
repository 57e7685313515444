'use client';
import { useState } from 'react';
import { sendRemaining } from '#lib/jobs/commands';
import { plural } from '#lib/core/measures';
import type { Recipe } from '#lib/core/recipe';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { AgainIcon } from '../../_ui/icons.ts';
import { isSandbox } from './job-words.ts';
import { changedFacts } from './recipe-words.ts';
import { DoneAgainChoice, HowAgain, StateChoice } from './round-choices.tsx';
import { doneRows, planProblem, plannedRecipe, plannedRows, roundChange, suggestedRound, type RoundPlan } from './round-plan.ts';
import { RoundPrice } from './round-price.tsx';
import { useAction } from './use-action.ts';
import { useDoneRows } from './use-done-rows.ts';
import type { JobView } from './use-job.ts';
import { useRoundEstimate } from './use-round-estimate.ts';

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

function OpenDialog({ view: { job, attempts }, recipe, onOpenChange }: Omit<RoundDialogProps, 'open'> & { recipe: Recipe }) {
  const [plan, setPlan] = useState(() => suggestedRound(recipe, job.counts));
  const action = useAction();
  const counted = useDoneRows(job.id);
  const done = doneRows(plan, job, attempts, counted ?? []);
  const rows = plannedRows(plan, job.counts, done);
  const problem = planProblem(plan, recipe, rows);
  const next = plannedRecipe(plan, recipe);
  const { states, doneAgain } = plan;
  const price = useRoundEstimate(job.id, problem === null && !isSandbox(job) && { recipe: next, states, doneAgain });
  const changes = problem === null ? changedFacts(recipe, next) : [];
  const change = (part: Partial<RoundPlan>) => setPlan((now) => ({ ...now, ...part }));
  const begin = async () => {
    if (await action.run(() => sendRemaining(job.id, states, roundChange(plan, recipe)))) onOpenChange(false);
  };
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={states.length > 0 ? 'Send remaining rows again' : 'Ask rows again'}
      description="This prepares a new round; nothing is sent until you submit it. Earlier answers stay visible with each row."
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Not now</Button>
          <Button variant="primary" icon={AgainIcon} busy={action.busy} disabled={problem !== null} onClick={() => void begin()}>
            Prepare {plural(rows, 'row')}
          </Button>
        </>
      }
    >
      <div className="space-y-5">
        <StateChoice counts={job.counts} chosen={states} onChange={(states) => change({ states })} />
        {job.counts.ok > 0 && (
          <DoneAgainChoice value={doneAgain} done={done} isCounted={counted !== null} onChange={(doneAgain) => change({ doneAgain })} />
        )}
        <HowAgain job={job} plan={plan} recipe={recipe} onChange={change} />
        <FactList
          facts={[
            { name: 'Other than last round', value: changes.length > 0 ? changes.join(' · ') : 'Nothing' },
            ...(problem === null ? [{ name: 'Price', value: <RoundPrice state={price} isSandbox={isSandbox(job)} /> }] : []),
          ]}
        />
        {problem && <p className={rows === 0 ? 'text-sm text-muted' : 'text-sm text-error'}>{problem}</p>}
        {action.trouble && <Callout tone="error" {...action.trouble} />}
      </div>
    </Dialog>
  );
}
