'use client';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { resultsWorker } from '#lib/workers/results.client';
import type { FoundRows } from './row-finder.ts';
import { RowWindows } from './row-windows.ts';

/** Rows read before a view takes the place of another: more than are in sight. */
const FIRST_ROWS = 64;

export interface WindowsOf {
  jobId: string;
  found: FoundRows;
  rowCount: number;
  /** Another one: what is shown is read again. */
  version: string;
  /** With what that job has for each row; null: without. */
  besideJobId: string | null;
}

/** Reads rows of the view as they come into sight. Another view takes the place of the last once its first rows are there. */
export function useRowWindows({ jobId, found, rowCount, version, besideJobId }: WindowsOf): RowWindows {
  const next = useMemo(
    () =>
      new RowWindows({
        order: { rows: found.rows, rowCount },
        viewKey: found.key,
        load: (numbers) => resultsWorker.run((remote) => remote.window(jobId, numbers, besideJobId)),
      }),
    [jobId, found, rowCount, besideJobId],
  );
  const [shown, show] = useState(next);
  useEffect(() => {
    if (next === shown) return undefined;
    let isWanted = true;
    const replace = async () => {
      const [first, last] = next.viewKey === shown.viewKey ? shown.sight : [0, FIRST_ROWS - 1];
      await next.fill(first, last);
      if (isWanted) show(next);
    };
    void replace();
    return () => {
      isWanted = false;
    };
  }, [next, shown]);
  useEffect(() => shown.asOf(version), [shown, version]);
  useEffect(() => () => shown.close(), [shown]);
  return shown;
}

/** Renders again whenever a window has come in. */
export function useWindowsVersion(windows: RowWindows): number {
  return useSyncExternalStore(
    (listener) => windows.subscribe(listener),
    () => windows.version,
    () => 0,
  );
}

/** Names of the fields of the answers read so far. */
export function useFieldsMet(windows: RowWindows): readonly string[] {
  return useSyncExternalStore(
    (listener) => windows.subscribe(listener),
    () => windows.fields,
    () => windows.fields,
  );
}
