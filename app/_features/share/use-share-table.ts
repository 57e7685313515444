import { useCallback, useState } from 'react';
import type { Dataset } from '#lib/core/dataset';
import type { Trouble } from '#lib/core/job';
import { shareWorker } from '#lib/workers/share.client';
import { useImport, type Importer } from '../import/use-import.ts';

export type AddState = { phase: 'choosing' } | { phase: 'adding'; name: string } | { phase: 'refused'; trouble: Trouble };

const broken = (error: unknown): Trouble => ({
  what: 'The table could not be added.',
  meaning: 'The job is as it was; nothing was sent.',
  todo: 'Try again; if it stays, reload the page.',
  details: error instanceof Error ? error.message : String(error),
});

/** Reads a table, or takes one kept here, and gives it to a job that lacks its own. */
export function useAddTable(jobId: string, onAdded: () => void): { state: AddState; importer: Importer; add: (dataset: Dataset) => void } {
  const [state, setState] = useState<AddState>({ phase: 'choosing' });
  const add = useCallback(
    ({ id, name }: Dataset) => {
      setState({ phase: 'adding', name });
      shareWorker
        .run((remote) => remote.addTable(jobId, id))
        .then(
          (added) => (added.ok ? onAdded() : setState({ phase: 'refused', trouble: added.trouble })),
          (error: unknown) => setState({ phase: 'refused', trouble: broken(error) }),
        );
    },
    [jobId, onAdded],
  );
  return { state, importer: useImport(add), add };
}
