'use client';
import type { Dataset } from '#lib/core/dataset';
import { bytesWords, plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { formatDate } from '../../_ui/format.ts';
import { useTables } from './use-tables.ts';

/** Tables read before, to be used again without choosing the file. Nothing where there are no others. */
export function KeptTableList({ chosen, onUse }: { chosen: string | null; onUse: (dataset: Dataset) => void }) {
  const others = useTables()?.filter((table) => table.id !== chosen) ?? [];
  if (others.length === 0) return null;
  return (
    <Disclosure summary={`Use a table kept in this browser (${others.length})`}>
      <ul className="max-h-64 divide-y overflow-y-auto rounded-md border">
        {others.map((table) => (
          <li key={table.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5">
            <span dir="auto" className="min-w-0 flex-1 basis-48 font-medium break-words">
              {table.name}
            </span>
            <span className="text-sm text-muted">
              {plural(table.rowCount, 'row')} · {plural(table.columns.length, 'column')} · {bytesWords(table.bytes)} · read{' '}
              {formatDate(table.importedAt)}
            </span>
            <Button size="sm" aria-label={`Use ${table.name}`} onClick={() => onUse(table)}>
              Use
            </Button>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
