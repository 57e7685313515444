'use client';
import { money } from '#lib/core/estimate/money';
import { editNumber } from '#lib/core/new-job';
import { Callout } from '../../_ui/callout.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { CountTokens } from './count-tokens.tsx';
import type { DraftProps } from './draft-props.ts';
import { tokenWords } from './estimate-words.ts';
import { PackingTable } from './packing-table.tsx';
import type { NewJob } from './use-new-job.ts';

type EstimateFactsProps = Pick<DraftProps, 'draft' | 'edit'> & { job: NewJob };

function priceNote({ draft, job }: EstimateFactsProps): string {
  if (draft.recipe.question.model === '') return 'Choose a model to see a price.';
  if (job.endpoint?.kind === 'sandbox') return 'On the sandbox nothing is charged; so much it would be at the provider itself.';
  return 'What the provider charges is counted on its own side; this is an estimate.';
}

/** Tokens and price as ranges, at the rows per request chosen and at others beside it. */
export function EstimateFacts({ draft, edit, job }: EstimateFactsProps) {
  const { result, failure, isCurrent } = job.estimate;
  if (failure !== null) {
    return (
      <Callout
        tone="warn"
        what="Tokens and price could not be estimated."
        meaning="The job can be prepared all the same; nothing was sent."
        todo="Change anything on this page to estimate again."
        details={failure}
      />
    );
  }
  const { chosen } = result ?? {};
  return (
    <section aria-labelledby="estimate" className={isCurrent ? 'space-y-3' : 'space-y-3 opacity-60'}>
      <div>
        <h3 id="estimate" className="text-sm font-medium">
          Tokens and price
        </h3>
        <p className="text-sm text-muted">{priceNote({ draft, edit, job })}</p>
      </div>
      {!chosen && <Skeleton lines={7} label="Estimating" />}
      {chosen && result && (
        <>
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="text-xl font-semibold">{money(chosen.price?.batch ?? null)}</span>
            <span className="text-muted">
              {chosen.price ? `in batches, ${money(chosen.price.standard)} without their discount` : 'for this model'} ·{' '}
              {tokenWords(chosen.inputTokens)} tokens in · {tokenWords(chosen.outputTokens)} tokens out
            </span>
          </p>
          <PackingTable
            packings={result.packings}
            chosen={draft.recipe.sending.rowsPerRequest}
            onChoose={(rows) => edit((draft) => editNumber(draft, 'rowsPerRequest', String(rows)))}
          />
          <Disclosure summary="Where these numbers come from">
            <ul className="max-w-[80ch] list-disc space-y-0.5 pl-4 text-sm">
              {result.basis.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Disclosure>
          <CountTokens draft={draft} job={job} />
        </>
      )}
    </section>
  );
}
