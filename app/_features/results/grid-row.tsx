import { memo } from 'react';
import { figure } from '#lib/core/measures';
import { markWords } from '#lib/core/row-marks';
import { rowStateWords } from '#lib/core/row-words';
import type { ResultRow } from '#lib/workers/results.api';
import { classes } from '../../_ui/classes.ts';
import { StateDot } from '../../_ui/ledger-bar.tsx';
import type { FieldColumn } from './grid-columns.ts';
import { differs } from './side-by-side.ts';

interface GridRowProps {
  id: string;
  /** Place in the view. */
  index: number;
  /** Null: not read yet. */
  row: ResultRow | null;
  columns: FieldColumn[];
  hasBeside: boolean;
  isChosen: boolean;
}

const CELL = 'truncate px-2.5 leading-8';

/** One row, of fixed height. A row not read yet holds its place. */
export const GridRow = memo(function GridRow({ id, index, row, columns, hasBeside, isChosen }: GridRowProps) {
  return (
    <tr
      id={id}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      aria-busy={row ? undefined : true}
      className={classes(
        'group grid h-8 cursor-pointer [grid-template-columns:var(--tracks)] border-b [contain:strict_style]',
        isChosen ? 'bg-accent-soft' : 'hover:bg-sunken',
      )}
    >
      {row ? (
        <Cells row={row} columns={columns} hasBeside={hasBeside} isChosen={isChosen} />
      ) : (
        <Unread cells={columns.length + (hasBeside ? 5 : 4)} />
      )}
    </tr>
  );
});

type CellsProps = { row: ResultRow } & Pick<GridRowProps, 'columns' | 'hasBeside' | 'isChosen'>;

function Cells({ row, columns, hasBeside, isChosen }: CellsProps) {
  return (
    <>
      <td
        className={classes(
          CELL,
          'sticky left-0 z-10 flex items-center justify-between gap-2 border-r text-muted',
          isChosen ? 'bg-accent-soft' : 'bg-surface group-hover:bg-sunken',
        )}
      >
        <StateDot state={row.state} />
        {figure(row.row + 1)}
      </td>
      <td dir="auto" className={CELL}>
        {row.id}
      </td>
      <td dir="auto" className={CELL}>
        {row.text}
      </td>
      {columns.map((column) => (
        <Answer key={`${column.of} ${column.field}`} row={row} column={column} />
      ))}
      <State row={row} />
      {hasBeside && (
        <td className={classes(CELL, 'text-muted')}>
          {row.beside ? rowStateWords(row.beside.state, row.beside.reason) : 'not in its table'}
        </td>
      )}
    </>
  );
}

/** A value; the other job's is marked where it is another one. */
function Answer({ row, column: { field, of } }: { row: ResultRow; column: FieldColumn }) {
  if (of === 'mine') {
    return (
      <td dir="auto" className={classes(CELL, 'font-medium')}>
        {row.fields[field]}
      </td>
    );
  }
  const isOther = differs(row, field);
  return (
    <td dir="auto" className={classes(CELL, isOther ? 'text-warn' : 'text-muted')}>
      {isOther && (
        <>
          <span aria-hidden="true">≠ </span>
          <span className="sr-only">differs: </span>
        </>
      )}
      {row.beside?.fields[field]}
    </td>
  );
}

function State({ row }: { row: ResultRow }) {
  const { state, reason, note, marks } = row;
  const told = [note, marks && markWords(marks)].filter(Boolean).join(' · ');
  return (
    <td className={classes(CELL, state === 'ok' ? 'text-muted' : undefined)} title={told || undefined}>
      {rowStateWords(state, reason)}
      {marks && <span className="text-warn"> · {marks.model ?? `version ${marks.revision}`}</span>}
    </td>
  );
}

function Unread({ cells }: { cells: number }) {
  return (
    <>
      {Array.from({ length: cells }, (_, at) => (
        <td key={at} aria-label="Loading" className="flex items-center px-2.5">
          <span className="h-2.5 w-3/4 rounded-sm bg-sunken" />
        </td>
      ))}
    </>
  );
}
