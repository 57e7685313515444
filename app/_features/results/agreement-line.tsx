'use client';
import type { Job } from '#lib/core/job';
import { plural } from '#lib/core/measures';
import { Callout } from '../../_ui/callout.tsx';
import { otherName, sameWords } from './side-by-side.ts';
import { useAgreement } from './use-agreement.ts';

/** How often two jobs give the same value, field by field. */
export function AgreementLine({ job, beside, version }: { job: Job; beside: Job; version: string }) {
  const state = useAgreement(job.id, beside.id, version);
  if (state.phase === 'failed') {
    return (
      <Callout
        tone="error"
        what="The two jobs could not be compared."
        meaning="Both are as they were."
        todo="Reload the page and try again."
        details={state.details}
      />
    );
  }
  if (state.phase === 'working') return <p className="text-sm text-muted">Comparing with {otherName(job, beside)} …</p>;
  const { agreement } = state;
  if (!agreement) return <p className="text-sm text-muted">The table of the other job is no longer in this browser.</p>;
  if (agreement.rows === 0) return <p className="text-sm text-muted">No row is done in both jobs yet.</p>;
  return (
    <section aria-label="Agreement" className="rounded-lg border bg-surface px-4 py-2.5 text-sm">
      <p className="text-muted">
        {plural(agreement.rows, 'row')} done in both, here and by <span dir="auto">{otherName(job, beside)}</span>:
      </p>
      <ul className="flex flex-wrap gap-x-6 gap-y-1 pt-1">
        {agreement.fields.map(({ field, same }) => (
          <li key={field}>
            <span dir="auto" className="font-medium">
              {field}
            </span>
            : {sameWords(same, agreement)}
          </li>
        ))}
      </ul>
      {agreement.fields.length === 0 && <p>The two have no field in common.</p>}
    </section>
  );
}
