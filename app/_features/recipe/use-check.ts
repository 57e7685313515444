import { useEffect, useState } from 'react';
import type { CheckResult } from '#lib/core/check';
import type { Recipe } from '#lib/core/recipe';
import { proxy } from '#lib/workers/bridge';
import { checkWorker } from '#lib/workers/table.client';

const AFTER_MS = 450;

export interface CheckInput {
  datasetId: string;
  recipe: Recipe;
  lineUrl: string;
  jobId: string;
}

export interface CheckState {
  /** Of the newest check that came to its end for this table; null: none yet. */
  result: CheckResult | null;
  /** Whether `result` is of the recipe as it stands. */
  isCurrent: boolean;
  rowsLookedAt: number;
  /** Why the newest check did not come to its end; null where it did or is under way. */
  failure: string | null;
  /** Looks again at the same recipe. */
  again: () => void;
}

interface Finished {
  key: string;
  datasetId: string;
  result: CheckResult | null;
  failure: string | null;
}

/** What the answer of a check depends on: everything but when to look for results. */
function keyOf({ datasetId, recipe, lineUrl, jobId }: CheckInput): string {
  const { pollSeconds: _, giveUpHours: __, keepDays: ___, ...sending } = recipe.sending;
  return JSON.stringify([datasetId, recipe.question, sending, lineUrl, jobId]);
}

/**
 * Runs the recipe over the whole table in a worker, a moment after it last changed. A change ends the check under way.
 * `input` null: something is missing, nothing is run.
 */
export function useCheck(input: CheckInput | null): CheckState {
  const [finished, setFinished] = useState<Finished | null>(null);
  const [progress, setProgress] = useState({ key: '', rows: 0 });
  const [round, setRound] = useState(0);
  const key = input && `${round}${keyOf(input)}`;

  useEffect(() => {
    if (!input || key === null) return;
    const control = new AbortController();
    const { datasetId, recipe, lineUrl, jobId } = input;
    const show = (rows: number) => !control.signal.aborted && setProgress({ key, rows });
    const settle = (result: CheckResult | null, failure: string | null) => {
      if (!control.signal.aborted) setFinished({ key, datasetId, result, failure });
    };
    const run = () =>
      checkWorker
        .run((remote) => remote.check(datasetId, recipe, lineUrl, jobId, proxy(show)), control.signal)
        .then(
          (result) => settle(result, null),
          (error: unknown) => settle(null, error instanceof Error ? error.message : String(error)),
        );
    const timer = setTimeout(() => void run(), AFTER_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
    // `key` stands for all of `input` that matters.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key]);

  useEffect(() => () => checkWorker.end(), []);

  const isCurrent = finished?.key === key;
  return {
    result: input && finished?.datasetId === input.datasetId ? finished.result : null,
    isCurrent,
    rowsLookedAt: progress.key === key ? progress.rows : 0,
    failure: isCurrent ? (finished?.failure ?? null) : null,
    again: () => setRound((round) => round + 1),
  };
}
