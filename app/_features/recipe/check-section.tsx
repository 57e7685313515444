'use client';
import type { Missing } from '#lib/core/new-job-missing';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { AgainIcon } from '../../_ui/icons.ts';
import { Section } from '../../_ui/section.tsx';
import { CheckFacts } from './check-facts.tsx';
import { CheckProgress } from './check-progress.tsx';
import type { DraftProps } from './draft-props.ts';
import { EstimateFacts } from './estimate-facts.tsx';
import { FirstRequest } from './first-request.tsx';
import { MissingList } from './missing-list.tsx';
import { PrepareForm } from './prepare-form.tsx';
import { TryRequest } from './try-request.tsx';
import type { NewJob } from './use-new-job.ts';

interface CheckSectionProps extends DraftProps {
  job: NewJob;
  rowsInTable: number;
  /** Why the draft could not be kept; null where it is. */
  saveProblem: string | null;
}

/** Step 4: what would be sent, to the character, and making the job of it. */
export function CheckSection({ draft, edit, errorOf, job, rowsInTable, saveProblem }: CheckSectionProps) {
  const { check, missingForCheck } = job;
  const isWaiting = missingForCheck.length > 0;
  return (
    <Section number={4} title="Check" id="check" summary="Nothing goes out by itself">
      {isWaiting && <WaitsFor missing={missingForCheck} />}
      {!isWaiting && check.failure !== null && (
        <Callout
          tone="error"
          what="The check did not come to its end."
          meaning="Nothing was sent and nothing is lost."
          todo="Check again; if it fails once more, choose the table file again."
          details={check.failure}
          actions={
            <Button size="sm" icon={AgainIcon} onClick={check.again}>
              Check again
            </Button>
          }
        />
      )}
      {!isWaiting && check.failure === null && (
        <>
          <CheckProgress check={check} rowsInTable={rowsInTable} />
          {check.result && (
            <div className={check.isCurrent ? undefined : 'opacity-60'}>
              <CheckFacts result={check.result} draft={draft} estimate={job.estimate.result} room={job.room} />
            </div>
          )}
          {check.result && check.result.rows > 0 && <EstimateFacts draft={draft} edit={edit} job={job} />}
          {check.result && (
            <FirstRequest text={check.result.firstRequest} isCurrent={check.isCurrent} hasModel={draft.recipe.question.model !== ''} />
          )}
          <TryRequest draft={draft} job={job} />
        </>
      )}
      <PrepareForm draft={draft} edit={edit} errorOf={errorOf} job={job} saveProblem={saveProblem} />
    </Section>
  );
}

function WaitsFor({ missing }: { missing: Missing[] }) {
  return (
    <div className="text-muted">
      <p>The check counts what would be sent and shows the first request. It starts by itself once this is done:</p>
      <MissingList missing={missing} />
    </div>
  );
}
