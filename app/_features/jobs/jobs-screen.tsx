'use client';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../_ui/button.tsx';
import { FilePick } from '../../_ui/file-pick.tsx';
import { BundleIcon, PlusIcon } from '../../_ui/icons.ts';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { allJobsDownload } from '../job/download-tasks.ts';
import { DownloadList } from '../job/download-status.tsx';
import { useDownloads } from '../job/use-downloads.ts';
import { useTabTitle } from '../job/use-tab-title.ts';
import { ImportDrop } from '../share/import-drop.tsx';
import { useStorageFault } from '../shell/use-storage-fault.ts';
import { DamagedJobs } from './damaged-jobs.tsx';
import { JobsTable } from './jobs-table.tsx';
import { NoJobs } from './no-jobs.tsx';
import { listTitle } from './notices.ts';
import { StorageLine } from './storage-line.tsx';
import { useJobs } from './use-jobs.ts';
import { useNews } from './use-news.ts';

const ImportDialog = lazy(async () => ({ default: (await import('../share/import-dialog.tsx')).ImportDialog }));

/** What stands until the jobs are read: by the page's own HTML, so that it is there at once, and nothing jumps after. */
function UntilRead() {
  return (
    <>
      <div className="for-newcomers">
        <NoJobs />
      </div>
      <div className="for-returners">
        <Skeleton lines={6} label="Reading the jobs" />
      </div>
    </>
  );
}

/** The list of jobs, or what to do where there is none. */
export function JobsScreen() {
  const jobs = useJobs();
  const isEmpty = jobs?.length === 0;
  useTabTitle(listTitle(useNews(jobs)));
  const downloads = useDownloads();
  const fault = useStorageFault();
  const [zip, setZip] = useState<File | null>(null);
  const ids = jobs?.map(({ job }) => job.id) ?? [];
  return (
    <ImportDrop onFile={setZip}>
      <PageHeader
        title="Jobs"
        actions={
          <>
            {ids.length > 0 && (
              <Button icon={BundleIcon} onClick={() => downloads.start(allJobsDownload(ids, Date.now()))}>
                Download all jobs
              </Button>
            )}
            <FilePick label="Import bundle" size="md" accept=".zip,application/zip" onFile={setZip} />
            <Button href="/new" variant={isEmpty ? 'secondary' : 'primary'} icon={PlusIcon} className="max-sm:order-first">
              New job
            </Button>
          </>
        }
      />
      <div className="mb-4 empty:hidden">
        <DownloadList downloads={downloads} />
      </div>
      <div className="mb-4 empty:hidden">
        <DamagedJobs />
      </div>
      {!jobs && !fault && <UntilRead />}
      {isEmpty && <NoJobs />}
      {jobs && !isEmpty && <JobsTable jobs={jobs} />}
      <div className="mt-6">
        <StorageLine />
      </div>
      {zip && (
        <Suspense>
          <ImportDialog file={zip} onClose={() => setZip(null)} />
        </Suspense>
      )}
    </ImportDrop>
  );
}
