import { memo } from 'react';
import { figure } from '#lib/core/measures';
import { markWords } from '#lib/core/row-marks';
import { rowStateWords } from '#lib/core/row-words';
import type { ResultRow } from '#lib/workers/results.api';
import { classes } from '../../_ui/classes.ts';
import { StateDot } from '../../_ui/ledger-bar.tsx';
import type { FieldColumn } from './grid-columns.ts';

interface GridRowProps {
  id: string;
  /** Place in the view. */
  index: number;
  /** Where it stands in the table's body. */
  topPx: number;
  /** Null: not read yet. */
  row: ResultRow | null;
  columns: FieldColumn[];
  /** Widths of the columns. */
  tracks: string;
  hasBeside: boolean;
  /** Wider than its place: its number stays in sight while the rest is scrolled under it. */
  isWide: boolean;
  isChosen: boolean;
  /** Its turn to be laid out anew is yet to come: until then it stays as it is. */
  isHeld: boolean;
}

function isSame(before: GridRowProps, next: GridRowProps): boolean {
  if (next.isHeld && next.index === before.index && next.topPx === before.topPx) return true;
  return (Object.keys(next) as (keyof GridRowProps)[]).every((name) => next[name] === before[name]);
}

/**
 * Two things that cost time in each frame are kept away. A hidden overflow makes every cell a scroller of its own: it is
 * clipped. And browsers' own styles let cells inherit their alignment, so that all of them are styled anew whenever
 * their row moves: it is given.
 */
const CELL = 'align-top overflow-clip text-ellipsis whitespace-nowrap px-2.5 leading-8';
/**
 * Bars where texts will be, while the row is not read yet: in the background of the row, the first after its number. As content
 * of the cells they took half of the time to style rows that have come into sight.
 */
const BARS =
  'aria-busy:bg-[repeating-linear-gradient(90deg,var(--color-sunken)_0_4.125rem,transparent_4.125rem_6.125rem,var(--color-sunken)_6.125rem_9rem)] aria-busy:bg-size-[100%_0.625rem] aria-busy:bg-center aria-busy:bg-no-repeat';

/**
 * One row, of fixed height. The element is used again for other rows as they come into sight, so that only texts change;
 * a row not read yet has its number's place and bars where its texts will be.
 */
export const GridRow = memo(function GridRow({ id, index, topPx, row, columns, tracks, hasBeside, isWide, isChosen }: GridRowProps) {
  return (
    <tr
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      aria-busy={row ? undefined : true}
      style={{ transform: `translateY(${topPx}px)`, gridTemplateColumns: tracks }}
      className={classes(
        'group absolute inset-x-0 top-0 grid h-8 grid-rows-[100%] cursor-pointer border-b [contain:layout_size_style]',
        BARS,
        isChosen ? 'bg-accent-soft' : 'hover:bg-sunken',
      )}
    >
      <td
        className={classes(
          CELL,
          'left-0 z-10 flex items-center justify-between gap-2 border-r text-muted',
          isWide && 'sticky',
          isChosen ? 'bg-accent-soft' : 'bg-surface group-hover:bg-sunken',
        )}
      >
        <StateDot state={row?.state ?? null} />
        {row && figure(row.row + 1)}
      </td>
      <td dir="auto" className={CELL}>
        {row?.id}
      </td>
      <td dir="auto" className={CELL}>
        {row?.text}
      </td>
      {columns.map((column) => (
        <Answer key={`${column.of} ${column.field}`} row={row} column={column} />
      ))}
      <State row={row} />
      {hasBeside && (
        <td className={classes(CELL, 'text-muted')}>
          {row && (row.beside ? rowStateWords(row.beside.state, row.beside.reason) : 'not in its table')}
        </td>
      )}
    </tr>
  );
}, isSame);

/** A value; the other job's is marked where it is another one. */
function Answer({ row, column: { field, of } }: { row: ResultRow | null; column: FieldColumn }) {
  if (of === 'mine') {
    return (
      <td dir="auto" className={classes(CELL, 'font-medium')}>
        {row?.fields[field]}
      </td>
    );
  }
  const isOther = row?.beside?.differing.includes(field) ?? false;
  return (
    <td dir="auto" className={classes(CELL, isOther ? 'text-warn' : 'text-muted')}>
      {isOther && (
        <>
          <span aria-hidden="true">≠ </span>
          <span className="sr-only">differs: </span>
        </>
      )}
      {row?.beside?.fields[field]}
    </td>
  );
}

function State({ row }: { row: ResultRow | null }) {
  const told = row && [row.note, row.marks && markWords(row.marks)].filter(Boolean).join(' · ');
  return (
    <td className={classes(CELL, row && row.state !== 'ok' ? undefined : 'text-muted')} title={told || undefined}>
      {row && rowStateWords(row.state, row.reason)}
      {row?.marks && <span className="text-warn"> · {row.marks.model ?? `version ${row.marks.revision}`}</span>}
    </td>
  );
}
