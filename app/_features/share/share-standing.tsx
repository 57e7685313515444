'use client';
import { useCallback, useState } from 'react';
import type { Job } from '#lib/core/job';
import { SENT_BY_OTHERS } from '#lib/core/share-race';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { PersonIcon, PlusIcon, RemoteIcon } from '../../_ui/icons.ts';
import { useAction } from '../job/use-action.ts';
import { ShareTableDialog } from './share-table-dialog.tsx';
import { useTakeRounds } from './use-share-rounds.ts';

const LACKS = {
  rows: {
    what: 'Which rows the batches carry is not known here yet',
    meaning: 'They are watched, and their answers are collected as soon as it is.',
    todo: 'Add the table the job was made from, or import a bundle of it.',
  },
  table: {
    what: 'The job’s own table is not in this browser',
    meaning: 'Ids and texts come from the requests that were sent; other columns are empty.',
    todo: 'With the table added, downloads are whole, and rows can be sent again.',
  },
  question: {
    what: 'What was asked is not known here',
    meaning: 'The provider gives answers back, and not the requests: rows were found by the ids in the answers. Nothing can be sent again.',
    todo: 'Import a bundle of this job to have it whole, or ask the rows anew under New job.',
  },
};

/** What is different about a job that was made elsewhere: it is only watched, or lacks its table. */
export function ShareStanding({ job }: { job: Job }) {
  const [asked, setAsked] = useState<'table' | 'take-over' | null>(null);
  const close = useCallback(() => setAsked(null), []);
  const isBehind = job.trouble?.what === SENT_BY_OTHERS;
  if (!job.lacks && job.role !== 'watch' && !isBehind) return null;
  const add = (
    <Button size="sm" icon={PlusIcon} onClick={() => setAsked('table')}>
      Add the table
    </Button>
  );
  return (
    <div className="space-y-3">
      {job.role === 'watch' && (
        <Callout
          what="You watch this job: somebody else made it"
          meaning="Answers are collected into this browser. Nothing is sent or cancelled from here."
          actions={
            <Button size="sm" icon={PersonIcon} onClick={() => setAsked('take-over')}>
              Take over
            </Button>
          }
        />
      )}
      {job.lacks && <Callout tone="warn" {...LACKS[job.lacks]} actions={job.lacks !== 'question' && add} />}
      {isBehind && <TheirRound jobId={job.id} />}
      {asked === 'table' && <ShareTableDialog job={job} onClose={close} />}
      <TakeOver job={job} isOpen={asked === 'take-over'} onClose={close} />
    </div>
  );
}

/** Somebody else was first: their round is taken in, so that the job goes on with it. */
function TheirRound({ jobId }: { jobId: string }) {
  const { state, take } = useTakeRounds(jobId);
  return (
    <>
      {state.phase === 'refused' && <Callout tone="error" {...state.trouble} />}
      <Button variant="primary" icon={RemoteIcon} busy={state.phase === 'taking'} onClick={take}>
        Take in their round
      </Button>
    </>
  );
}

function TakeOver({ job, isOpen, onClose }: { job: Job; isOpen: boolean; onClose: () => void }) {
  const action = useAction();
  const confirm = async () => {
    const isDone = await action.run(async () => {
      // Loaded when wanted: few jobs are taken over.
      const { takeOver } = await import('#lib/jobs/take-in');
      await takeOver(job.id);
    });
    if (isDone) onClose();
  };
  return (
    <ConfirmDialog
      open={isOpen}
      onOpenChange={(open) => !open && onClose()}
      title="Take this job over?"
      description={
        <ul className="list-disc space-y-1 pl-4">
          <li>From then on it can be sent again and cancelled from here; nothing is sent by taking it over.</li>
          <li>Whoever made it still can, too. Tell them: rows sent from two places are paid for twice.</li>
        </ul>
      }
      confirmLabel="Take over"
      cancelLabel="Go on watching"
      busy={action.busy}
      onConfirm={() => void confirm()}
    >
      {action.trouble && <Callout tone="error" className="mt-3" {...action.trouble} />}
    </ConfirmDialog>
  );
}
