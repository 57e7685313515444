'use client';
import { holdSending, stopPreparing } from '#lib/jobs/commands';
import { bytesWords, countdown, durationWords, figure, pace, percent, plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { StopIcon } from '../../_ui/icons.ts';
import { ProgressBar } from '../../_ui/progress-bar.tsx';
import { NotifySwitch } from '../jobs/notify-switch.tsx';
import { sentOf, tellsCounts } from './progress.ts';
import { hoursWords } from './recipe-words.ts';
import { useAction } from './use-action.ts';
import type { JobView } from './use-job.ts';
import { useNow } from './use-now.ts';
import { useRate } from './use-rate.ts';

const BOX = 'rounded-lg border bg-surface px-4 py-3 sm:px-5';

/** What is going on just now, with its progress; nothing where nothing goes on. */
export function StageProgress({ view }: { view: JobView }) {
  switch (view.status.stage) {
    case 'preparing':
      return <Preparing view={view} />;
    case 'prepare-stopped':
      return (
        <Callout
          what="Preparing was stopped"
          meaning="Nothing was sent and nothing was paid."
          todo="Press “Prepare again” to go on; it begins anew."
        />
      );
    case 'prepare-failed':
      return view.job.preparation.error && <Callout tone="error" {...view.job.preparation.error} />;
    case 'submitting':
      return <Uploading view={view} />;
    case 'held':
      return <Held view={view} />;
    case 'running':
    case 'collecting':
    case 'cancelling':
      return <Waiting view={view} />;
    case 'paused':
      return <Paused view={view} />;
    default:
      return null;
  }
}

function Preparing({ view: { job } }: { view: JobView }) {
  const { rowsDone, rowsTotal, bytes, startedAt, phase } = job.preparation;
  const now = useNow(1000);
  const action = useAction();
  const speed = startedAt ? pace(rowsDone, rowsTotal, now - startedAt) : null;
  const words = [
    `${figure(rowsDone)} of ${plural(rowsTotal, 'row')}`,
    bytes > 0 && bytesWords(bytes),
    speed && `${figure(speed.perSecond)} rows a second`,
    speed && `${durationWords(speed.leftMs)} left`,
  ];
  return (
    <section aria-label="Preparing" className={`${BOX} flex flex-wrap items-end gap-x-4 gap-y-2`}>
      <ProgressBar
        className="min-w-60 flex-1"
        label={phase === 'wanted' ? 'Preparing is about to begin' : 'Preparing (nothing is sent yet)'}
        value={phase === 'wanted' ? null : rowsDone}
        max={rowsTotal || 1}
        detail={words.filter(Boolean).join(' · ')}
      />
      <Button size="sm" icon={StopIcon} busy={action.busy} onClick={() => void action.run(() => stopPreparing(job.id))}>
        Stop
      </Button>
    </section>
  );
}

function Uploading({ view }: { view: JobView }) {
  const { job, progress, roundParts } = view;
  const action = useAction();
  const sent = roundParts.filter((part) => part.state !== 'split' && sentOf(part) === part.bytes).length;
  const speed = useRate(progress.bytesSent, progress.bytes);
  const words = [
    progress.batches > 1 && `${figure(sent)} of ${plural(progress.batches, 'batch')}`,
    `${bytesWords(progress.bytesSent)} of ${bytesWords(progress.bytes)}`,
    speed && `${bytesWords(speed.perSecond)} a second`,
    speed && speed.leftMs > 0 && `${durationWords(speed.leftMs)} left`,
  ];
  return (
    <section aria-label="Submitting" className={BOX}>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <ProgressBar
          className="min-w-60 flex-1"
          label={`Uploading to ${job.endpoint.label}`}
          value={progress.bytesSent}
          max={progress.bytes || 1}
          detail={words.filter(Boolean).join(' · ')}
        />
        <Button size="sm" icon={StopIcon} busy={action.busy} onClick={() => void action.run(() => holdSending(job.id))}>
          Stop sending
        </Button>
      </div>
      <p className="mt-1.5 text-sm text-muted">
        Keep this page open until everything is uploaded; then it may be closed. Batches go one after another: what breaks off is sent again
        by itself, and what is uploaded stays.
      </p>
    </section>
  );
}

function Held({ view }: { view: JobView }) {
  const { progress, roundParts } = view;
  const there = roundParts.filter(({ batchId }) => batchId !== null).length;
  return (
    <Callout
      tone="warn"
      what={`Sending is stopped: ${figure(there)} of ${plural(progress.batches, 'batch')} ${there === 1 ? 'is' : 'are'} at the provider`}
      meaning="These go on there and are collected; what they answer is paid for. The others were not sent and cost nothing."
      todo="“Go on sending” sends the rest. “Cancel job” gives it up."
    />
  );
}

function waitingWords({ job, progress }: JobView): string {
  const batches = `${figure(progress.batchesDone)} of ${plural(progress.batches, 'batch')} collected`;
  const requests = plural(progress.requests, 'request');
  if (!tellsCounts(job)) return `${requests} at ${job.endpoint.label}, which counts them only when a batch ends · ${batches}`;
  const done = percent(progress.requestsDone, progress.requests);
  return `${figure(progress.requestsDone)} of ${requests} done at ${job.endpoint.label} (${done}%) · ${batches}`;
}

function Waiting({ view }: { view: JobView }) {
  const { status, progress, share } = view;
  return (
    <section aria-label="Waiting" className={BOX}>
      <ProgressBar label={status.words} value={share} detail={waitingWords(view)} />
      <p className="mt-1.5 text-sm text-muted">
        <NextCheck at={progress.nextPollAt} /> You may close this page: the batches go on, and answers are collected when it is open again.
      </p>
      <div className="mt-2">
        <NotifySwitch />
      </div>
    </section>
  );
}

function Paused({ view: { job, round } }: { view: JobView }) {
  const { giveUpHours } = job.revisions.find(({ revision }) => revision === round?.revision)?.recipe.sending ?? {};
  const hasGivenUp = Boolean(round?.gaveUpAt);
  const after = giveUpHours ? ` of ${hoursWords(giveUpHours)}` : '';
  return (
    <Callout
      tone="warn"
      what={
        hasGivenUp
          ? `The batches did not end within the give-up time${after}, so nobody looks any more`
          : 'Watching is off: nobody looks for answers just now'
      }
      meaning="Nothing is lost. The batches go on at the provider and what it answers is paid for; providers delete answers after about four weeks."
      todo="“Check now” looks once and collects what has ended; “Watch again” looks until all of it has."
    />
  );
}

/** "Next check in 04:09." */
function NextCheck({ at }: { at: number | null }) {
  const now = useNow(1000);
  if (at === null) return null;
  return <>{at <= now ? 'Checking now.' : `Next check in ${countdown(at - now)}.`}</>;
}
