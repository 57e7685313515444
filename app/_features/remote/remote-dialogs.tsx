'use client';
import { useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import type { ListedBatch, RemoteJob } from '#lib/core/remote-jobs';
import type { BatchesHere } from '#lib/jobs/remote-here';
import { Callout } from '../../_ui/callout.tsx';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { cancelWords, deleteWords } from './remote-words.ts';
import { useRemoteAct } from './use-remote-act.ts';

interface BatchDialogProps {
  batch: ListedBatch;
  job: RemoteJob;
  endpoint: EndpointInfo;
  onClose: () => void;
  onDone: () => void;
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <ul className="list-disc space-y-1 pl-4 break-words">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** Asks twice: the batch may be another person's, and what is cancelled cannot be taken up again. */
export function CancelRemoteDialog({ batch, job, endpoint, onClose, onDone }: BatchDialogProps) {
  const [isAskedAgain, setAskedAgain] = useState(false);
  const act = useRemoteAct();
  const confirm = async () => {
    if (!isAskedAgain) setAskedAgain(true);
    else if (await act.cancel(endpoint.id, batch.id)) onDone();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={isAskedAgain ? `Really cancel a batch of “${job.name}”?` : `Cancel batch ${batch.id}?`}
      description={
        isAskedAgain ? (
          'This cannot be taken back. Somebody else may be waiting for it.'
        ) : (
          <Lines lines={cancelWords(batch, job, endpoint)} />
        )
      }
      confirmLabel={isAskedAgain ? 'Yes, cancel it' : 'Cancel batch'}
      cancelLabel="Keep it going"
      danger
      busy={act.busy}
      onConfirm={() => void confirm()}
    >
      {act.trouble && <Callout tone="error" className="mt-3" {...act.trouble} />}
    </ConfirmDialog>
  );
}

/** Says what is lost. Answers nobody collected here are deleted only on the person's word. */
export function DeleteRemoteDialog({ batch, job, endpoint, here, onClose, onDone }: BatchDialogProps & { here: BatchesHere | undefined }) {
  const [isMeant, setMeant] = useState(false);
  const act = useRemoteAct();
  const isCollected = here?.byBatch.get(batch.id)?.isCollected ?? false;
  const confirm = async () => {
    if (await act.remove(endpoint.id, batch.id)) onDone();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete batch ${batch.id} at the provider?`}
      description={<Lines lines={deleteWords(endpoint)} />}
      confirmLabel="Delete at the provider"
      cancelLabel="Keep it"
      danger
      isBlocked={!isCollected && !isMeant}
      busy={act.busy}
      onConfirm={() => void confirm()}
    >
      {!isCollected && (
        <Checkbox
          className="mt-3"
          label={`Delete it although its answers were not collected ${job.here ? 'by the job here' : 'in this browser'}`}
          checked={isMeant}
          onChange={setMeant}
        />
      )}
      {act.trouble && <Callout tone="error" className="mt-3" {...act.trouble} />}
    </ConfirmDialog>
  );
}
