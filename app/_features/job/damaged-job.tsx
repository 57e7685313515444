'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { deleteJob } from '#lib/storage/jobs';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { DeleteIcon } from '../../_ui/icons.ts';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Rescue } from '../shell/rescue.tsx';
import { useAction } from './use-action.ts';

/** Stands for a job whose record cannot be read: what is lost, what can still be saved, and how to be rid of it. */
export function DamagedJob({ id, details }: { id: string; details: string }) {
  const [isAsking, ask] = useState(false);
  const action = useAction();
  const router = useRouter();
  const remove = async () => {
    if (await action.run(() => deleteJob(id))) router.push('/');
  };
  return (
    <div className="max-w-3xl space-y-4">
      <PageHeader
        title={
          <span dir="auto" className="wrap-anywhere">
            {id}
          </span>
        }
      />
      <Callout
        tone="error"
        what="This job cannot be read: its record in this browser is damaged."
        meaning="Nothing more is sent or collected for it, and its rows cannot be shown. Files that were sent or fetched are read apart from it and may be whole. Batches at the provider go on and are paid for; their results are kept there for 29 days."
        todo="Save what can be read: it holds the requests sent, the responses fetched, and the ids of the batches. Then delete the job here."
        details={details}
      />
      <Rescue jobId={id}>
        <Button icon={DeleteIcon} className="text-error" onClick={() => ask(true)}>
          Delete job
        </Button>
      </Rescue>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={ask}
        title={`Delete “${id}”?`}
        description="Lost for good: its files, and the record of what was sent. Its table stays in this browser."
        confirmLabel="Delete job"
        cancelLabel="Keep it"
        danger
        busy={action.busy}
        onConfirm={() => void remove()}
      >
        {action.trouble && <Callout tone="error" className="mt-3" {...action.trouble} />}
      </ConfirmDialog>
    </div>
  );
}
