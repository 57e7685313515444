import { Button } from '../../_ui/button.tsx';
import { DownloadIcon } from '../../_ui/icons.ts';
import { rescueDownload } from '../job/download-tasks.ts';
import { DownloadList } from '../job/download-status.tsx';
import { useDownloads } from '../job/use-downloads.ts';

/** Saves what can be read of one job, or of all, past the app's own records. */
export function Rescue({ jobId }: { jobId: string | null }) {
  const downloads = useDownloads();
  return (
    <div className="space-y-3">
      <Button icon={DownloadIcon} onClick={() => downloads.start(rescueDownload(jobId, Date.now()))}>
        Save what can be read
      </Button>
      <DownloadList downloads={downloads} />
    </div>
  );
}
