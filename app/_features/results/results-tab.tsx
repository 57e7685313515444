'use client';
import { useMemo, useRef, useState } from 'react';
import type { Job } from '#lib/core/job';
import type { JobStage } from '#lib/core/job-status';
import { plural } from '#lib/core/measures';
import type { RowView } from '#lib/workers/results.api';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { useFramesPassed } from '../../_ui/use-frames-passed.ts';
import { useQueryValue } from '../job/use-address.ts';
import { hasResults, noResultsWords } from '../job/job-words.ts';
import { AgreementLine } from './agreement-line.tsx';
import { FIELD_COLUMNS, fieldColumns } from './grid-columns.ts';
import { readTrouble } from './read-trouble.ts';
import { ResultsGrid, type GridHandle } from './results-grid.tsx';
import { ResultsTools } from './results-tools.tsx';
import { RowPanel } from './row-panel.tsx';
import type { RowWindows } from './row-windows.ts';
import { otherName, resultsVersion } from './side-by-side.ts';
import { nextSort } from './sort-order.ts';
import { useChosenStates } from './use-chosen-states.ts';
import { useFoundRows } from './use-found-rows.ts';
import { useFieldsMet, useRowWindows, useWindowsVersion } from './use-result-rows.ts';
import { useSort } from './use-sort.ts';
import { useStable } from './use-stable.ts';
import { placeOf, rowAt } from './view-order.ts';
import { ViewStatus } from './view-status.tsx';

interface ResultsTabProps {
  job: Job;
  /** The job that answers the same question. */
  beside: Job | null;
  stage: JobStage;
}

/** First the tab alone, in the frame after it the tools, then the head of the table, then its rows. */
const TOOLS_FRAME = 1;
const GRID_FRAME = 2;

/** The table of what came back, from the moment answers are read; says so where nothing has. */
export function ResultsTab({ job, beside, stage }: ResultsTabProps) {
  if (hasResults(job.counts) || stage === 'collecting') {
    return <ResultsTable job={job} beside={beside && hasResults(beside.counts) ? beside : null} />;
  }
  const { title, body } = noResultsWords(stage);
  return <EmptyState title={title}>{body}</EmptyState>;
}

function ResultsTable({ job, beside }: Pick<ResultsTabProps, 'job' | 'beside'>) {
  const [search, setSearch] = useState('');
  const [states, choose] = useChosenStates();
  const [sort, sortBy] = useSort();
  const view = useMemo(
    (): RowView => ({ states: states.length === 0 ? null : states, search: search.trim(), sort }),
    [states, search, sort],
  );
  const showAll = () => {
    setSearch('');
    choose([]);
  };
  const [opened, open] = useOpenedRow();
  const grid = useRef<GridHandle>(null);
  const [both] = useQueryValue('both');
  const other = both === null ? null : beside;
  const version = resultsVersion(job);
  const versionOfBoth = `${version} ${beside && resultsVersion(beside)}`;
  const { finder, found } = useFoundRows(job.id, view, version);
  const windows = useRowWindows({
    jobId: job.id,
    found,
    rowCount: job.rowCount,
    version: `${job.updatedAt} ${versionOfBoth}`,
    besideJobId: other?.id ?? null,
  });
  const { shown, further } = useColumns(job, other, windows);
  const frames = useFramesPassed(GRID_FRAME);
  const goTo = (row: number) => {
    const place = placeOf(windows.order, row);
    if (place >= 0) grid.current?.goTo(place);
    return place >= 0;
  };
  if (frames < TOOLS_FRAME) return null;
  return (
    <div className="space-y-3">
      <ResultsTools job={job} beside={beside} search={search} onSearch={setSearch} onGo={goTo} onShowAll={showAll} />
      <ViewStatus finder={finder} found={found} rowCount={job.rowCount} />
      {other && <AgreementLine job={job} beside={other} version={versionOfBoth} />}
      <ReadFailure windows={windows} />
      {/* As high as the whole table where rows are left out, so that the page keeps its place. */}
      <div className={windows.order.rows ? 'min-h-[max(22rem,calc(100dvh-14rem))]' : undefined}>
        {frames >= GRID_FRAME &&
          (windows.length === 0 ? (
            <EmptyState title="No row matches" actions={<Button onClick={showAll}>Show all rows</Button>}>
              {nothingWords(found.view)}
            </EmptyState>
          ) : (
            <ResultsGrid
              ref={grid}
              windows={windows}
              columns={shown}
              beside={other && otherName(job, other)}
              label={`Results of ${job.name}`}
              sort={found.view.sort}
              onSort={(by) => sortBy(nextSort(sort, by))}
              onOpen={(place) => open(rowAt(windows.order, place))}
            />
          ))}
      </div>
      {further > 0 && (
        <p className="text-sm text-muted">
          {plural(further, 'further column')} of the answers: open a row to see them, or download the results.
        </p>
      )}
      {opened !== null && <RowPanel job={job} beside={beside} row={opened} order={windows.order} version={versionOfBoth} onMove={open} />}
    </div>
  );
}

const NO_FIELDS: string[] = [];

/** Columns of answers: the fields the job knows, and while answers are still read those of the rows met so far. */
function useColumns(job: Job, other: Job | null, windows: RowWindows) {
  const met = useFieldsMet(windows);
  const fields = useStable([...new Set([...job.extracted, ...met])]);
  const theirs = useStable(other?.extracted ?? NO_FIELDS);
  const hasOther = other !== null;
  const columns = useMemo(() => fieldColumns(fields, hasOther ? theirs : null), [fields, hasOther, theirs]);
  const shown = useMemo(() => columns.slice(0, FIELD_COLUMNS), [columns]);
  return { shown, further: columns.length - shown.length };
}

function nothingWords({ states, search }: RowView): string {
  const where = states ? 'row in the states chosen' : 'row';
  return search === '' ? `No ${where} just now.` : `No ${where} has “${search}” in its id, its texts or its answer.`;
}

function ReadFailure({ windows }: { windows: RowWindows }) {
  useWindowsVersion(windows);
  if (!windows.error) return null;
  return (
    <Callout
      tone="error"
      {...readTrouble(windows.error)}
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
