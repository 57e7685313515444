'use client';
import { useEffect, useState } from 'react';
import type { RowDetail } from '#lib/workers/results.api';
import { resultsWorker } from '#lib/workers/results.client';

interface Read {
  key: string;
  detail: RowDetail | null;
  error: string | null;
}

/** Everything of one row. While the next is read the last one stays, so that nothing jumps. */
export function useRowDetail(
  jobId: string,
  row: number,
  besideJobId: string | null,
  version: string,
): { detail: RowDetail | null; error: string | null } {
  const [read, setRead] = useState<Read>({ key: '', detail: null, error: null });
  const key = `${jobId} ${row} ${besideJobId} ${version}`;
  useEffect(() => {
    let isCurrent = true;
    const tell = (detail: RowDetail | null, error: string | null) => {
      if (isCurrent) setRead((now) => ({ key, detail: detail ?? now.detail, error }));
    };
    resultsWorker
      .run((remote) => remote.detail(jobId, row, besideJobId))
      .then(
        (detail) => tell(detail, null),
        (error: unknown) => tell(null, String(error)),
      );
    return () => {
      isCurrent = false;
    };
  }, [jobId, row, besideJobId, key]);
  return { detail: read.detail, error: read.key === key ? read.error : null };
}
