import { useLiveQuery } from 'dexie-react-hooks';
import { useCallback, useEffect, useState } from 'react';
import type { Dataset } from '#lib/core/dataset';
import { listDatasets, removeDataset } from '#lib/storage/datasets';
import { listJobs } from '#lib/storage/jobs';
import { askToPersist, space, type Space } from '#lib/storage/space';

export interface KeptTable {
  dataset: Dataset;
  /** Jobs that need it; it can be removed where there are none. */
  jobs: number;
}

async function keptTables(): Promise<KeptTable[]> {
  const [datasets, jobs] = [await listDatasets(), await listJobs()];
  return datasets
    .map((dataset) => ({ dataset, jobs: jobs.filter((job) => job.datasetId === dataset.id).length }))
    .sort((a, b) => b.dataset.importedAt - a.dataset.importedAt);
}

/** What this browser keeps for us and how much room is left; undefined until read. */
export function useStorage() {
  const tables = useLiveQuery(keptTables);
  const [room, setRoom] = useState<Space | null>(null);
  const measure = useCallback(() => void space().then(setRoom), []);
  useEffect(measure, [measure, tables]);
  return {
    tables,
    room,
    remove: (id: string) => void removeDataset(id).then(measure),
    keep: () => void askToPersist().then(measure),
  };
}
