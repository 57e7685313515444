import { memo } from 'react';
import { figure } from '#lib/core/measures';
import { rowStateWords } from '#lib/core/row-words';
import type { ResultRow } from '#lib/workers/results.api';
import { classes } from '../../_ui/classes.ts';
import { StateDot } from '../../_ui/ledger-bar.tsx';

interface GridRowProps {
  id: string;
  /** Place in the view. */
  index: number;
  /** Null: not read yet. */
  row: ResultRow | null;
  fields: string[];
  isChosen: boolean;
}

const CELL = 'truncate px-2.5 leading-8';

/** One row, of fixed height. A row not read yet holds its place. */
export const GridRow = memo(function GridRow({ id, index, row, fields, isChosen }: GridRowProps) {
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
      {row ? <Cells row={row} fields={fields} isChosen={isChosen} /> : <Unread fields={fields.length} />}
    </tr>
  );
});

function Cells({ row, fields, isChosen }: { row: ResultRow; fields: string[]; isChosen: boolean }) {
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
      {fields.map((field) => (
        <td key={field} dir="auto" className={classes(CELL, 'font-medium')}>
          {row.fields[field]}
        </td>
      ))}
      <td className={classes(CELL, row.state === 'ok' ? 'text-muted' : undefined)} title={row.note || undefined}>
        {rowStateWords(row.state, row.reason)}
      </td>
    </>
  );
}

function Unread({ fields }: { fields: number }) {
  return (
    <>
      {Array.from({ length: fields + 4 }, (_, at) => (
        <td key={at} aria-label="Loading" className="flex items-center px-2.5">
          <span className="h-2.5 w-3/4 rounded-sm bg-sunken" />
        </td>
      ))}
    </>
  );
}
