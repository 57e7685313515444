import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import type { Dataset } from '#lib/core/dataset';
import { getDataset, listDatasets, pageOf } from '#lib/storage/datasets';

/** Tables kept in this browser, newest first; undefined until read. */
export function useTables(): Dataset[] | undefined {
  return useLiveQuery(async () => (await listDatasets()).sort((a, b) => b.importedAt - a.importedAt));
}

/** The table; undefined until read, null where there is none. */
export function useTable(id: string | null): Dataset | null | undefined {
  const found = useLiveQuery(async () => ({ id, table: id === null ? null : ((await getDataset(id)) ?? null) }), [id]);
  return found?.id === id ? found.table : undefined;
}

/** The first rows of a table, as rows; null until read. */
export function usePreview(datasetId: string, rows: number): string[][] | null {
  const [preview, setPreview] = useState<{ id: string; rows: string[][] } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void pageOf(datasetId, 0).then((page) => {
      const count = Math.min(rows, page?.rowCount ?? 0);
      const first = Array.from({ length: count }, (_, row) => page!.columns.map((column) => column[row] ?? ''));
      if (isCurrent) setPreview({ id: datasetId, rows: first });
    });
    return () => {
      isCurrent = false;
    };
  }, [datasetId, rows]);
  return preview?.id === datasetId ? preview.rows : null;
}
