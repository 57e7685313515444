import { useMemo, useState } from 'react';
import { askedText } from '#lib/core/digest';
import type { EndpointInfo } from '#lib/core/endpoint';
import type { Trouble } from '#lib/core/job';
import type { Recipe } from '#lib/core/recipe';
import type { Evidence } from '#lib/jobs/estimate';
import type { Trial } from '#lib/jobs/try-request';
import { engineWorker } from '#lib/workers/engine.client';

/** What a provider said to a question, or why it did not. `asked` names the question and the table. */
export type Told<T> =
  | { phase: 'none' }
  | { phase: 'busy' }
  | { phase: 'failed'; trouble: Trouble }
  | { phase: 'told'; value: T; asked: string; isPractice: boolean };

export interface EvidenceState {
  trial: Told<Trial>;
  count: Told<{ request: string; inputTokens: number }>;
  /** Whether what was told is of the question as it stands. */
  isOfNow: (told: Told<unknown>) => boolean;
  evidence: Evidence;
  sendFirst: (endpoint: EndpointInfo, recipe: Recipe, jobId: string) => void;
  countFirst: (endpoint: EndpointInfo, recipe: Recipe, request: string) => void;
}

const NONE: Told<never> = { phase: 'none' };

const broken = (error: unknown): Trouble => ({
  what: 'The request could not be made here.',
  meaning: 'It cannot be told for certain whether it went out.',
  todo: 'Reload the page, then try again.',
  details: error instanceof Error ? error.message : String(error),
});

const NOT_COUNTED: Trouble = {
  what: 'This provider does not count tokens.',
  meaning: 'The estimate stays as it is.',
  todo: 'Send one request instead: its answer tells.',
  details: null,
};

function evidenceOf(trial: Told<Trial>, count: EvidenceState['count'], isOfNow: EvidenceState['isOfNow']): Evidence {
  const evidence: Evidence = { counted: [], trial: null };
  if (count.phase === 'told' && !count.isPractice && isOfNow(count)) evidence.counted.push(count.value);
  if (trial.phase !== 'told' || trial.isPractice || !isOfNow(trial)) return evidence;
  const { request, usage, rows } = trial.value;
  if (!usage) return evidence;
  const { inputTokens, outputTokens, reasoningTokens } = usage;
  if (inputTokens > 0) evidence.counted.push({ request, inputTokens });
  evidence.trial = { outputTokens, reasoningTokens, rows: rows.filter(({ valueJson }) => valueJson !== '').length };
  return evidence;
}

/** Asks the provider itself, when a person wants it: for one answer, or for a count of tokens. Practice answers are no evidence. */
export function useEvidence(datasetId: string | null, recipe: Recipe): EvidenceState {
  const [trial, setTrial] = useState<Told<Trial>>(NONE);
  const [count, setCount] = useState<EvidenceState['count']>(NONE);
  const asked = useMemo(() => askedOf(datasetId, recipe), [datasetId, recipe]);
  const isOfNow = (told: Told<unknown>) => told.phase === 'told' && told.asked === asked;
  // oxlint-disable-next-line react/exhaustive-deps -- isOfNow changes with `asked` alone.
  const evidence = useMemo(() => evidenceOf(trial, count, isOfNow), [trial, count, asked]);

  const sendFirst: EvidenceState['sendFirst'] = (endpoint, recipe, jobId) => {
    if (datasetId === null) return;
    setTrial({ phase: 'busy' });
    engineWorker
      .run((remote) => remote.tryFirst(endpoint.id, datasetId, recipe, jobId))
      .then(
        (answer) =>
          setTrial(
            answer.ok
              ? { phase: 'told', value: answer.trial, asked: askedOf(datasetId, recipe), isPractice: endpoint.kind === 'sandbox' }
              : { phase: 'failed', trouble: answer.trouble },
          ),
        (error: unknown) => setTrial({ phase: 'failed', trouble: broken(error) }),
      );
  };

  const countFirst: EvidenceState['countFirst'] = (endpoint, recipe, request) => {
    setCount({ phase: 'busy' });
    engineWorker
      .run((remote) => remote.countTokens(endpoint.id, [request]))
      .then(
        (answer) => {
          if (!answer?.ok) return setCount({ phase: 'failed', trouble: answer?.trouble ?? NOT_COUNTED });
          const value = { request, inputTokens: answer.tokens[0] ?? 0 };
          setCount({ phase: 'told', value, asked: askedOf(datasetId, recipe), isPractice: endpoint.kind === 'sandbox' });
        },
        (error: unknown) => setCount({ phase: 'failed', trouble: broken(error) }),
      );
  };

  return { trial, count, isOfNow, evidence, sendFirst, countFirst };
}

const askedOf = (datasetId: string | null, { question }: Recipe) => `${datasetId} ${askedText(question)}`;
