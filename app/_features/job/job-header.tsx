'use client';
import Link from 'next/link';
import { useState } from 'react';
import { figure } from '#lib/core/measures';
import { Badge, type Tone } from '../../_ui/badge.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { CopyButton } from '../../_ui/copy-button.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import type { JobStage } from '#lib/core/job-status';
import { CancelDialog, DeleteDialog } from './end-dialogs.tsx';
import { GrowDialog } from './grow-dialog.tsx';
import { HeaderActions } from './header-actions.tsx';
import { isSandbox, SANDBOX_WORDS } from './job-words.ts';
import { RoundDialog } from './round-dialog.tsx';
import { SubmitDialog } from './submit-dialog.tsx';
import { ShareDialog } from '../share/share-dialog.tsx';
import { useAction } from './use-action.ts';
import type { DownloadKind } from './download-tasks.ts';
import type { JobView } from './use-job.ts';

const TONES: Partial<Record<JobStage, Tone>> = {
  'prepare-stopped': 'warn',
  'prepare-failed': 'error',
  ready: 'accent',
  held: 'warn',
  paused: 'warn',
  unsure: 'warn',
  trouble: 'error',
  finished: 'ok',
};

export type JobDialog = 'submit' | 'round' | 'grow' | 'share' | 'cancel' | 'delete';

/** Name, where it stands, and everything that can be done with the job. */
export function JobHeader({ view, onDownload }: { view: JobView; onDownload: (kind: DownloadKind) => void }) {
  const [open, setOpen] = useState<JobDialog | null>(null);
  const action = useAction();
  const dialog = (name: JobDialog) => ({ open: open === name, onOpenChange: (isOpen: boolean) => setOpen(isOpen ? name : null) });
  return (
    <div>
      <PageHeader
        title={<span dir="auto">{view.job.name}</span>}
        meta={<Meta view={view} />}
        actions={<HeaderActions view={view} action={action} onAsk={setOpen} onDownload={onDownload} />}
      />
      {action.trouble && <Callout tone="error" {...action.trouble} />}
      <SubmitDialog view={view} {...dialog('submit')} />
      <RoundDialog view={view} {...dialog('round')} />
      <GrowDialog view={view} {...dialog('grow')} onNext={() => setOpen('round')} />
      <ShareDialog job={view.job} {...dialog('share')} />
      <CancelDialog view={view} {...dialog('cancel')} />
      <DeleteDialog view={view} {...dialog('delete')} />
    </div>
  );
}

function Meta({ view: { job, status, round, beside } }: { view: JobView }) {
  const model = job.revisions.find((revision) => revision.revision === round?.revision)?.recipe.question.model;
  return (
    <div className="space-y-0.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 pt-0.5">
        <output aria-label="State" className="flex">
          <Badge tone={TONES[status.stage] ?? 'neutral'}>{status.words}</Badge>
        </output>
        {round && round.number > 1 && <Badge>Round {figure(round.number)}</Badge>}
        {!job.bundledAt && <Badge>Only in this browser</Badge>}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 text-sm">
        <span>
          {job.endpoint.label}
          {model && (
            <>
              {' · '}
              <span dir="auto">{model}</span>
            </>
          )}
        </span>
        <span className="inline-flex items-center">
          <code className="font-mono text-xs">{job.id}</code>
          <CopyButton text={job.id} label="Copy job id" />
        </span>
      </div>
      {beside && (
        <p className="text-sm">
          Beside:{' '}
          <Link className="link" href={`/jobs/${beside.id}`} dir="auto">
            {beside.name}
          </Link>
          <span className="text-muted"> · {beside.endpoint.label}</span>
        </p>
      )}
      {isSandbox(job) && <p className="text-sm font-medium text-warn">{SANDBOX_WORDS}</p>}
    </div>
  );
}
