'use client';
import { figure, plural } from '#lib/core/measures';
import { OkIcon } from '../../_ui/icons.ts';
import { ProgressBar } from '../../_ui/progress-bar.tsx';
import type { CheckState } from './use-check.ts';

/** Whether the figures below are of the recipe as it stands. Takes the same room either way, so that nothing jumps. */
export function CheckProgress({ check, rowsInTable }: { check: CheckState; rowsInTable: number }) {
  const { isCurrent, rowsLookedAt } = check;
  return (
    <div className="h-9">
      {isCurrent ? (
        <p className="flex items-center gap-1.5 pt-2 text-sm text-muted">
          <OkIcon size={15} className="shrink-0 text-ok" />
          Checked: all {plural(rowsInTable, 'row')} were looked at.
        </p>
      ) : (
        <ProgressBar
          label="Checking"
          value={rowsLookedAt}
          max={Math.max(1, rowsInTable)}
          detail={`${figure(rowsLookedAt)} of ${plural(rowsInTable, 'row')}`}
        />
      )}
    </div>
  );
}
