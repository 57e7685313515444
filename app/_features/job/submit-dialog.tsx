'use client';
import { useState } from 'react';
import { submitJob } from '#lib/jobs/commands';
import { bytesWords, figure, plural } from '#lib/core/measures';
import type { Attempt } from '#lib/core/job';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { SendIcon } from '../../_ui/icons.ts';
import { isSandbox, retentionWords, SANDBOX_WORDS } from './job-words.ts';
import { useAction } from './use-action.ts';
import type { JobView } from './use-job.ts';

interface SubmitDialogProps {
  view: JobView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Says to whom how much is sent, and asks for leave; the leave is kept with the round. */
export function SubmitDialog({ view, open, onOpenChange }: SubmitDialogProps) {
  // Mounted anew at each opening, so that leave is given for what is shown now.
  return open && view.round ? <OpenDialog view={view} round={view.round} onOpenChange={onOpenChange} /> : null;
}

function OpenDialog({ view, round, onOpenChange }: Omit<SubmitDialogProps, 'open'> & { round: Attempt }) {
  const { job } = view;
  const [hasLeave, setLeave] = useState(false);
  const action = useAction();
  const consent = { texts: round.rows, batches: round.batches, host: job.endpoint.host };
  const submit = async () => {
    if (await action.run(() => submitJob(job.id, { at: Date.now(), ...consent }))) onOpenChange(false);
  };
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={round.number > 1 ? `Submit round ${figure(round.number)}` : 'Submit'}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Not now</Button>
          <Button variant="primary" icon={SendIcon} busy={action.busy} disabled={!hasLeave} onClick={() => void submit()}>
            Submit {plural(round.rows, 'text')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <FactList facts={factsOf(view, round)} />
        {isSandbox(job) ? (
          <Callout what={SANDBOX_WORDS} meaning="Nothing leaves this server and nothing is paid." />
        ) : (
          <Callout
            what={`${job.endpoint.label} charges for this by its batch prices`}
            meaning="What is answered is paid for, even if the job is cancelled later. Rows not answered are not charged."
          />
        )}
        <Checkbox
          label="I may send these texts"
          hint="Tick this to submit. It is noted with the job that you did, and when."
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
