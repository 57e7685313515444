'use client';
import { useRef, useState } from 'react';
import type { Job } from '#lib/core/job';
import type { JobStage } from '#lib/core/job-status';
import { figure, plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { TextInput } from '../../_ui/text-input.tsx';
import { useQueryValue } from '../job/use-address.ts';
import { hasResults, isSandbox, noResultsWords, SANDBOX_WORDS } from '../job/job-words.ts';
import { GoToRow } from './go-to-row.tsx';
import { FIELD_COLUMNS } from './grid-columns.ts';
import { ResultsGrid, type GridHandle } from './results-grid.tsx';
import { RowPanel } from './row-panel.tsx';
import { useChosenStates } from './use-chosen-states.ts';
import { useStable } from './use-stable.ts';
import { useFilteredRows, useRowWindows, useWindowsVersion } from './use-result-rows.ts';
import { placeOf, rowAt } from './view-order.ts';

/** The table of what came back; says so where nothing has. */
export function ResultsTab({ job, stage }: { job: Job; stage: JobStage }) {
  if (hasResults(job.counts)) return <ResultsTable job={job} />;
  const { title, body } = noResultsWords(stage);
  return <EmptyState title={title}>{body}</EmptyState>;
}

function ResultsTable({ job }: { job: Job }) {
  const [search, setSearch] = useState('');
  const [states, choose] = useChosenStates();
  const showAll = () => {
    setSearch('');
    choose([]);
  };
  const [opened, open] = useOpenedRow();
  const grid = useRef<GridHandle>(null);
  const fields = useStable(job.extracted);
  const version = JSON.stringify([job.counts, fields]);
  const { rows, isFiltering, error } = useFilteredRows(job.id, { states, search }, version);
  const windows = useRowWindows(job.id, rows, job.rowCount, version);
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
      <ReadFailure windows={windows} />
      {windows.length === 0 ? (
        <EmptyState title="No row matches" actions={<Button onClick={showAll}>Show all rows</Button>} />
      ) : (
        <ResultsGrid
          ref={grid}
          windows={windows}
          fields={fields}
          label={`Results of ${job.name}`}
          onOpen={(place) => open(rowAt(rows, job.rowCount, place))}
        />
      )}
      {fields.length > FIELD_COLUMNS && (
        <p className="text-sm text-muted">
          {plural(fields.length - FIELD_COLUMNS, 'further column')} of the answers: open a row to see them, or download the results.
        </p>
      )}
      {opened !== null && <RowPanel job={job} row={opened} rows={rows} version={version} onMove={open} />}
    </div>
  );
}

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
