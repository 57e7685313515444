import { useMemo, useState } from 'react';
import type { Dataset } from '#lib/core/dataset';
import type { EndpointInfo } from '#lib/core/endpoint';
import { wantedJobId, type JobDraft } from '#lib/core/new-job';
import { missingForCheck, missingForTrial, whatIsMissing, type JobField, type Missing } from '#lib/core/new-job-missing';
import { useCheck, type CheckState } from './use-check.ts';
import type { EndpointsState } from './use-endpoints.ts';
import { useEstimate, type EstimateState } from './use-estimate.ts';
import { useEvidence, type EvidenceState } from './use-evidence.ts';
import { usePrepare, type Prepare } from './use-prepare.ts';
import { useRoom, type Room } from './use-room.ts';

export interface NewJob {
  endpoint: EndpointInfo | null;
  /** The id the job will have, and that stands in the request shown. */
  jobId: string;
  check: CheckState;
  estimate: EstimateState;
  /** Room it needs and room there is; null until the check has told. */
  room: Room | null;
  /** What the provider itself said to this question, where it was asked. */
  told: EvidenceState;
  /** What the check waits for; empty where it runs. */
  missingForCheck: Missing[];
  /** What keeps the job from being made; null until it was asked for. */
  missing: Missing[] | null;
  /** What one request still needs to be sent; says so at the fields from then on. */
  missingForTrial: () => Missing[];
  errorOf: (field: JobField) => string | null;
  prepare: Omit<Prepare, 'prepare'> & { start: () => Missing[] };
}

const randomTail = () => Array.from({ length: 4 }, () => Math.random());

/** Everything that follows from the draft and what is around it: the check, what is missing, and making the job. */
export function useNewJob(
  draft: JobDraft,
  table: Dataset | null | undefined,
  endpoints: EndpointsState,
  onMade: (jobId: string) => Promise<void>,
): NewJob {
  const [tail] = useState(randomTail);
  const [wasAsked, setWasAsked] = useState(false);
  const { isBusy, trouble, prepare } = usePrepare(onMade);
  const known = endpoints.phase === 'ready' ? endpoints.endpoints : [];
  const endpoint = known.find(({ id }) => id === draft.endpointId) ?? null;
  const dataset = table ?? null;
  const missing = useMemo(() => whatIsMissing(draft, { dataset, endpoint }), [draft, dataset, endpoint]);
  const waitsFor = useMemo(() => missingForCheck(draft, { dataset, endpoint }), [draft, dataset, endpoint]);
  const jobId = wantedJobId(draft, tail);
  const canCheck = waitsFor.length === 0 && dataset !== null && endpoint !== null;
  const check = useCheck(canCheck ? { datasetId: dataset.id, recipe: draft.recipe, lineUrl: endpoint.lineUrl, jobId } : null);
  const told = useEvidence(draft.datasetId, draft.recipe);
  const { evidence } = told;
  const { result, isCurrent } = check;
  const { datasetId, recipe } = draft;
  const estimateInput = useMemo(
    () => (result && isCurrent && datasetId !== null ? { datasetId, recipe, measure: result.measure, evidence } : null),
    [result, isCurrent, datasetId, recipe, evidence],
  );
  const estimate = useEstimate(datasetId, estimateInput);
  const room = useRoom(result, estimate.result);
  const start = () => {
    setWasAsked(true);
    if (missing.length === 0 && endpoint) void prepare(draft, endpoint, jobId);
    return missing;
  };
  return {
    endpoint,
    jobId,
    check,
    estimate,
    room,
    told,
    missingForTrial: () => {
      const found = missingForTrial(draft, { dataset, endpoint });
      if (found.length > 0) setWasAsked(true);
      return found;
    },
    missingForCheck: waitsFor,
    missing: wasAsked ? missing : null,
    errorOf: (field) => (wasAsked ? (missing.find((one) => one.field === field)?.message ?? null) : null),
    prepare: { isBusy, trouble, start },
  };
}
