'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { duplicateAsDraft } from '#lib/jobs/duplicate';
import type { Job } from '#lib/core/job';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { CopyIcon, NextIcon } from '../../_ui/icons.ts';
import { hasDraft } from './has-draft.ts';
import { useAction } from './use-action.ts';

/** Takes recipe and table into New job, as a job of its own or to be looked at beside this one. */
export function RecipeActions({ job }: { job: Job }) {
  const [asked, setAsked] = useState<{ isBeside: boolean } | null>(null);
  const action = useAction();
  const router = useRouter();
  const go = async (isBeside: boolean) => {
    if (await action.run(() => duplicateAsDraft(job.id, isBeside))) router.push('/new');
  };
  const begin = (isBeside: boolean) =>
    action.run(async () => {
      if (await hasDraft()) setAsked({ isBeside });
      else await go(isBeside);
    });
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        <Button icon={CopyIcon} busy={action.busy} onClick={() => void begin(false)}>
          Duplicate as new job
        </Button>
        <Button icon={NextIcon} busy={action.busy} onClick={() => void begin(true)}>
          Run on another provider
        </Button>
      </div>
      <p className="text-sm text-muted">
        Both open New job with this table and recipe; nothing is sent. A run on another provider or model can be looked at beside this job,
        row by row.
      </p>
      {action.trouble && <Callout tone="error" {...action.trouble} />}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(isOpen) => !isOpen && setAsked(null)}
        title="Replace the unfinished new job?"
        description="New job holds something you have not prepared yet. Its settings are replaced by this job’s; tables already read are kept."
        confirmLabel="Replace it"
        cancelLabel="Keep it"
        busy={action.busy}
        onConfirm={() => asked && void go(asked.isBeside)}
      />
    </div>
  );
}
