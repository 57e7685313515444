'use client';
import { useState } from 'react';
import { bytesWords, figure, plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { formatDate } from '../../_ui/format.ts';
import type { KeptTable } from './use-storage.ts';

/** Tables in this browser. One that a job needs says so in place of a button. */
export function KeptTables({ tables, onRemove }: { tables: KeptTable[]; onRemove: (id: string) => void }) {
  const [asked, setAsked] = useState<KeptTable | null>(null);
  if (tables.length === 0) return <p className="text-muted">No tables are kept.</p>;
  return (
    <div className="overflow-x-auto rounded-md border bg-surface">
      <table className="data-table" aria-label="Tables kept">
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col" className="num max-sm:hidden">
              Rows
            </th>
            <th scope="col" className="num max-sm:hidden">
              Columns
            </th>
            <th scope="col" className="num">
              Size
            </th>
            <th scope="col" className="max-sm:hidden">
              Added
            </th>
            <th scope="col">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tables.map((table) => (
            <tr key={table.dataset.id}>
              <td dir="auto" className="min-w-36 font-medium break-words wrap-anywhere">
                {table.dataset.name}
              </td>
              <td className="num max-sm:hidden">{figure(table.dataset.rowCount)}</td>
              <td className="num max-sm:hidden">{figure(table.dataset.columns.length)}</td>
              <td className="num">{bytesWords(table.dataset.bytes)}</td>
              <td className="max-sm:hidden">{formatDate(table.dataset.importedAt)}</td>
              <td className="num">
                {table.jobs > 0 ? (
                  <span className="text-muted">used by {plural(table.jobs, 'job')}</span>
                ) : (
                  <Button size="sm" variant="quiet" aria-label={`Remove ${table.dataset.name}`} onClick={() => setAsked(table)}>
                    Remove
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title="Remove this table?"
        description={`${asked?.dataset.name ?? ''} goes from this browser. Your own file stays where it is, and no job needs this copy.`}
        confirmLabel="Remove table"
        danger
        onConfirm={() => {
          if (asked) onRemove(asked.dataset.id);
          setAsked(null);
        }}
      />
    </div>
  );
}
