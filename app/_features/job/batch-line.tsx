'use client';
import { memo } from 'react';
import type { Part } from '#lib/core/job';
import { agoWords, bytesWords, countdown, figure, plural } from '#lib/core/measures';
import { formatTime } from '../../_ui/format.ts';
import { Callout } from '../../_ui/callout.tsx';
import { CopyButton } from '../../_ui/copy-button.tsx';
import { partWords } from './job-words.ts';
import { isSending, requestsDoneOf, sentOf } from './progress.ts';
import { troubleTone } from './shared-troubles.ts';
import { UncertainBatch } from './uncertain-batch.tsx';
import { useNow } from './use-now.ts';

interface BatchLineProps {
  part: Part;
  isReleased: boolean;
  /** It is looked at by itself. */
  isWatched: boolean;
  /** The provider tells how many requests are done before a batch ends. */
  hasCounts: boolean;
  /** Rounds of the job; with one only, the round is not named. */
  rounds: number;
  /** The job waits for the person, so nothing is tried by itself. */
  isStopped: boolean;
  /** Its trouble stands above already and is not said again here. */
  isTold: boolean;
}

/** A batch: state in words, the provider's own status and id, how far, how old, when it is looked at next. */
export const BatchLine = memo(function BatchLine({ part, isReleased, isWatched, hasCounts, rounds, isStopped, isTold }: BatchLineProps) {
  return (
    <li className="px-4 py-2.5 sm:px-5">
      <div className="grid items-baseline gap-x-4 gap-y-0.5 md:grid-cols-[16rem_minmax(0,1fr)_auto]">
        <div className="font-medium">
          {partWords(part, isReleased)}
          {rounds > 1 && <span className="ml-2 text-sm font-normal text-muted">round {figure(part.attempt)}</span>}
        </div>
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 text-sm">
          {part.providerStatus && <code className="font-mono text-xs">{part.providerStatus}</code>}
          {part.batchId && (
            <span className="inline-flex min-w-0 items-center">
              <code className="truncate font-mono text-xs text-muted">{part.batchId}</code>
              <CopyButton text={part.batchId} label="Copy batch id" />
            </span>
          )}
          <span>{doneWords(part, hasCounts)}</span>
        </div>
        <div className="text-sm text-muted md:text-right">
          <Ages part={part} isWatched={isWatched} isStopped={isStopped} />
        </div>
      </div>
      {part.state === 'uncertain' ? (
        <UncertainBatch part={part} />
      ) : (
        part.trouble && !isTold && <Callout tone={troubleTone(part)} className="mt-2" {...part.trouble} />
      )}
    </li>
  );
});

function doneWords(part: Part, hasCounts: boolean): string {
  if (isSending(part)) return `${bytesWords(sentOf(part))} of ${bytesWords(part.bytes)}`;
  if (part.state === 'built' || part.state === 'uploaded' || part.state === 'creating') {
    return `${plural(part.requests, 'request')}, ${bytesWords(part.bytes)}`;
  }
  if (!hasCounts && (part.state === 'submitted' || part.state === 'running')) return plural(part.requests, 'request');
  const failed = part.counts?.failed ? `, ${figure(part.counts.failed)} failed` : '';
  return `${figure(requestsDoneOf(part))} of ${plural(part.requests, 'request')}${failed}`;
}

function Ages({ part, isWatched, isStopped }: Pick<BatchLineProps, 'part' | 'isWatched' | 'isStopped'>) {
  const now = useNow(1000);
  const isWaiting = part.state === 'submitted' || part.state === 'running' || part.state === 'uncertain';
  const next = isWaiting && isWatched ? part.nextPollAt : null;
  const isToBeSent = part.state === 'built' || part.state === 'uploaded';
  const nextTry = isToBeSent && part.trouble && !isStopped ? part.nextPollAt : null;
  const words = [
    part.submittedAt && `submitted ${agoWords(part.submittedAt, now)}`,
    next && (next <= now ? 'checking now' : `next check in ${countdown(next - now)}`),
    nextTry && (nextTry <= now ? 'trying again now' : `next try in ${countdown(nextTry - now)}`),
  ];
  return <span title={part.submittedAt ? formatTime(part.submittedAt) : undefined}>{words.filter(Boolean).join(' · ')}</span>;
}
