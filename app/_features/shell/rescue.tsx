import type { ReactNode } from 'react';
import { Button } from '../../_ui/button.tsx';
import { DownloadIcon } from '../../_ui/icons.ts';
import { rescueDownload } from '../job/download-tasks.ts';
import { DownloadList } from '../job/download-status.tsx';
import { useDownloads } from '../job/use-downloads.ts';

/** Saves what can be read of one job, or of all, past the app's own records. `children`: buttons beside it. */
export function Rescue({ jobId, children }: { jobId: string | null; children?: ReactNode }) {
  const downloads = useDownloads();
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        <Button icon={DownloadIcon} onClick={() => downloads.start(rescueDownload(jobId, Date.now()))}>
          Save what can be read
        </Button>
        {children}
      </div>
      <DownloadList downloads={downloads} />
    </div>
  );
}
