import type { Dataset } from '#lib/core/dataset';
import { chooseDataset, type JobDraft } from '#lib/core/new-job';
import { useImport, type Importer } from './use-import.ts';
import { useTable } from './use-tables.ts';

/** The draft's table and the reader that brings another. */
export function useTableChoice(
  draft: JobDraft,
  edit: (change: (draft: JobDraft) => JobDraft) => void,
): { table: Dataset | null | undefined; importer: Importer } {
  const table = useTable(draft.datasetId);
  const importer = useImport((dataset) => edit((draft) => chooseDataset(draft, dataset)));
  return { table, importer };
}
