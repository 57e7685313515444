import { memo } from 'react';
import { classes } from '../../_ui/classes.ts';

const CELL = 'flex items-center border-b bg-surface px-2.5 font-medium min-w-0';

/** Names of the columns; stays on top. */
export const GridHead = memo(function GridHead({ fields }: { fields: string[] }) {
  return (
    <thead className="sticky top-0 z-20 block min-w-(--least)">
      <tr aria-rowindex={1} className="grid h-[34px] [grid-template-columns:var(--tracks)] text-xs font-medium text-muted">
        <Head className="sticky left-0 z-10 justify-end border-r">Row</Head>
        <Head>ID</Head>
        <Head>Text</Head>
        {fields.map((field) => (
          <Head key={field} title={field} className="text-text">
            <span dir="auto" className="truncate">
              {field}
            </span>
          </Head>
        ))}
        <Head>State</Head>
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
