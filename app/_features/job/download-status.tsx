import { bytesWords } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { StopIcon } from '../../_ui/icons.ts';
import { ProgressBar } from '../../_ui/progress-bar.tsx';
import type { Download, Downloads } from './use-downloads.ts';

/** Downloads under way and what became of them; nothing where there are none. */
export function DownloadList({ downloads }: { downloads: Downloads }) {
  if (downloads.list.length === 0) return null;
  return (
    <section aria-label="Downloads" className="space-y-2">
      {downloads.list.map((download) => (
        <DownloadStatus key={download.id} download={download} onClose={() => downloads.close(download.id)} />
      ))}
    </section>
  );
}

function DownloadStatus({ download, onClose }: { download: Download; onClose: () => void }) {
  const { label, name, share, words, ended } = download;
  const close = (
    <Button size="sm" onClick={onClose}>
      Close
    </Button>
  );
  if (ended?.kind === 'failed') return <Callout tone="error" {...ended.trouble} actions={close} />;
  if (ended) {
    const size = bytesWords(ended.bytes);
    return (
      <output className="block">
        <Callout
          tone="ok"
          what={ended.isChosenFile ? `${name} was saved (${size})` : `${name} was handed to the browser (${size})`}
          meaning={ended.isChosenFile ? 'It is in the folder you chose.' : 'Look for it among the downloads.'}
          actions={close}
        />
      </output>
    );
  }
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2 rounded-lg border bg-surface px-4 py-3">
      <ProgressBar className="min-w-60 flex-1" label={`${label}: ${name}`} value={share} detail={words} />
      <Button size="sm" icon={StopIcon} onClick={onClose} aria-label={`Stop writing ${name}`}>
        Stop
      </Button>
    </div>
  );
}
