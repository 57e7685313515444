import { useCallback, useEffect, useRef, useState } from 'react';
import type { Dataset } from '#lib/core/dataset';
import type { FormatChoice, ImportProgress } from '#lib/core/import-outcome';
import type { Trouble } from '#lib/core/job';
import { datasetFile, removeDataset } from '#lib/storage/datasets';
import { proxy } from '#lib/workers/bridge';
import { tableWorker } from '#lib/workers/table.client';

export type ImportState =
  | { phase: 'idle' }
  | { phase: 'running'; name: string; progress: ImportProgress; startedAt: number; now: number }
  | { phase: 'failed'; name: string; trouble: Trouble };

export interface Importer {
  state: ImportState;
  read(file: File): void;
  /** Reads the file of a table kept here again, another way. */
  readAgain(dataset: Dataset, choice: FormatChoice): void;
  stop(): void;
}

const GONE: Trouble = {
  what: 'The file of this table is no longer in this browser.',
  meaning: 'It cannot be read another way. Nothing was sent.',
  todo: 'Choose the table file again.',
  details: null,
};

const broken = (error: unknown): Trouble => ({
  what: 'The table could not be read.',
  meaning: 'Nothing was kept and nothing was sent.',
  todo: 'Try again; if the browser is short of space, remove tables or jobs you no longer need first.',
  details: error instanceof Error ? error.message : String(error),
});

/** Reads table files in a worker, one at a time. A reading that a further one of the same file replaces is removed again. */
export function useImport(onRead: (dataset: Dataset, file: File) => void): Importer {
  const [state, setState] = useState<ImportState>({ phase: 'idle' });
  const running = useRef<AbortController | null>(null);
  const madeHere = useRef(new Set<string>());
  const told = useRef(onRead);
  useEffect(() => {
    told.current = onRead;
  }, [onRead]);
  useEffect(() => () => running.current?.abort(), []);

  const read = useCallback(async (file: File, choice: FormatChoice, replaces: Dataset | null) => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    const startedAt = performance.now();
    const show = (progress: ImportProgress) => {
      if (!control.signal.aborted) setState({ phase: 'running', name: file.name, progress, startedAt, now: performance.now() });
    };
    show({ bytesDone: 0, bytesTotal: file.size, rows: 0 });
    try {
      const outcome = await tableWorker.run((remote) => remote.importFile(file, choice, proxy(show)), control.signal);
      if (control.signal.aborted) return;
      if (!outcome.ok) return setState({ phase: 'failed', name: file.name, trouble: outcome.trouble });
      setState({ phase: 'idle' });
      if (!outcome.known) madeHere.current.add(outcome.dataset.id);
      told.current(outcome.dataset, file);
      if (replaces && replaces.id !== outcome.dataset.id && madeHere.current.has(replaces.id)) await removeDataset(replaces.id);
    } catch (error) {
      if (!control.signal.aborted) setState({ phase: 'failed', name: file.name, trouble: broken(error) });
    }
  }, []);

  return {
    state,
    read: (file) => void read(file, {}, null),
    readAgain: (dataset, choice) => {
      void datasetFile(dataset).then((blob) => {
        if (blob) return read(new File([blob], dataset.name), choice, dataset);
        setState({ phase: 'failed', name: dataset.name, trouble: GONE });
      });
    },
    stop: () => {
      running.current?.abort();
      setState({ phase: 'idle' });
    },
  };
}
