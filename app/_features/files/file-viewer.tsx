'use client';
import { useState } from 'react';
import { bytesWords, percent } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { classes } from '../../_ui/classes.ts';
import { CopyButton } from '../../_ui/copy-button.tsx';
import { DownloadIcon, ForwardIcon, PreviousIcon } from '../../_ui/icons.ts';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { useFilePage, type FilePage } from './use-file-page.ts';

/** Characters of a line the reading side passes on. */
const LINE_CUT = 20_000;

interface FileViewerProps {
  jobId: string;
  path: string;
  onDownload: (path: string) => void;
}

/** Pages through a file by lines, however large it is: only what shows is read. */
export function FileViewer({ jobId, path, onDownload }: FileViewerProps) {
  const view = useFilePage(jobId, path);
  const [wraps, setWraps] = useState(true);
  const { page } = view;
  return (
    <section aria-label={path} className="min-w-0 rounded-lg border bg-surface">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-3 py-2">
        <div className="flex min-w-0 flex-1 basis-48 items-center">
          <h2 className="truncate font-mono text-sm font-medium">{path}</h2>
          <CopyButton text={`${jobId}/${path}`} label="Copy path" />
        </div>
        <Checkbox label="Wrap long lines" checked={wraps} onChange={setWraps} />
        <Button size="sm" icon={DownloadIcon} onClick={() => onDownload(path)}>
          Download
        </Button>
      </header>
      {view.error && (
        <Callout
          tone="error"
          className="m-3"
          what="The file could not be read."
          meaning="The job is not affected."
          todo="Reload the page and try again."
          details={view.error}
        />
      )}
      {page ? <Lines page={page} wraps={wraps} /> : !view.error && <Loading />}
      {page && page.bytes > 0 && !(page.offset === 0 && !view.hasNext) && (
        <footer className="flex flex-wrap items-center gap-2 border-t px-3 py-2">
          <Button size="sm" disabled={!view.hasPrevious} onClick={view.first}>
            Beginning
          </Button>
          <Button size="sm" icon={PreviousIcon} disabled={!view.hasPrevious} onClick={view.previous}>
            Previous
          </Button>
          <Button size="sm" iconAfter={ForwardIcon} disabled={!view.hasNext} onClick={view.next}>
            Next
          </Button>
          <Jump page={page} onJump={(share) => void view.jump(share, page.bytes)} />
        </footer>
      )}
    </section>
  );
}

function Loading() {
  return (
    <div className="p-3">
      <Skeleton lines={6} label="Reading the file" />
    </div>
  );
}

function Lines({ page, wraps }: { page: FilePage; wraps: boolean }) {
  if (page.bytes === 0) return <p className="p-3 text-muted">The file is empty.</p>;
  const hasCut = page.lines.some((line) => line.length >= LINE_CUT);
  return (
    <>
      <section
        // A box that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Text of the file"
        className="max-h-[36rem] overflow-auto -outline-offset-2"
      >
        <ol className={classes('divide-y font-mono text-xs', !wraps && 'min-w-max')}>
          {page.lines.map((line, at) => (
            <li key={at} dir="auto" className={classes('px-3 py-1', wraps ? 'break-words whitespace-pre-wrap' : 'whitespace-pre')}>
              {line || '\u00a0'}
            </li>
          ))}
        </ol>
      </section>
      {hasCut && <p className="border-t px-3 py-1.5 text-sm text-muted">Very long lines are cut here; “Download” gives them whole.</p>}
    </>
  );
}

/** Where in the file this is, and a way to anywhere else. */
function Jump({ page, onJump }: { page: FilePage; onJump: (share: number) => void }) {
  const at = percent(page.offset, page.bytes);
  const [dragged, setDragged] = useState<number | null>(null);
  const go = () => {
    if (dragged !== null && dragged !== at) onJump(dragged / 100);
    setDragged(null);
  };
  return (
    <label className="ml-auto flex min-w-0 items-center gap-2 text-sm text-muted">
      <span>
        {bytesWords(page.offset)} to {bytesWords(page.nextOffset)} of {bytesWords(page.bytes)}
      </span>
      <input
        type="range"
        aria-label="Place in the file, in percent"
        min={0}
        max={100}
        value={dragged ?? at}
        onChange={(event) => setDragged(Number(event.target.value))}
        onPointerUp={go}
        onKeyUp={go}
        onBlur={go}
        className="w-28 accent-accent"
      />
    </label>
  );
}
