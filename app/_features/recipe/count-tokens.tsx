'use client';
import { figure } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import type { DraftProps } from './draft-props.ts';
import type { NewJob } from './use-new-job.ts';

/** Anthropic counts a request's tokens for nothing; since it gets the texts for that, it is asked only when a person wants it. */
export function CountTokens({ draft, job }: Pick<DraftProps, 'draft'> & { job: NewJob }) {
  const { endpoint, check, told } = job;
  const request = check.result?.firstRequest;
  const { model } = draft.recipe.question;
  if (endpoint?.protocol !== 'anthropic' || endpoint.kind !== 'live' || !request || model === '') return null;
  const { count } = told;
  if (count.phase === 'told' && told.isOfNow(count)) {
    return (
      <p className="text-sm text-muted">
        {endpoint.label} counted {figure(count.value.inputTokens)} tokens for the first request; the estimate is scaled by that.
      </p>
    );
  }
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="sm" busy={count.phase === 'busy'} onClick={() => check.isCurrent && told.countFirst(endpoint, draft.recipe, request)}>
          Let {endpoint.label} count
        </Button>
        <span className="text-sm text-muted">
          Sends the first request to {endpoint.host} to have its tokens counted: free of charge, and not answered.
        </span>
      </div>
      {count.phase === 'failed' && <Callout tone="error" {...count.trouble} />}
    </div>
  );
}
