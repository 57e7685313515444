import { useLiveQuery } from 'dexie-react-hooks';
import { getJob } from '#lib/storage/jobs';

/** The name of a job in this browser; null where it is not there, undefined until read. */
export function useJobName(jobId: string | null): string | null | undefined {
  const found = useLiveQuery(async () => ({ jobId, name: jobId === null ? null : ((await getJob(jobId))?.name ?? null) }), [jobId]);
  return found?.jobId === jobId ? found.name : undefined;
}
