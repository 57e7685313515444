'use client';
import type { EndpointInfo } from '#lib/core/endpoint';
import { plural } from '#lib/core/measures';
import type { BatchesHere } from '#lib/jobs/remote-here';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { CheckNowIcon } from '../../_ui/icons.ts';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { useNow } from '../job/use-now.ts';
import { RemoteJobBox } from './remote-job.tsx';
import { lookTodo } from './remote-words.ts';
import { useRemoteList } from './use-remote-list.ts';

/** Jobs in this browser whose batches lie under a key this server does not hold. */
function OtherKeys({ here, endpoints }: { here: BatchesHere | undefined; endpoints: EndpointInfo[] }) {
  const known = new Set(endpoints.map(({ identity }) => identity));
  const others = [...(here?.byIdentity ?? [])].filter(([identity]) => !known.has(identity));
  if (others.length === 0) return null;
  return (
    <div className="mt-6 space-y-2">
      {others.map(([identity, jobs]) => (
        <Callout
          key={identity}
          tone="warn"
          what={`${plural(jobs.length, 'job')} in this browser belong${jobs.length === 1 ? 's' : ''} to another key`}
          meaning={
            <>
              {jobs[0]!.label}
              {jobs[0]!.fingerprint !== null && `, key fingerprint ${jobs[0]!.fingerprint}`}:{' '}
              {jobs.map(({ name }) => `“${name}”`).join(', ')}. Their batches are not in this list.
            </>
          }
          todo="Give the server that key (see Connections) to see them."
        />
      ))}
    </div>
  );
}

/** One provider's list, grouped into jobs. */
export function RemoteJobs({ endpoint, endpoints }: { endpoint: EndpointInfo; endpoints: EndpointInfo[] }) {
  const list = useRemoteList(endpoint);
  const now = useNow(15_000);
  const { jobs, trouble, next, isReading } = list;
  const again = (
    <Button size="sm" icon={CheckNowIcon} busy={isReading} onClick={list.again}>
      Look again
    </Button>
  );
  return (
    <>
      {trouble && <Callout tone="error" className="mb-4" {...trouble} todo={lookTodo(trouble.todo)} actions={again} />}
      {!jobs && !trouble && <Skeleton lines={8} label="Reading the list" />}
      {jobs?.length === 0 && (
        <EmptyState title={`No batches at ${endpoint.label}`} actions={again}>
          Once a job is submitted there, with this key, its batches are listed here.
        </EmptyState>
      )}
      {jobs && jobs.length > 0 && (
        <>
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <output className="text-sm text-muted">
              {plural(jobs.length, 'job')}, newest first{next === null ? '' : '; there are older ones'}
            </output>
            {!trouble && again}
          </div>
          <ul className="space-y-3" aria-label="Jobs at the provider">
            {jobs.map((job) => (
              <RemoteJobBox key={job.key} job={job} endpoint={endpoint} now={now} here={list.here} onChanged={list.again} />
            ))}
          </ul>
          {next != null && (
            <div className="mt-4 flex justify-center">
              <Button busy={isReading} onClick={list.more}>
                Show more
              </Button>
            </div>
          )}
        </>
      )}
      <OtherKeys here={list.here} endpoints={endpoints} />
    </>
  );
}
