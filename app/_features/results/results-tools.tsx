'use client';
import type { Job } from '#lib/core/job';
import { Switch } from '../../_ui/switch.tsx';
import { TextInput } from '../../_ui/text-input.tsx';
import { useQueryValue } from '../job/use-address.ts';
import { isSandbox, SANDBOX_WORDS } from '../job/job-words.ts';
import { GoToRow } from './go-to-row.tsx';
import { otherName } from './side-by-side.ts';

interface ResultsToolsProps {
  job: Job;
  /** The job that answers the same question. */
  beside: Job | null;
  search: string;
  onSearch: (text: string) => void;
  /** Row from 0; false where the view does not have it. */
  onGo: (row: number) => boolean;
  onShowAll: () => void;
}

/** What is looked at: search, a row by its number, the other job's answers. */
export function ResultsTools({ job, beside, search, onSearch, onGo, onShowAll }: ResultsToolsProps) {
  const [both, setBoth] = useQueryValue('both');
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <TextInput
        className="w-72 max-w-full"
        type="search"
        label="Search"
        placeholder="In ids, texts and answers"
        value={search}
        onChange={onSearch}
      />
      <GoToRow rowCount={job.rowCount} onGo={onGo} onShowAll={onShowAll} />
      {beside && (
        <Switch
          label="Show both"
          hint={`With the answers of ${otherName(job, beside)}`}
          checked={both !== null}
          onChange={(isOn) => setBoth(isOn ? '1' : null)}
        />
      )}
      {isSandbox(job) && <p className="pb-1.5 text-sm font-medium text-warn sm:ml-auto">{SANDBOX_WORDS}</p>}
    </div>
  );
}
