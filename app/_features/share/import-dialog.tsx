'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { bytesWords, plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { ProgressBar } from '../../_ui/progress-bar.tsx';
import { useEndpoints } from '../recipe/use-endpoints.ts';
import { ImportJob } from './import-job.tsx';
import type { KnownJob } from './import-words.ts';
import { firstChoice, useImportBundle, type ImportState, type JobChoice, type Wish } from './use-import-bundle.ts';

interface ImportDialogProps {
  file: File;
  onClose: () => void;
}

/** Shows what a zip holds before any of it is taken in, then how far taking in is; the one job taken in is opened. */
export function ImportDialog({ file, onClose }: ImportDialogProps) {
  const router = useRouter();
  const { state, take } = useImportBundle(file, (jobIds) => {
    onClose();
    if (jobIds.length === 1) router.push(`/jobs/${jobIds[0]}`);
  });
  if (state.phase === 'shown') return <ShownZip file={file} state={state} onTake={take} onClose={onClose} />;
  const isFailed = state.phase === 'failed';
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Import bundle"
      actions={<Button onClick={onClose}>{isFailed ? 'Close' : 'Stop'}</Button>}
    >
      <p dir="auto" className="mb-3 text-muted">
        {file.name} · {bytesWords(file.size)}
      </p>
      {isFailed ? (
        <Callout tone="error" {...state.trouble} />
      ) : (
        <ProgressBar
          label={state.phase === 'looking' ? 'Reading and checking the zip' : 'Taking it in'}
          value={Math.min(state.bytesDone, file.size)}
          max={Math.max(1, file.size)}
          detail={`${bytesWords(state.bytesDone)} read`}
        />
      )}
    </Dialog>
  );
}

interface ShownZipProps extends ImportDialogProps {
  state: Extract<ImportState, { phase: 'shown' }>;
  onTake: (wishes: Wish[]) => void;
}

function ShownZip({ file, state, onTake, onClose }: ShownZipProps) {
  const { jobs, troubles } = state;
  const { state: places } = useEndpoints();
  const endpoints = places.phase === 'ready' ? places.endpoints : [];
  const known = jobs.filter((job): job is KnownJob => job.ok);
  const [choices, setChoices] = useState(new Map<string, JobChoice>());
  const choiceOf = (job: KnownJob) => choices.get(job.root) ?? firstChoice(job);
  const endpointOf = (job: KnownJob) => job.endpoint ?? endpoints.find(({ id }) => id === choiceOf(job).endpointId) ?? null;
  const taken = known.filter((job) => choiceOf(job).how !== 'skip');
  const isReady = taken.every((job) => choiceOf(job).how === 'merge' || endpointOf(job) !== null);
  const take = () => onTake(known.map((job) => ({ job, choice: choiceOf(job), endpoint: endpointOf(job) })));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Import bundle"
      description={
        <span dir="auto">
          {file.name} · {bytesWords(file.size)} · {plural(jobs.length, 'job')}
        </span>
      }
      actions={
        <>
          <Button onClick={onClose}>{known.length > 0 ? 'Not now' : 'Close'}</Button>
          {known.length > 0 && (
            <Button variant="primary" disabled={taken.length === 0 || !isReady} onClick={take}>
              {taken.length === 1 ? 'Take in' : `Take in ${plural(taken.length, 'job')}`}
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-6">
        {troubles.map((trouble) => (
          <Callout key={trouble.what} tone="error" {...trouble} />
        ))}
        {jobs.map((job) =>
          job.ok ? (
            <ImportJob
              key={job.root}
              job={job}
              choice={choiceOf(job)}
              onChoice={(choice) => setChoices(new Map(choices).set(job.root, choice))}
              endpoints={endpoints.filter(({ protocol }) => protocol === job.provider)}
            />
          ) : (
            <Callout key={job.root} tone="error" {...job.trouble} details={[job.root, job.trouble.details].filter(Boolean).join('\n')} />
          ),
        )}
        {places.phase === 'failed' && (
          <Callout tone="error" what="The server cannot be reached." meaning="Which keys it holds is not known." details={places.details} />
        )}
      </div>
    </Dialog>
  );
}
