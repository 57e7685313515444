'use client';
import type { CheckResult } from '#lib/core/check';
import { checkWarnings } from '#lib/core/check-warnings';
import type { Recipe } from '#lib/core/recipe';
import { Callout } from '../../_ui/callout.tsx';

/** What is worth a look before the job is made. */
export function CheckWarnings({ result, recipe }: { result: CheckResult; recipe: Recipe }) {
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
  const warnings = checkWarnings(result, recipe);
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
