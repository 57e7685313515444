'use client';
import { useState } from 'react';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { SendIcon } from '../../_ui/icons.ts';
import type { DraftProps } from './draft-props.ts';
import { goToField } from './go-to-field.ts';
import { TrialAnswer } from './trial-answer.tsx';
import { agreementWords } from './trial-words.ts';
import type { NewJob } from './use-new-job.ts';

/** One request sent live, after a word on what it costs and who gets it; its rows beside their answers. */
export function TryRequest({ draft, job }: Pick<DraftProps, 'draft'> & { job: NewJob }) {
  const [isAsking, setIsAsking] = useState(false);
  const { endpoint, told, check, estimate } = job;
  const { trial } = told;
  const rows = Math.min(draft.recipe.sending.rowsPerRequest, check.result?.rows ?? 0);
  if (!endpoint || rows === 0) return null;
  const ask = () => {
    const [first] = job.missingForTrial();
    if (first) goToField(first.field);
    else setIsAsking(true);
  };
  const send = () => {
    setIsAsking(false);
    told.sendFirst(endpoint, draft.recipe, job.jobId);
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button icon={SendIcon} busy={trial.phase === 'busy'} onClick={ask}>
          Send one request now
        </Button>
        <span className="text-sm text-muted">
          {trial.phase === 'busy'
            ? 'Waiting for the answer. A model that thinks may take a minute or more.'
            : 'Answered live, so that you see what comes back before the whole job goes out.'}
        </span>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Send one request now?"
        description={agreementWords(endpoint, rows, estimate.isCurrent ? (estimate.result?.first.price?.standard ?? null) : null)}
        confirmLabel="Send it"
        onConfirm={send}
      />
      {trial.phase === 'failed' && <Callout tone="error" {...trial.trouble} />}
      {trial.phase === 'told' && (
        <TrialAnswer trial={trial.value} recipe={draft.recipe} isPractice={trial.isPractice} isOfNow={told.isOfNow(trial)} />
      )}
    </div>
  );
}
