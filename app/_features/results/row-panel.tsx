'use client';
import type { Job } from '#lib/core/job';
import { figure } from '#lib/core/measures';
import { markWords } from '#lib/core/row-marks';
import { explainRow, rowStateWords } from '#lib/core/row-words';
import type { RowDetail } from '#lib/workers/results.api';
import { Callout } from '../../_ui/callout.tsx';
import { CodeBlock } from '../../_ui/code-block.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { ForwardIcon, PreviousIcon } from '../../_ui/icons.ts';
import { IconButton } from '../../_ui/icon-button.tsx';
import { StateDot } from '../../_ui/ledger-bar.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { isSandbox, SANDBOX_WORDS } from '../job/job-words.ts';
import { RowBeside } from './row-beside.tsx';
import { RowRounds } from './row-rounds.tsx';
import { useRowDetail } from './use-row-detail.ts';
import { placeOf, rowAt, type RowOrder } from './view-order.ts';

interface RowPanelProps {
  job: Job;
  /** The job that answers the same question. */
  beside: Job | null;
  /** Dataset row, from 0. */
  row: number;
  /** The view it is looked at in: previous and next go by it. */
  order: RowOrder;
  version: string;
  /** Null closes. */
  onMove: (row: number | null) => void;
}

/** All there is about one row, beside the table. */
export function RowPanel({ job, beside, row, order, version, onMove }: RowPanelProps) {
  const { detail, error } = useRowDetail(job.id, row, beside?.id ?? null, version);
  const place = placeOf(order, row);
  const [previous, next] = place < 0 ? [null, null] : [rowAt(order, place - 1), rowAt(order, place + 1)];
  const isOutside = row >= job.rowCount;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onMove(null)}
      place="right"
      title={`Row ${figure(row + 1)}`}
      tools={
        <>
          <IconButton icon={PreviousIcon} label="Previous row" disabled={previous === null} onClick={() => onMove(previous)} />
          <IconButton icon={ForwardIcon} label="Next row" disabled={next === null} onClick={() => onMove(next)} />
        </>
      }
    >
      {isOutside && <p>The table has only {figure(job.rowCount)} rows.</p>}
      {!isOutside && error && (
        <Callout
          tone="error"
          what="This row could not be read."
          meaning="The job and its files are not affected."
          todo="Close the panel and open it again."
          details={error}
        />
      )}
      {!isOutside &&
        !error &&
        (detail ? <Detail job={job} beside={beside} detail={detail} isStale={detail.row !== row} /> : <Skeleton lines={8} />)}
    </Dialog>
  );
}

interface DetailProps extends Pick<RowPanelProps, 'job' | 'beside'> {
  detail: RowDetail;
  isStale: boolean;
}

function Detail({ job, beside, detail, isStale }: DetailProps) {
  return (
    <div aria-busy={isStale || undefined} className={isStale ? 'space-y-6 opacity-60' : 'space-y-6'}>
      {isSandbox(job) && <p className="text-sm font-medium text-warn">{SANDBOX_WORDS}</p>}
      <div className="space-y-3">
        <p className="flex items-center gap-2">
          <StateDot state={detail.state} />
          <span className="font-medium">{rowStateWords(detail.state, detail.reason)}</span>
          <span className="min-w-0 truncate text-muted">
            id <span dir="auto">{detail.id}</span>
          </span>
        </p>
        <Explanation detail={detail} />
        {detail.marks && (
          <Callout
            what={`This row was ${markWords(detail.marks)}`}
            meaning="The newest round asks otherwise; this row kept the answer it has."
          />
        )}
      </div>
      {beside && detail.beside !== undefined ? (
        <RowBeside job={job} other={beside} value={detail.value} answer={detail.beside} />
      ) : (
        detail.value !== null && <CodeBlock label="Extracted" text={detail.value} wrap />
      )}
      <section aria-labelledby="row-source">
        <h3 id="row-source" className="mb-2 font-semibold">
          In the table
        </h3>
        <FactList
          facts={detail.source.map(({ column, text }) => ({
            name: column,
            value: (
              <span dir="auto" className="block max-h-60 overflow-y-auto whitespace-pre-wrap">
                {text}
              </span>
            ),
          }))}
        />
      </section>
      <RowRounds rounds={detail.rounds} />
    </div>
  );
}

function Explanation({ detail }: { detail: RowDetail }) {
  const words = explainRow(detail.state);
  if (!words) return detail.note ? <Callout what={detail.note} /> : null;
  // A note may begin with what stands above it already.
  const note = detail.note?.replace(words.what, '').trim();
  const isOpen = detail.state === 'sent' || detail.state === 'waiting' || detail.state === 'skipped';
  return (
    <Callout tone={isOpen ? 'info' : 'warn'} {...words}>
      {note && <div dir="auto">{note}</div>}
    </Callout>
  );
}
