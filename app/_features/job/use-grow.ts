'use client';
import { useCallback, useState } from 'react';
import type { Dataset } from '#lib/core/dataset';
import type { Trouble } from '#lib/core/job';
import { resultsWorker } from '#lib/workers/results.client';
import { useImport, type Importer } from '../import/use-import.ts';

export type GrowState =
  | { phase: 'choosing' }
  | { phase: 'joining'; name: string }
  | { phase: 'refused'; trouble: Trouble }
  | { phase: 'done'; newRows: number; keptRows: number };

const broken = (error: unknown): Trouble => ({
  what: 'The table could not be taken into the job.',
  meaning: 'The job and its table are as they were; nothing was sent.',
  todo: 'Try again; if it stays, reload the page.',
  details: String(error),
});

/** Reads a table, or takes one kept here, and joins it to the job's rows. */
export function useGrow(jobId: string): { state: GrowState; importer: Importer; take: (dataset: Dataset) => void } {
  const [state, setState] = useState<GrowState>({ phase: 'choosing' });
  const take = useCallback(
    ({ id, name }: Dataset) => {
      setState({ phase: 'joining', name });
      resultsWorker
        .run((remote) => remote.grow(jobId, id))
        .then(
          (grown) =>
            setState(
              grown.ok ? { phase: 'done', newRows: grown.newRows, keptRows: grown.keptRows } : { phase: 'refused', trouble: grown.trouble },
            ),
          (error: unknown) => setState({ phase: 'refused', trouble: broken(error) }),
        );
    },
    [jobId],
  );
  return { state, importer: useImport(take), take };
}
