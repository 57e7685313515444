'use client';
import { useMemo, useRef, useState } from 'react';
import type { Job } from '#lib/core/job';
import type { JobStage } from '#lib/core/job-status';
import { figure, plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { Switch } from '../../_ui/switch.tsx';
import { TextInput } from '../../_ui/text-input.tsx';
import { useQueryValue } from '../job/use-address.ts';
import { hasResults, isSandbox, noResultsWords, SANDBOX_WORDS } from '../job/job-words.ts';
import { AgreementLine } from './agreement-line.tsx';
import { GoToRow } from './go-to-row.tsx';
import { FIELD_COLUMNS, fieldColumns } from './grid-columns.ts';
import { ResultsGrid, type GridHandle } from './results-grid.tsx';
import { RowPanel } from './row-panel.tsx';
import { otherName, resultsVersion } from './side-by-side.ts';
import { useChosenStates } from './use-chosen-states.ts';
import { useStable } from './use-stable.ts';
import { useFilteredRows, useRowWindows, useWindowsVersion } from './use-result-rows.ts';
import { placeOf, rowAt } from './view-order.ts';

interface ResultsTabProps {
  job: Job;
  /** The job that answers the same question. */
  beside: Job | null;
  stage: JobStage;
}

/** The table of what came back; says so where nothing has. */
export function ResultsTab({ job, beside, stage }: ResultsTabProps) {
  if (hasResults(job.counts)) return <ResultsTable job={job} beside={beside && hasResults(beside.counts) ? beside : null} />;
  const { title, body } = noResultsWords(stage);
  return <EmptyState title={title}>{body}</EmptyState>;
}

function ResultsTable({ job, beside }: Pick<ResultsTabProps, 'job' | 'beside'>) {
  const [search, setSearch] = useState('');
  const [states, choose] = useChosenStates();
  const showAll = () => {
    setSearch('');
    choose([]);
  };
  const [opened, open] = useOpenedRow();
  const grid = useRef<GridHandle>(null);
  const [both, setBoth] = useQueryValue('both');
  const other = both === null ? null : beside;
  const fields = useStable(job.extracted);
  const theirs = useStable(other?.extracted ?? NO_FIELDS);
  const hasOther = other !== null;
  const columns = useMemo(() => fieldColumns(fields, hasOther ? theirs : null), [fields, hasOther, theirs]);
  const shown = useMemo(() => columns.slice(0, FIELD_COLUMNS), [columns]);
  const version = resultsVersion(job);
  const versionOfBoth = `${version} ${beside && resultsVersion(beside)}`;
  const { rows, isFiltering, error } = useFilteredRows(job.id, { states, search }, version);
  const windows = useRowWindows(job.id, rows, job.rowCount, other ? versionOfBoth : version, other?.id ?? null);
  const order = { rows, rowCount: job.rowCount };
  const goTo = (row: number) => {
    const place = placeOf(order.rows, order.rowCount, row);
    if (place >= 0) grid.current?.goTo(place);
    return place >= 0;
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <TextInput
          className="w-72 max-w-full"
          type="search"
          label="Search"
          placeholder="In ids, texts and answers"
          value={search}
          onChange={setSearch}
        />
        <GoToRow rowCount={job.rowCount} onGo={goTo} onShowAll={showAll} />
        <output className="pb-1.5 text-sm text-muted">
          {isFiltering ? 'Searching …' : rows ? `${figure(rows.length)} of ${plural(job.rowCount, 'row')}` : plural(job.rowCount, 'row')}
        </output>
        {beside && (
          <Switch
            label="Show both"
            hint={`With the answers of ${otherName(job, beside)}`}
            checked={both !== null}
            onChange={(isOn) => setBoth(isOn ? '1' : null)}
          />
        )}
        {isSandbox(job) && <p className="ml-auto pb-1.5 text-sm font-medium text-warn">{SANDBOX_WORDS}</p>}
      </div>
      {error && (
        <Callout
          tone="error"
          what="The rows could not be searched."
          meaning="Nothing is lost; the table below shows what it showed before."
          todo="Change the search to try again, or reload the page."
          details={error}
        />
      )}
      {other && <AgreementLine job={job} beside={other} version={versionOfBoth} />}
      <ReadFailure windows={windows} />
      {windows.length === 0 ? (
        <EmptyState title="No row matches" actions={<Button onClick={showAll}>Show all rows</Button>} />
      ) : (
        <ResultsGrid
          ref={grid}
          windows={windows}
          columns={shown}
          beside={other && otherName(job, other)}
          label={`Results of ${job.name}`}
          onOpen={(place) => open(rowAt(rows, job.rowCount, place))}
        />
      )}
      {columns.length > FIELD_COLUMNS && (
        <p className="text-sm text-muted">
          {plural(columns.length - FIELD_COLUMNS, 'further column')} of the answers: open a row to see them, or download the results.
        </p>
      )}
      {opened !== null && <RowPanel job={job} beside={beside} row={opened} rows={rows} version={versionOfBoth} onMove={open} />}
    </div>
  );
}

const NO_FIELDS: string[] = [];

function ReadFailure({ windows }: { windows: ReturnType<typeof useRowWindows> }) {
  useWindowsVersion(windows);
  if (!windows.error) return null;
  return (
    <Callout
      tone="error"
      what="The rows could not be read."
      meaning="The job and its files are not affected."
      todo="Try again; if it stays, reload the page."
      details={String(windows.error)}
      actions={
        <Button size="sm" onClick={() => windows.refresh()}>
          Try again
        </Button>
      }
    />
  );
}

/** The row whose panel is open, by its number in the address (`?row=12`). */
function useOpenedRow(): [number | null, (row: number | null) => void] {
  const [named, name] = useQueryValue('row');
  const row = named !== null && /^\d{1,9}$/u.test(named) ? Number(named) - 1 : null;
  return [row, (next) => name(next === null ? null : String(next + 1))];
}
