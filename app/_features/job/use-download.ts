'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Trouble } from '#lib/core/job';
import type { DownloadProgress, DownloadTask } from './download-tasks.ts';
import { saveBlob } from './save-blob.ts';

export interface Download {
  label: string;
  progress: DownloadProgress | null;
  /** Name and size once it is written. */
  saved: { name: string; bytes: number } | null;
  trouble: Trouble | null;
}

const failed = (error: unknown): Trouble => ({
  what: 'The file could not be written.',
  meaning: 'Nothing that is kept here was changed or lost.',
  todo: 'Check that the disk has room left, then try again.',
  details: String(error),
});

/** One download at a time; a second one takes the first one's place. */
export function useDownload() {
  const [download, setDownload] = useState<Download | null>(null);
  const running = useRef<AbortController | null>(null);

  const stop = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setDownload(null);
  }, []);

  const start = useCallback(async ({ label, fileName, write }: DownloadTask) => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    const tell = (change: Partial<Download>) => {
      if (!control.signal.aborted) setDownload({ label, progress: null, saved: null, trouble: null, ...change });
    };
    tell({});
    try {
      const blob = await write((progress) => tell({ progress }), control.signal);
      saveBlob(blob, fileName);
      tell({ saved: { name: fileName, bytes: blob.size } });
    } catch (error) {
      tell({ trouble: failed(error) });
    }
    if (running.current === control) running.current = null;
  }, []);

  useEffect(() => () => running.current?.abort(), []);
  return { download, start, stop };
}
