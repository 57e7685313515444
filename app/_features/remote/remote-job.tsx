'use client';
import { useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import { agoWords, figure, plural } from '#lib/core/measures';
import { goneWords, isGoingSoon, remoteStateWords, type ListedBatch, type RemoteJob } from '#lib/core/remote-jobs';
import type { BatchesHere } from '#lib/jobs/remote-here';
import { Badge } from '../../_ui/badge.tsx';
import { Button } from '../../_ui/button.tsx';
import { CopyButton } from '../../_ui/copy-button.tsx';
import { formatTime } from '../../_ui/format.ts';
import { CancelIcon, DeleteIcon, DownloadIcon } from '../../_ui/icons.ts';
import { CancelRemoteDialog, DeleteRemoteDialog } from './remote-dialogs.tsx';
import { doneWords, statesWords } from './remote-words.ts';
import { TakeInDialog } from './take-in-dialog.tsx';

export interface RemoteJobProps {
  job: RemoteJob;
  endpoint: EndpointInfo;
  now: number;
  here: BatchesHere | undefined;
  /** Something at the provider was changed. */
  onChanged: () => void;
}

function Gone({ goneAt, now }: { goneAt: number | null; now: number }) {
  if (goneAt === null) return null;
  const words = `Results ${goneWords(goneAt, now)}`;
  return (
    <span title={formatTime(goneAt)}>
      {isGoingSoon(goneAt, now) ? <Badge tone={goneAt <= now ? 'error' : 'warn'}>{words}</Badge> : words}
    </span>
  );
}

interface BatchProps extends RemoteJobProps {
  batch: ListedBatch;
  onAsk: (ask: Ask) => void;
}

function BatchRow({ batch, endpoint, now, here, onAsk }: BatchProps) {
  const part = here?.byBatch.get(batch.id);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 sm:px-5">
      <span className="w-36 font-medium">{remoteStateWords(batch)}</span>
      <span className="inline-flex min-w-0 items-center">
        <code className="truncate font-mono text-xs text-muted">{batch.id}</code>
        <CopyButton text={batch.id} label={`Copy batch id ${batch.id}`} />
      </span>
      <span className="text-sm tabular-nums lg:w-60">{doneWords(batch, endpoint)}</span>
      <span className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <time dateTime={new Date(batch.createdAt).toISOString()} title={formatTime(batch.createdAt)}>
          Made {agoWords(batch.createdAt, now)}
        </time>
        <Gone goneAt={batch.goneAt} now={now} />
        {part && <span>{part.isCollected ? 'Answers collected here' : 'Answers not collected here yet'}</span>}
      </span>
      <span className="ml-auto flex gap-2">
        {batch.phase === 'running' ? (
          <Button size="sm" icon={CancelIcon} aria-label={`Cancel batch ${batch.id}`} onClick={() => onAsk({ what: 'cancel', batch })}>
            Cancel
          </Button>
        ) : (
          <Button
            size="sm"
            icon={DeleteIcon}
            aria-label={`Delete batch ${batch.id} at the provider`}
            onClick={() => onAsk({ what: 'delete', batch })}
          >
            Delete
          </Button>
        )}
      </span>
    </li>
  );
}

type Ask = { what: 'take-in' } | { what: 'cancel' | 'delete'; batch: ListedBatch };

function HereBadge({ job }: { job: RemoteJob }) {
  if (!job.here) return <Badge tone="accent">Not here</Badge>;
  return <Badge tone="ok">{job.missing > 0 ? `Here, without ${plural(job.missing, 'batch')}` : 'Here'}</Badge>;
}

/** A job at the provider: whether it is here, how its batches stand, and what can be done with them. */
export function RemoteJobBox(props: RemoteJobProps) {
  const { job, now, endpoint, here, onChanged } = props;
  const [ask, setAsk] = useState<Ask | null>(null);
  const close = () => setAsk(null);
  const done = () => {
    close();
    onChanged();
  };
  return (
    <li className="rounded-lg border bg-surface" aria-label={job.name}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-2.5 sm:px-5">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
            <span dir="auto" className="wrap-anywhere">
              {job.name}
            </span>
            <HereBadge job={job} />
          </h2>
          <p className="text-sm text-muted">
            {job.job === null ? 'Nothing tells which job it belongs to · ' : job.job !== job.name && `${job.job} · `}
            {figure(job.batches.length)} {job.batches.length === 1 ? 'batch' : 'batches'} · {statesWords(job.batches)} ·{' '}
            {agoWords(job.createdAt, now)}
          </p>
        </div>
        <div className="flex gap-2">
          {job.here && <Button href={`/jobs/${job.here.jobId}`}>Open job</Button>}
          {(!job.here || job.missing > 0) && (
            <Button icon={DownloadIcon} aria-label={`Take in ${job.name}`} onClick={() => setAsk({ what: 'take-in' })}>
              Take in
            </Button>
          )}
        </div>
      </div>
      <ul aria-label={`Batches of ${job.name}`}>
        {job.batches.map((batch) => (
          <BatchRow key={batch.id} {...props} batch={batch} onAsk={setAsk} />
        ))}
      </ul>
      {ask?.what === 'take-in' && <TakeInDialog job={job} endpoint={endpoint} onClose={close} />}
      {ask?.what === 'cancel' && <CancelRemoteDialog batch={ask.batch} job={job} endpoint={endpoint} onClose={close} onDone={done} />}
      {ask?.what === 'delete' && (
        <DeleteRemoteDialog batch={ask.batch} job={job} endpoint={endpoint} here={here} onClose={close} onDone={done} />
      )}
    </li>
  );
}
