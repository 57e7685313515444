import { memo } from 'react';
import { classes } from '../../_ui/classes.ts';
import type { FieldColumn } from './grid-columns.ts';

const CELL = 'flex items-center gap-1 border-b bg-surface px-2.5 font-medium min-w-0';

interface GridHeadProps {
  columns: FieldColumn[];
  /** Who gave the answers beside; null: none are shown. */
  beside: string | null;
}

/** Names of the columns; stays on top. */
export const GridHead = memo(function GridHead({ columns, beside }: GridHeadProps) {
  return (
    <thead className="sticky top-0 z-20 block min-w-(--least)">
      <tr aria-rowindex={1} className="grid h-[34px] [grid-template-columns:var(--tracks)] text-xs font-medium text-muted">
        <Head className="sticky left-0 z-10 justify-end border-r">Row</Head>
        <Head>ID</Head>
        <Head>Text</Head>
        {columns.map(({ field, of }) => (
          <Head key={`${of} ${field}`} title={of === 'mine' ? field : `${field}, by ${beside}`} className="text-text">
            <span dir="auto" className={of === 'beside' ? 'sr-only' : 'truncate'}>
              {field}
            </span>
            {of !== 'mine' && (
              <span dir="auto" className="truncate font-normal text-muted">
                by {beside}
              </span>
            )}
          </Head>
        ))}
        <Head>State</Head>
        {beside !== null && (
          <Head title={`State, ${beside}`}>
            <span dir="auto" className="truncate">
              State, {beside}
            </span>
          </Head>
        )}
      </tr>
    </thead>
  );
});

function Head({ className, title, children }: { className?: string; title?: string; children: React.ReactNode }) {
  return (
    <th scope="col" title={title} className={classes(CELL, className)}>
      {children}
    </th>
  );
}
