'use client';
import type { Dataset } from '#lib/core/dataset';
import { figure } from '#lib/core/measures';
import type { Question } from '#lib/core/recipe';
import { Badge } from '../../_ui/badge.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { usePreview } from './use-tables.ts';

const ROWS = 8;
const COLUMNS = 40;
const CHARACTERS = 400;

/** The first rows as they were read, with the chosen columns marked. */
export function TablePreview({ table, columns }: { table: Dataset; columns: Question['columns'] }) {
  const rows = usePreview(table.id, ROWS);
  const shown = table.columns.slice(0, COLUMNS);
  const more = table.columns.length - shown.length;
  const words = `First ${figure(Math.min(ROWS, table.rowCount))} of ${figure(table.rowCount)} rows`;
  return (
    <figure className="m-0 min-w-0">
      <figcaption className="mb-1 text-sm text-muted">
        {words}
        {more > 0 && ` · ${figure(more)} more columns are not shown here`}
      </figcaption>
      <section
        // A box that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Preview"
        className="max-h-[30rem] overflow-auto rounded-md border"
      >
        {rows === null && (
          <div className="p-3">
            <Skeleton lines={ROWS} label="Reading the first rows" />
          </div>
        )}
        {rows && (
          <table className="data-table">
            <thead className="sticky top-0 bg-surface">
              <tr>
                <th scope="col" className="num">
                  Row
                </th>
                {shown.map((column) => (
                  <th key={column} scope="col">
                    <span className="flex items-center gap-1.5">
                      <span dir="auto">{column}</span>
                      {column === columns.id && <Badge tone="accent">ID</Badge>}
                      {columns.texts.includes(column) && <Badge tone="accent">Text</Badge>}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((cells, row) => (
                // Rows have no other name than their place, and never change places.
                // oxlint-disable-next-line react/no-array-index-key
                <tr key={row}>
                  <td className="num text-muted">{row + 1}</td>
                  {shown.map((column, at) => (
                    <PreviewCell key={column} text={cells[at] ?? ''} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </figure>
  );
}

function PreviewCell({ text }: { text: string }) {
  const isLong = text.length > 40;
  return (
    <td dir="auto" className={isLong ? 'min-w-72' : undefined}>
      <span className="line-clamp-3 max-w-prose break-words">
        {text ? text.slice(0, CHARACTERS) : <span className="text-muted">empty</span>}
      </span>
    </td>
  );
}
