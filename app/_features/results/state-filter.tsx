'use client';
import { figure } from '#lib/core/measures';
import { ROW_STATE_WORDS } from '#lib/core/row-words';
import type { RowCounts, RowState } from '#lib/core/row-state';
import { StateDot } from '../../_ui/ledger-bar.tsx';
import { ledgerEntries } from '../job/job-words.ts';

interface StateFilterProps {
  counts: RowCounts;
  chosen: RowState[];
  onChange: (states: RowState[]) => void;
}

const CHIP =
  'inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm bg-surface whitespace-nowrap hover:border-strong aria-pressed:border-accent aria-pressed:bg-accent-soft';

/** One chip for each state that has rows; none pressed shows all. */
export function StateFilter({ counts, chosen, onChange }: StateFilterProps) {
  const entries = ledgerEntries(counts).filter((entry) => entry.count > 0 || chosen.includes(entry.key));
  const toggle = (state: RowState) => onChange(chosen.includes(state) ? chosen.filter((other) => other !== state) : [...chosen, state]);
  return (
    <fieldset aria-label="Filter by state" className="mt-2.5 flex flex-wrap gap-1.5">
      <button type="button" aria-pressed={chosen.length === 0} onClick={() => onChange([])} className={CHIP}>
        all
      </button>
      {entries.map((entry) => (
        <button key={entry.key} type="button" aria-pressed={chosen.includes(entry.key)} onClick={() => toggle(entry.key)} className={CHIP}>
          <StateDot state={entry.key} />
          {ROW_STATE_WORDS[entry.key]} <span className="text-muted">{figure(entry.count)}</span>
        </button>
      ))}
    </fieldset>
  );
}
