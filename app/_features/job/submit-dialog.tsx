'use client';
import { useState } from 'react';
import { submitJob } from '#lib/jobs/commands';
import { bytesWords, figure, plural } from '#lib/core/measures';
import type { Attempt, Consent } from '#lib/core/job';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { SendIcon } from '../../_ui/icons.ts';
import { isSandbox, retentionWords, SANDBOX_WORDS } from './job-words.ts';
import { RoundPrice } from './round-price.tsx';
import { useAction } from './use-action.ts';
import type { JobView } from './use-job.ts';
import { useRoundEstimate, type EstimateState } from './use-round-estimate.ts';

interface SubmitDialogProps {
  view: JobView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Says to whom how much is sent and for how much, and asks for leave; the leave is kept with the round. */
export function SubmitDialog({ view, open, onOpenChange }: SubmitDialogProps) {
  // Mounted anew at each opening, so that leave is given for what is shown now.
  return open && view.round ? <OpenDialog view={view} round={view.round} onOpenChange={onOpenChange} /> : null;
}

/** The range shown, to be kept with the leave; null where none was shown. */
function shownPrice(state: EstimateState): Consent['priceUsd'] {
  const price = state.phase === 'ready' ? state.estimate?.price?.batch : null;
  return price ? [price.low, price.high] : null;
}

function OpenDialog({ view, round, onOpenChange }: Omit<SubmitDialogProps, 'open'> & { round: Attempt }) {
  const { job } = view;
  const [hasLeave, setLeave] = useState(false);
  const action = useAction();
  const price = useRoundEstimate(job.id, isSandbox(job) ? false : null);
  const isReckoning = !isSandbox(job) && price.phase === 'working';
  const submit = async () => {
    const consent = { at: Date.now(), texts: round.rows, batches: round.batches, host: job.endpoint.host, priceUsd: shownPrice(price) };
    if (await action.run(() => submitJob(job.id, consent))) onOpenChange(false);
  };
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={round.number > 1 ? `Submit round ${figure(round.number)}` : 'Submit'}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Not now</Button>
          <Button variant="primary" icon={SendIcon} busy={action.busy} disabled={!hasLeave || isReckoning} onClick={() => void submit()}>
            Submit {plural(round.rows, 'text')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <FactList facts={[...factsOf(view, round), { name: 'Price', value: <RoundPrice state={price} isSandbox={isSandbox(job)} /> }]} />
        {isSandbox(job) ? (
          <Callout what={SANDBOX_WORDS} meaning="Nothing leaves this server and nothing is paid." />
        ) : (
          <Callout
            what={`${job.endpoint.label} charges for this by its batch prices`}
            meaning="What is answered is paid for, even if the job is cancelled later. Rows not answered are not charged."
            todo={round.doneAgain === 'none' ? undefined : 'This round asks for rows again that are done; they are paid for once more.'}
          />
        )}
        <Checkbox
          label="I may send these texts"
          hint={`Tick this to submit. It is noted with the job that you did, ${isSandbox(job) ? 'and when' : 'when, and what it was said to cost'}.`}
          checked={hasLeave}
          onChange={setLeave}
        />
        {action.trouble && <Callout tone="error" {...action.trouble} />}
      </div>
    </Dialog>
  );
}

function factsOf({ job }: JobView, round: Attempt) {
  const question = job.revisions.find((revision) => revision.revision === round.revision)?.recipe.question;
  return [
    {
      name: 'To',
      value: (
        <>
          {job.endpoint.label} · <span className="font-mono text-sm">{job.endpoint.host}</span>
        </>
      ),
    },
    { name: 'Model', value: <span dir="auto">{question?.model}</span> },
    {
      name: 'What',
      value: (
        <>
          {plural(round.rows, 'text')} from <span dir="auto">{job.datasetName}</span>
          {question && ` (${question.columns.texts.join(', ')})`}
        </>
      ),
    },
    {
      name: 'How',
      value: `${plural(round.requests, 'request')} in ${plural(round.batches, 'batch')}, ${bytesWords(round.bytes)}`,
    },
    { name: 'Kept there', value: retentionWords(job.endpoint) },
  ];
}
