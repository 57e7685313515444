import { useEffect, useState } from 'react';
import type { TableMeasure } from '#lib/core/estimate/table-measure';
import type { Recipe } from '#lib/core/recipe';
import type { Evidence, RecipeEstimate } from '#lib/jobs/estimate';
import { checkWorker } from '#lib/workers/table.client';

export interface EstimateInput {
  datasetId: string;
  recipe: Recipe;
  measure: TableMeasure;
  evidence: Evidence;
}

export interface EstimateState {
  /** The newest for this table; null: none yet. */
  result: RecipeEstimate | null;
  /** Whether `result` is of the recipe as it stands. */
  isCurrent: boolean;
  /** Why there is none, in the machine's words; null where there is or will be one. */
  failure: string | null;
}

interface Finished {
  input: EstimateInput;
  result: RecipeEstimate | null;
  failure: string | null;
}

/** Tokens and price, worked out in the worker that checks, after the check. `input` has to be the same object while nothing changes. */
export function useEstimate(datasetId: string | null, input: EstimateInput | null): EstimateState {
  const [finished, setFinished] = useState<Finished | null>(null);
  useEffect(() => {
    if (!input) return;
    const control = new AbortController();
    const settle = (result: RecipeEstimate | null, failure: string | null) => {
      if (!control.signal.aborted) setFinished({ input, result, failure });
    };
    checkWorker
      .run((remote) => remote.estimate(input.recipe, input.measure, input.evidence), control.signal)
      .then(
        (result) => settle(result, null),
        (error: unknown) => settle(null, error instanceof Error ? error.message : String(error)),
      );
    return () => control.abort();
  }, [input]);
  const isCurrent = input !== null && finished?.input === input;
  return {
    result: finished?.input.datasetId === datasetId ? finished.result : null,
    isCurrent,
    failure: isCurrent ? finished.failure : null,
  };
}
