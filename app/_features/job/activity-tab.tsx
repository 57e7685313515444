'use client';
import type { JobEvent } from '#lib/core/job';
import { plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { formatTime } from '../../_ui/format.ts';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { useEvents } from './use-events.ts';

const KINDS: Record<JobEvent['kind'], string> = {
  prepared: 'Prepared',
  consented: 'Released',
  uploaded: 'Uploaded',
  submitted: 'Submitted',
  polled: 'Checked',
  collected: 'Collected',
  cancelled: 'Cancelled',
  watching: 'Watching',
  held: 'Sending',
  round: 'Round',
  trouble: 'Problem',
  uncertain: 'Not certain',
  exported: 'Saved',
};

/** What happened when, newest first. */
export function ActivityTab({ jobId }: { jobId: string }) {
  const { events, hasMore, more } = useEvents(jobId);
  if (!events) return <Skeleton lines={5} label="Reading what happened" />;
  if (events.length === 0) return <EmptyState title="Nothing has happened yet">What is done with this job is noted here.</EmptyState>;
  return (
    <>
      <ol className="divide-y rounded-lg border bg-surface" aria-label={plural(events.length, 'event')}>
        {events.map((event) => (
          <li key={event.id} className="grid items-baseline gap-x-4 px-4 py-2 sm:grid-cols-[12rem_7rem_minmax(0,1fr)] sm:px-5">
            <time dateTime={new Date(event.at).toISOString()} className="text-sm text-muted">
              {formatTime(event.at)}
            </time>
            <span
              className={event.kind === 'trouble' || event.kind === 'uncertain' ? 'text-sm font-medium text-error' : 'text-sm font-medium'}
            >
              {KINDS[event.kind]}
            </span>
            <div className="min-w-0 break-words">
              {event.message}
              {event.details && (
                <Disclosure summary="Details">
                  <pre dir="auto" className="font-mono text-xs break-words whitespace-pre-wrap">
                    {event.details}
                  </pre>
                </Disclosure>
              )}
            </div>
          </li>
        ))}
      </ol>
      {hasMore && (
        <Button className="mt-3" size="sm" onClick={more}>
          Show older
        </Button>
      )}
    </>
  );
}
