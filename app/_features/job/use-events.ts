'use client';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import type { JobEvent } from '#lib/core/job';
import { listEvents } from '#lib/storage/jobs';

const PAGE = 50;

/** Newest first, a page at a time. */
export function useEvents(jobId: string): { events: JobEvent[] | undefined; hasMore: boolean; more: () => void } {
  const [most, setMost] = useState(PAGE);
  // A list kept while the longer one is read, so that nothing jumps.
  const [kept, setKept] = useState<JobEvent[]>();
  const read = useLiveQuery(() => listEvents(jobId, most + 1), [jobId, most]);
  if (read && read !== kept) setKept(read);
  const list = read ?? kept;
  return { events: list?.slice(0, most), hasMore: (list?.length ?? 0) > most, more: () => setMost(most + PAGE) };
}
