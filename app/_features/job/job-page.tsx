'use client';
import { useDeferredValue, useState } from 'react';
import { Button } from '../../_ui/button.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { DamagedJob } from './damaged-job.tsx';
import { JobScreen } from './job-screen.tsx';
import { useStorageFault } from '../shell/use-storage-fault.ts';
import { News } from '../jobs/news.tsx';
import { useJobId } from './use-address.ts';
import { useJob } from './use-job.ts';
import { useTabTitle } from './use-tab-title.ts';

/** The one page of all jobs: which one is in the address. */
export function JobPage() {
  const id = useJobId();
  if (id === undefined) return <Loading />;
  if (id === null) return <NoJob />;
  return (
    <>
      <News />
      <OneJob key={id} id={id} />
    </>
  );
}

function OneJob({ id }: { id: string }) {
  // The screen is built a little at a time, beside whatever a person does meanwhile.
  const view = useDeferredValue(useJob(id), undefined);
  const [wasHere, setWasHere] = useState(false);
  if (view && !wasHere) setWasHere(true);
  if (view === undefined) return <Loading />;
  if (view === null) return wasHere ? <DeletedJob /> : <UnknownJob id={id} />;
  if ('fault' in view) return <DamagedJob id={id} details={view.fault} />;
  return <JobScreen view={view} />;
}

function Loading() {
  // What the frame says of the storage is all there is to say then.
  if (useStorageFault()) return <h1 className="sr-only">Job</h1>;
  return (
    <div className="max-w-3xl pt-1">
      <Skeleton lines={6} label="Opening the job" />
    </div>
  );
}

const toJobs = (
  <Button variant="primary" href="/">
    To the jobs
  </Button>
);

function NoJob() {
  return (
    <>
      <h1 className="sr-only">Job</h1>
      <EmptyState title="No job is named in this address" actions={toJobs}>
        Choose one from the list of jobs.
      </EmptyState>
    </>
  );
}

function DeletedJob() {
  return (
    <>
      <h1 className="sr-only">Job</h1>
      <EmptyState title="The job was deleted" actions={toJobs} />
    </>
  );
}

function UnknownJob({ id }: { id: string }) {
  useTabTitle('No such job – Rowmill');
  return (
    <>
      <h1 className="sr-only">Job {id}</h1>
      <EmptyState
        title={`There is no job “${id}” in this browser`}
        actions={
          <>
            {toJobs}
            <Button href="/at-provider">Look at the provider</Button>
          </>
        }
      >
        <p>
          Jobs are kept in the browser they were made in: open this address there. A bundle of the job holds its results and every file.
        </p>
        <p className="mt-2">If it was deleted here, it can be taken in again as long as the provider keeps its batches.</p>
      </EmptyState>
    </>
  );
}
