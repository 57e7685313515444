'use client';
import { useCallback, useEffect, useState } from 'react';
import type { ResultsApi } from '#lib/workers/results.api';
import { resultsWorker } from '#lib/workers/results.client';

const LINES = 50;
export type FilePage = Awaited<ReturnType<ResultsApi['artifactPage']>> & { offset: number };

/** The start of the first whole line at or after a byte; the start of the file where there is none. */
async function lineStart(jobId: string, path: string, offset: number): Promise<number> {
  if (offset <= 0) return 0;
  // One line from the byte before: where it ends, the next begins.
  const { nextOffset, bytes } = await resultsWorker.run((remote) => remote.artifactPage(jobId, path, offset - 1, 1));
  return nextOffset < bytes ? nextOffset : Math.max(0, offset - 1);
}

/** A window of a file's lines; earlier windows are remembered, so that going back is exact. */
export function useFilePage(jobId: string, path: string) {
  const [trail, setTrail] = useState<number[]>([0]);
  const [read, setRead] = useState<{ page: FilePage | null; error: string | null }>({ page: null, error: null });
  const offset = trail.at(-1) ?? 0;
  const { page } = read;
  const fail = useCallback((reason: unknown) => setRead((now) => ({ ...now, error: String(reason) })), []);

  useEffect(() => {
    let isCurrent = true;
    resultsWorker
      .run((remote) => remote.artifactPage(jobId, path, offset, LINES))
      .then(
        (page) => isCurrent && setRead({ page: { ...page, offset }, error: null }),
        (reason: unknown) => isCurrent && fail(reason),
      );
    return () => {
      isCurrent = false;
    };
  }, [jobId, path, offset, fail]);

  const jump = useCallback(
    async (share: number, bytes: number) => {
      try {
        const start = await lineStart(jobId, path, Math.floor(bytes * share));
        setTrail((trail) => [...trail, start]);
      } catch (reason) {
        fail(reason);
      }
    },
    [jobId, path, fail],
  );

  return {
    page,
    error: read.error,
    hasPrevious: trail.length > 1,
    hasNext: page !== null && page.nextOffset < page.bytes,
    first: () => setTrail([0]),
    previous: () => setTrail((trail) => (trail.length > 1 ? trail.slice(0, -1) : trail)),
    next: () => page && page.offset === offset && setTrail([...trail, page.nextOffset]),
    jump,
  };
}
