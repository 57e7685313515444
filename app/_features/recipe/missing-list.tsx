'use client';
import type { Missing } from '#lib/core/new-job-missing';
import { goToField } from './go-to-field.ts';

/** What is still to do; each leads to its field. */
export function MissingList({ missing }: { missing: Missing[] }) {
  return (
    <ul className="mt-1 space-y-0.5">
      {missing.map(({ field, message }) => (
        <li key={field} className="flex items-baseline gap-2">
          <span aria-hidden="true">•</span>
          <button type="button" className="link text-left" onClick={() => goToField(field)}>
            {message}
          </button>
        </li>
      ))}
    </ul>
  );
}
