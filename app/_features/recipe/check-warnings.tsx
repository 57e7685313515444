'use client';
import type { CheckResult } from '#lib/core/check';
import { checkWarnings } from '#lib/core/check-warnings';
import { schemaText, type JobDraft } from '#lib/core/new-job';
import type { Question } from '#lib/core/recipe';
import type { RecipeEstimate } from '#lib/jobs/estimate';
import { requestForm } from '#lib/providers/anthropic/request-form';
import { Callout } from '../../_ui/callout.tsx';
import { reviewFor } from './review-schema.ts';

const formNotes = (question: Question) =>
  question.provider.provider === 'anthropic' && question.model !== '' ? requestForm(question).notes : [];

interface CheckWarningsProps {
  result: CheckResult;
  draft: JobDraft;
  /** Null while there is none. */
  estimate: RecipeEstimate | null;
}

/** What is worth a look before the job is made. */
export function CheckWarnings({ result, draft, estimate }: CheckWarningsProps) {
  const { recipe } = draft;
  const { question } = recipe;
  if (result.rows === 0) {
    return (
      <Callout
        tone="error"
        what="No row would be sent."
        meaning="The job would have nothing to do."
        todo="Look at the reasons above and change the columns or the rows to send."
      />
    );
  }
  const warnings = checkWarnings(result, recipe, {
    notes: reviewFor(schemaText(draft), question).notes,
    estimate: estimate?.chosen.warnings ?? [],
    form: formNotes(question),
  });
  if (warnings.length === 0) return null;
  return (
    <Callout tone="warn" what={warnings.length === 1 ? 'Look at this first' : `Look at these ${warnings.length} points first`}>
      <ul className="list-disc space-y-1 pl-4">
        {warnings.map((warning) => (
          <li key={warning} dir="auto">
            {warning}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
