'use client';
import { useFramesPassed } from '../../_ui/use-frames-passed.ts';
import { KeepNote } from '../jobs/keep-note.tsx';
import { SampleNextStep } from '../jobs/sample-next-step.tsx';
import { ShareStanding } from '../share/share-standing.tsx';
import { BatchList } from './batch-list.tsx';
import { DownloadList } from './download-status.tsx';
import { JobHeader } from './job-header.tsx';
import { JobTabs } from './job-tabs.tsx';
import { JobTrouble } from './job-trouble.tsx';
import { JobTotals } from './job-totals.tsx';
import { tabTitle } from './job-words.ts';
import { StageProgress } from './stage-progress.tsx';
import { jobDownload } from './download-tasks.ts';
import { useDownloads } from './use-downloads.ts';
import type { JobView } from './use-job.ts';
import { useTabTitle } from './use-tab-title.ts';

/** First who it is and where it stands, in the frame after it the rows and batches, then the tab. */
const ROWS_FRAME = 1;
const TABS_FRAME = 2;

/** Header, where it stands, what became of the rows, the batches, and the tabs. */
export function JobScreen({ view }: { view: JobView }) {
  const { job, status, share } = view;
  const downloads = useDownloads();
  const frames = useFramesPassed(TABS_FRAME);
  useTabTitle(tabTitle(job, status, share));
  // One thing at a time: what can wait is said once the job goes on.
  const needsPerson = status.stage === 'unsure' || status.stage === 'trouble';
  return (
    <div className="space-y-5">
      <JobHeader view={view} onDownload={(kind) => downloads.start(jobDownload(job.id, kind))} />
      <DownloadList downloads={downloads} />
      <ShareStanding job={job} />
      <JobTrouble job={job} />
      {job.sample && status.stage === 'finished' && <SampleNextStep />}
      <StageProgress view={view} />
      {job.bundledAt === null && !needsPerson && <KeepNote />}
      {frames >= ROWS_FRAME && (
        <>
          <JobTotals view={view} />
          <BatchList view={view} />
        </>
      )}
      {frames >= TABS_FRAME && <JobTabs view={view} />}
    </div>
  );
}
