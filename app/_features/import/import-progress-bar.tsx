'use client';
import { Button } from '../../_ui/button.tsx';
import { StopIcon } from '../../_ui/icons.ts';
import { ProgressBar } from '../../_ui/progress-bar.tsx';
import { importWords } from './import-words.ts';
import type { ImportState } from './use-import.ts';

/** How far the reading of a table is, and how to stop it. */
export function ImportProgressBar({ state, onStop }: { state: Extract<ImportState, { phase: 'running' }>; onStop: () => void }) {
  const { progress, name, now, startedAt } = state;
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3 rounded-lg border border-dashed border-strong px-4 py-6">
      <ProgressBar
        label={`Reading ${name}`}
        value={progress.bytesDone}
        max={Math.max(1, progress.bytesTotal)}
        detail={importWords(progress, now - startedAt)}
        className="min-w-64 flex-1"
      />
      <Button icon={StopIcon} onClick={onStop}>
        Stop reading
      </Button>
    </div>
  );
}
