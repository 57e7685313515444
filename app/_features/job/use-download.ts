'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Trouble } from '#lib/core/job';
import type { ExportProgress } from '#lib/workers/export.api';
import { exportWorker } from '#lib/workers/export.client';
import { proxy } from '#lib/workers/bridge';
import { saveBlob } from './save-blob.ts';

export type DownloadKind = 'csv-guarded' | 'csv-exact' | 'jsonl' | 'bundle';

export interface Download {
  kind: DownloadKind;
  progress: ExportProgress | null;
  /** Name and size once it is written. */
  saved: { name: string; bytes: number } | null;
  trouble: Trouble | null;
}

const ENDINGS: Record<DownloadKind, string> = {
  'csv-guarded': '-results.csv',
  'csv-exact': '-results-exact.csv',
  jsonl: '-results.jsonl',
  bundle: '.zip',
};

function writeFile(jobId: string, kind: DownloadKind, onProgress: (progress: ExportProgress) => void, signal: AbortSignal): Promise<Blob> {
  const told = proxy(onProgress);
  return exportWorker.run((remote) => {
    if (kind === 'bundle') return remote.bundle(jobId, told);
    if (kind === 'jsonl') return remote.resultsJsonl(jobId, told);
    return remote.resultsCsv(jobId, { formulaGuard: kind === 'csv-guarded' }, told);
  }, signal);
}

const failed = (error: unknown): Trouble => ({
  what: 'The file could not be written.',
  meaning: 'Nothing of the job was changed or lost.',
  todo: 'Check that the disk has room left, then try again.',
  details: String(error),
});

/** One download at a time; a second one takes the first one's place. */
export function useDownload(jobId: string) {
  const [download, setDownload] = useState<Download | null>(null);
  const running = useRef<AbortController | null>(null);

  const stop = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setDownload(null);
  }, []);

  const start = useCallback(
    async (kind: DownloadKind) => {
      running.current?.abort();
      const control = new AbortController();
      running.current = control;
      const tell = (change: Partial<Download>) => {
        if (!control.signal.aborted) setDownload({ kind, progress: null, saved: null, trouble: null, ...change });
      };
      tell({});
      try {
        const blob = await writeFile(jobId, kind, (progress) => tell({ progress }), control.signal);
        const name = `${jobId}${ENDINGS[kind]}`;
        saveBlob(blob, name);
        tell({ saved: { name, bytes: blob.size } });
      } catch (error) {
        tell({ trouble: failed(error) });
      }
      if (running.current === control) running.current = null;
    },
    [jobId],
  );

  useEffect(() => () => running.current?.abort(), []);
  return { download, start, stop };
}
