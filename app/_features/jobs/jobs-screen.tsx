'use client';
import { Button } from '../../_ui/button.tsx';
import { PlusIcon } from '../../_ui/icons.ts';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { JobsTable } from './jobs-table.tsx';
import { NoJobs } from './no-jobs.tsx';
import { StorageLine } from './storage-line.tsx';
import { useJobs } from './use-jobs.ts';

/** The list of jobs, or what to do where there is none. */
export function JobsScreen() {
  const jobs = useJobs();
  const isEmpty = jobs?.length === 0;
  return (
    <>
      <PageHeader
        title="Jobs"
        actions={
          <Button href="/new" variant={isEmpty ? 'secondary' : 'primary'} icon={PlusIcon}>
            New job
          </Button>
        }
      />
      {!jobs && <Skeleton lines={6} label="Reading the jobs" />}
      {isEmpty && <NoJobs />}
      {jobs && !isEmpty && <JobsTable jobs={jobs} />}
      <div className="mt-6">
        <StorageLine />
      </div>
    </>
  );
}
