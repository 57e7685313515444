'use client';
import { useEffect, useState } from 'react';
import { figure, plural } from '#lib/core/measures';
import type { RowView } from '#lib/workers/results.api';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { StopIcon } from '../../_ui/icons.ts';
import { ProgressBar } from '../../_ui/progress-bar.tsx';
import type { Finding, FoundRows, RowFinder } from './row-finder.ts';
import { columnName } from './sort-order.ts';
import { useFinding } from './use-found-rows.ts';

interface ViewStatusProps {
  finder: RowFinder;
  found: FoundRows;
  rowCount: number;
}

/** Work that ends sooner is not worth telling of: it would only flicker. */
const TOLD_AFTER_MS = 300;

/** What the table shows, and how far another view is that was asked for. Always of one height, so that nothing jumps. */
export function ViewStatus({ finder, found, rowCount }: ViewStatusProps) {
  const finding = useFinding(finder);
  const isLong = useLasting(finding?.phase === 'working');
  if (finding?.phase === 'failed') {
    return (
      <Callout
        tone="error"
        what={`The rows could not be ${deed(finding.view)}.`}
        meaning="Nothing is lost; the table below shows what it showed before."
        todo="Try again; if it stays, reload the page."
        details={finding.error ?? undefined}
        actions={
          <Button size="sm" onClick={() => finder.again()}>
            Try again
          </Button>
        }
      />
    );
  }
  const isTold = finding?.phase === 'stopped' || isLong;
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      {finding?.phase === 'working' && isLong && <Working finding={finding} onStop={() => finder.stop()} />}
      {finding?.phase === 'stopped' && (
        <>
          <span className="text-muted">{soFar(finding)}, then stopped. The table shows what it showed before.</span>
          <Button size="sm" onClick={() => finder.again()}>
            {finding.view.search === '' ? 'Sort again' : 'Search again'}
          </Button>
        </>
      )}
      <output className={isTold ? 'sr-only' : 'text-muted'}>{finding && isTold ? saying(finding) : shownWords(found, rowCount)}</output>
    </div>
  );
}

/** Whether something has gone on for long enough to be told of. */
function useLasting(isOn: boolean): boolean {
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => setHasLasted(true), TOLD_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setHasLasted(false);
    };
  }, [isOn]);
  return isOn && hasLasted;
}

function Working({ finding, onStop }: { finding: Finding; onStop: () => void }) {
  const { view, rowsDone, rowsTotal } = finding;
  return (
    <>
      <ProgressBar
        className="w-40 max-sm:hidden"
        label={view.search === '' ? 'Sorting' : 'Searching'}
        hideLabel
        value={rowsTotal === 0 ? null : rowsDone}
        max={rowsTotal || 1}
      />
      <span className="text-muted">{soFar(finding)}</span>
      <Button size="sm" icon={StopIcon} onClick={onStop}>
        Stop
      </Button>
    </>
  );
}

const deed = ({ search, sort }: RowView) => (search !== '' || !sort ? 'searched' : 'sorted');

/** "Searched 430 000 of 1 000 000 rows". */
function soFar({ view, rowsDone, rowsTotal }: Finding): string {
  const lead = deed(view) === 'searched' ? 'Searched' : 'Sorting: read';
  return rowsTotal === 0 ? `${lead} 0 rows` : `${lead} ${figure(rowsDone)} of ${plural(rowsTotal, 'row')}`;
}

/** For those who hear the page: said once for each phase, not at every step. */
function saying({ view, phase }: Finding): string {
  if (phase === 'stopped') return 'Stopped.';
  return deed(view) === 'searched' ? 'Searching …' : 'Sorting …';
}

/** "12 of 60 rows, by ID, descending". */
function shownWords({ view: { sort }, rows }: FoundRows, rowCount: number): string {
  const count = rows && rows.length < rowCount ? `${figure(rows.length)} of ${plural(rowCount, 'row')}` : plural(rowCount, 'row');
  return sort && rows?.length !== 0 ? `${count}, by ${columnName(sort.by)}, ${sort.descending ? 'descending' : 'ascending'}` : count;
}
