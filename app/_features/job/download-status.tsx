import { bytesWords, figure } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { StopIcon } from '../../_ui/icons.ts';
import { ProgressBar } from '../../_ui/progress-bar.tsx';
import type { Download, DownloadKind } from './use-download.ts';

const LABELS: Record<DownloadKind, string> = {
  'csv-guarded': 'Writing CSV for spreadsheets',
  'csv-exact': 'Writing exact CSV',
  jsonl: 'Writing JSONL',
  bundle: 'Writing the bundle',
};

function progressWords({ kind, progress }: Download): string {
  if (!progress) return 'beginning';
  const rows = kind === 'bundle' ? '' : `${figure(progress.rowsDone)} of ${figure(progress.rowsTotal)} rows · `;
  return `${rows}${bytesWords(progress.bytes)}`;
}

/** A download under way, or what became of it. */
export function DownloadStatus({ download, onStop }: { download: Download; onStop: () => void }) {
  const { kind, progress, saved, trouble } = download;
  const close = (
    <Button size="sm" onClick={onStop}>
      Close
    </Button>
  );
  if (trouble) return <Callout tone="error" {...trouble} actions={close} />;
  if (saved) {
    return (
      <output className="block">
        <Callout
          tone="ok"
          what={`${saved.name} was handed to the browser (${bytesWords(saved.bytes)})`}
          meaning="Look for it among the downloads."
          actions={close}
        />
      </output>
    );
  }
  const share = progress?.rowsTotal ? progress.rowsDone / progress.rowsTotal : null;
  return (
    <div className="flex items-end gap-4 rounded-lg border bg-surface px-4 py-3">
      <ProgressBar className="flex-1" label={LABELS[kind]} value={share} detail={progressWords(download)} />
      <Button size="sm" icon={StopIcon} onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}
