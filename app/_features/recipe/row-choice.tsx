'use client';
import type { Dataset } from '#lib/core/dataset';
import { figure } from '#lib/core/measures';
import { chooseRows } from '#lib/core/new-job';
import type { RowSelection } from '#lib/core/recipe';
import { Segmented } from '../../_ui/segmented.tsx';
import { DraftNumber } from './draft-number.tsx';
import type { DraftProps } from './draft-props.ts';

const KINDS: { value: RowSelection['kind']; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'first', label: 'First' },
  { value: 'random', label: 'Random' },
];

function hintOf(rows: RowSelection, rowCount: number): string {
  const all = figure(rowCount);
  if (rows.kind === 'all') return `All ${all} rows of the table.`;
  if (rows.rows >= rowCount) return `The table has ${all} rows, so all of them go out.`;
  const rest = 'The others stay in the results as “not sent”.';
  return rows.kind === 'first'
    ? `The first ${figure(rows.rows)} of ${all} rows. ${rest}`
    : `${figure(rows.rows)} of ${all} rows, drawn by the seed: the same seed draws the same rows. ${rest}`;
}

/** Which rows go out: all, the first few, or some at random. */
export function RowChoice({ draft, edit, table }: DraftProps & { table: Dataset }) {
  const { rows } = draft.recipe.sending;
  return (
    <div className="space-y-2">
      <Segmented
        label="Rows to send"
        value={rows.kind}
        options={KINDS}
        onChange={(kind) => edit((draft) => chooseRows(draft, kind, table.rowCount))}
        hint={hintOf(rows, table.rowCount)}
      />
      {rows.kind !== 'all' && (
        <div className="flex flex-wrap items-start gap-4">
          <DraftNumber field="rowCount" draft={draft} edit={edit} min={1} unit="rows" className="w-40" />
          {rows.kind === 'random' && <DraftNumber field="rowSeed" draft={draft} edit={edit} min={0} className="w-28" />}
        </div>
      )}
    </div>
  );
}
