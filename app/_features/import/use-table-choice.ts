import { useRef, useState } from 'react';
import type { Dataset } from '#lib/core/dataset';
import { chooseDataset, chooseSample, type JobDraft } from '#lib/core/new-job';
import type { Recipe } from '#lib/core/recipe';
import type { Sample } from '#lib/core/samples';
import { sampleFiles } from '#lib/jobs/sample-files';
import { useImport, type Importer } from './use-import.ts';
import { useTable } from './use-tables.ts';

export interface TableChoice {
  /** Undefined until read; null: none chosen. */
  table: Dataset | null | undefined;
  importer: Importer;
  /** Fills the page with a sample: its table and its recipe. */
  fillIn: (sample: Sample) => void;
  /** Why a sample could not be had, in the machine's words; null where it could. */
  sampleProblem: string | null;
}

/** The draft's table, and the ways to another. */
export function useTableChoice(draft: JobDraft, edit: (change: (draft: JobDraft) => JobDraft) => void): TableChoice {
  const table = useTable(draft.datasetId);
  const reading = useRef<{ sample: Sample; file: File; recipe: Recipe } | null>(null);
  const [sampleProblem, setSampleProblem] = useState<string | null>(null);
  const importer = useImport((dataset, file) => {
    const now = reading.current;
    reading.current = null;
    edit((draft) => (now?.file === file ? chooseSample(draft, dataset, now.sample, now.recipe) : chooseDataset(draft, dataset)));
  });
  const fillIn = (sample: Sample) => {
    setSampleProblem(null);
    sampleFiles(sample).then(
      ({ file, recipe }) => {
        reading.current = { sample, file, recipe };
        importer.read(file);
      },
      (error: unknown) => setSampleProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  return { table, importer, fillIn, sampleProblem };
}
