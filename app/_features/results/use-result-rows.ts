'use client';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { RowState } from '#lib/core/row-state';
import { proxy } from '#lib/workers/bridge';
import { resultsWorker, searchWorker } from '#lib/workers/results.client';
import { RowWindows } from './row-windows.ts';

/** How long typing must rest before a search begins. */
const REST_MS = 250;

export interface RowFilter {
  /** None chosen: all states. */
  states: RowState[];
  search: string;
}

export interface FilteredRows {
  /** Dataset rows of the view, in order; null: all. */
  rows: Uint32Array | null;
  isFiltering: boolean;
  error: string | null;
}

interface Found {
  /** What was asked; '' for everything. */
  key: string;
  rows: Uint32Array | null;
  error: string | null;
}

const ALL: Found = { key: '', rows: null, error: null };

/** Rows that match; while a new filter is worked out the rows of the last one stay. `version` changes with the results. */
export function useFilteredRows(jobId: string, { states, search }: RowFilter, version: string): FilteredRows {
  const [found, setFound] = useState(ALL);
  const needle = search.trim();
  const key = states.length === 0 && needle === '' ? '' : JSON.stringify([jobId, states, needle, version]);
  if (key === '' && found.key !== '') setFound(ALL);
  useEffect(() => {
    if (key === '') return;
    const [job, chosen, text] = JSON.parse(key) as [string, RowState[], string];
    const control = new AbortController();
    const view = { states: chosen.length === 0 ? null : chosen, search: text, sort: null };
    const tell = (rows: Uint32Array | null, error: string | null) => {
      if (!control.signal.aborted) setFound((now) => ({ key, rows: error === null ? rows : now.rows, error }));
    };
    const timer = setTimeout(() => {
      searchWorker
        .run(
          (remote) =>
            remote.filter(
              job,
              view,
              proxy(() => {}),
            ),
          control.signal,
        )
        .then(
          (rows) => tell(rows, null),
          (error: unknown) => tell(null, String(error)),
        );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [key]);
  return { rows: found.rows, isFiltering: key !== found.key, error: key === found.key ? found.error : null };
}

/**
 * Reads rows of the view as they come into sight; reads again what is shown when the results change. `besideJobId`: with
 * what that job has for each.
 */
export function useRowWindows(
  jobId: string,
  rows: Uint32Array | null,
  rowCount: number,
  version: string,
  besideJobId: string | null,
): RowWindows {
  const windows = useMemo(
    () =>
      new RowWindows({
        length: rows ? rows.length : rowCount,
        rowAt: (index) => rows?.[index] ?? index,
        load: (numbers) => resultsWorker.run((remote) => remote.window(jobId, numbers, besideJobId)),
      }),
    [jobId, rows, rowCount, besideJobId],
  );
  useEffect(() => windows.asOf(version), [windows, version]);
  useEffect(() => () => windows.close(), [windows]);
  return windows;
}

/** Renders again whenever a window has come in. */
export function useWindowsVersion(windows: RowWindows): number {
  return useSyncExternalStore(
    (listener) => windows.subscribe(listener),
    () => windows.version,
    () => 0,
  );
}
