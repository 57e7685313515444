'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Trouble } from '#lib/core/job';
import { chooseFile } from './choose-file.ts';
import type { DownloadTask } from './download-tasks.ts';
import { downloadWords } from './download-words.ts';
import { runDownload } from './run-download.ts';

/** A download under way, or what became of it. */
export interface Download {
  id: number;
  label: string;
  /** As chosen by the person, or as handed to the browser. */
  name: string;
  share: number | null;
  words: string;
  ended: { kind: 'saved'; bytes: number; isChosenFile: boolean } | { kind: 'failed'; trouble: Trouble } | null;
}

export interface Downloads {
  list: Download[];
  /** Straight from a click: the browser may ask for a file. */
  start: (task: DownloadTask) => void;
  /** Ends one that is under way, and takes it off the list. */
  close: (id: number) => void;
}

/** Downloads side by side, newest first. They end with the page. */
export function useDownloads(): Downloads {
  const [list, setList] = useState<Download[]>([]);
  const running = useRef(new Map<number, AbortController>());
  const started = useRef(0);

  const start = useCallback(async (task: DownloadTask) => {
    const place = await chooseFile(task.fileName);
    if (place.kind === 'cancelled') return;
    const id = ++started.current;
    const control = new AbortController();
    running.current.set(id, control);
    const file = place.kind === 'file' ? place.file : null;
    const name = file?.name ?? task.fileName;
    setList((others) => [{ id, label: task.label, name, share: null, words: 'beginning', ended: null }, ...others]);
    const change = (to: Partial<Download>) => setList((all) => all.map((one) => (one.id === id ? { ...one, ...to } : one)));
    const startedAt = performance.now();
    const outcome = await runDownload(
      task,
      file,
      (progress) => change({ share: progress.share, words: downloadWords(task.task, progress, performance.now() - startedAt) }),
      control.signal,
    );
    running.current.delete(id);
    if (!outcome) return;
    change({
      ended: outcome.ok
        ? { kind: 'saved', bytes: outcome.bytes, isChosenFile: file !== null }
        : { kind: 'failed', trouble: outcome.trouble },
    });
  }, []);

  const close = useCallback((id: number) => {
    running.current.get(id)?.abort();
    setList((all) => all.filter((one) => one.id !== id));
  }, []);

  useEffect(() => {
    const all = running.current;
    return () => {
      for (const control of all.values()) control.abort();
    };
  }, []);
  return { list, start: (task) => void start(task), close };
}
