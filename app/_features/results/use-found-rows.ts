'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { proxy } from '#lib/workers/bridge';
import { searchWorker } from '#lib/workers/results.client';
import type { RowView } from '#lib/workers/results.api';
import { RowFinder, type Finding, type FindRows, type FoundRows } from './row-finder.ts';

const findIn =
  (jobId: string): FindRows =>
  (view, onProgress, signal) =>
    searchWorker.run((remote) => remote.filter(jobId, view, proxy(onProgress)), signal);

/** The finder of a job's rows, and what it shows just now. `version` changes with the results. */
export function useFoundRows(jobId: string, view: RowView, version: string): { finder: RowFinder; found: FoundRows } {
  const finder = useMemo(() => new RowFinder(findIn(jobId), () => searchWorker.warmUp()), [jobId]);
  const found = useSyncExternalStore(
    finder.subscribe,
    () => finder.found,
    () => finder.found,
  );
  useEffect(() => finder.want(view, version), [finder, view, version]);
  useEffect(() => () => finder.close(), [finder]);
  return { finder, found };
}

/** How far the next view is; a part of the screen of its own, so that the table is not rendered at every step. */
export function useFinding(finder: RowFinder): Finding | null {
  return useSyncExternalStore(
    finder.subscribe,
    () => finder.finding,
    () => null,
  );
}
