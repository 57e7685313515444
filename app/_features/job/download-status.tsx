import { bytesWords } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { StopIcon } from '../../_ui/icons.ts';
import { ProgressBar } from '../../_ui/progress-bar.tsx';
import type { Download } from './use-download.ts';

/** A download under way, or what became of it. */
export function DownloadStatus({ download, onStop }: { download: Download; onStop: () => void }) {
  const { label, progress, saved, trouble } = download;
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
  return (
    <div className="flex items-end gap-4 rounded-lg border bg-surface px-4 py-3">
      <ProgressBar className="flex-1" label={label} value={progress?.share ?? null} detail={progress?.words ?? 'beginning'} />
      <Button size="sm" icon={StopIcon} onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}
