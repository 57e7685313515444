import { useLiveQuery } from 'dexie-react-hooks';
import { listDamagedJobs } from '#lib/storage/jobs';

const NONE: string[] = [];

/** Ids of jobs whose records cannot be used. */
export function useDamagedJobs(): string[] {
  return useLiveQuery(listDamagedJobs) ?? NONE;
}
