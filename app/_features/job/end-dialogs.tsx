'use client';
import { useRouter } from 'next/navigation';
import { cancelJob } from '#lib/jobs/commands';
import { wakeEngines } from '#lib/jobs/wake';
import { deleteJob } from '#lib/storage/jobs';
import { Callout } from '../../_ui/callout.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { cancelWords, deleteWords } from './end-words.ts';
import { useAction } from './use-action.ts';
import type { JobView } from './use-job.ts';

interface EndDialogProps {
  view: JobView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <ul className="list-disc space-y-1 pl-4">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

export function CancelDialog({ view, open, onOpenChange }: EndDialogProps) {
  const action = useAction();
  const confirm = async () => {
    if (await action.run(() => cancelJob(view.job.id))) onOpenChange(false);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Cancel this job?"
      description={<Lines lines={cancelWords(view)} />}
      confirmLabel="Cancel job"
      cancelLabel="Keep it going"
      danger
      busy={action.busy}
      onConfirm={() => void confirm()}
    >
      {action.trouble && <Callout tone="error" className="mt-3" {...action.trouble} />}
    </ConfirmDialog>
  );
}

export function DeleteDialog({ view, open, onOpenChange }: EndDialogProps) {
  const action = useAction();
  const router = useRouter();
  const confirm = async () => {
    const isDeleted = await action.run(async () => {
      await deleteJob(view.job.id);
      wakeEngines();
    });
    if (isDeleted) router.push('/');
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete “${view.job.name}”?`}
      description={<Lines lines={deleteWords(view)} />}
      confirmLabel="Delete job"
      cancelLabel="Keep it"
      danger
      busy={action.busy}
      onConfirm={() => void confirm()}
    >
      {action.trouble && <Callout tone="error" className="mt-3" {...action.trouble} />}
    </ConfirmDialog>
  );
}
