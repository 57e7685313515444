'use client';
import type { CheckResult } from '#lib/core/check';
import type { Dataset } from '#lib/core/dataset';
import { figure, plural } from '#lib/core/measures';
import { withQuestion, withSending } from '#lib/core/new-job';
import type { Sending } from '#lib/core/recipe';
import { CheckGroup } from '../../_ui/check-group.tsx';
import { Select } from '../../_ui/select.tsx';
import { exampleRows } from './import-words.ts';
import type { TableSectionProps } from './table-section.tsx';

const ROW_NUMBER = '#';
const OF_COLUMN = 'c:';

const REPEATED: { value: Sending['duplicateIds']; label: string }[] = [
  { value: 'skip', label: 'Leave the later rows out' },
  { value: 'number', label: 'Send them as id#2, id#3, …' },
];

function textsHint(texts: readonly string[]): string {
  if (texts.length === 0) return 'What the model reads. Choose one or more.';
  if (texts.length === 1) return 'What the model reads. It is sent under the name “input_text”.';
  return `What the model reads. Each is sent under its own name: ${texts.map((text) => `“${text}”`).join(', ')}.`;
}

function repeatedHint(check: CheckResult | null): string {
  if (!check) return 'Answers find their rows by id, so each id goes out once.';
  const { rows, examples } = check.duplicateIds;
  if (rows === 0) return `Every id stands once in the ${figure(check.rowsInTable)} rows looked at.`;
  return `${plural(rows, 'row')} ${rows === 1 ? 'has' : 'have'} the id of an earlier row: ${exampleRows(rows, examples)}.`;
}

type Props = Pick<TableSectionProps, 'draft' | 'edit' | 'errorOf' | 'check'> & { table: Dataset };

/** Which column names the rows, which are read, and what becomes of repeated ids. */
export function ColumnChoice({ draft, edit, errorOf, table, check }: Props) {
  const { columns } = draft.recipe.question;
  const choose = (change: Partial<typeof columns>) => edit((draft) => withQuestion(draft, { columns: { ...columns, ...change } }));
  return (
    <>
      <div data-field="idColumn">
        <Select
          label="ID column"
          value={columns.id === null ? ROW_NUMBER : OF_COLUMN + columns.id}
          options={[
            { value: ROW_NUMBER, label: 'Row number (1, 2, 3, …)' },
            ...table.columns.map((column) => ({ value: OF_COLUMN + column, label: column })),
          ]}
          onChange={(value) => choose({ id: value === ROW_NUMBER ? null : value.slice(OF_COLUMN.length) })}
          hint="Goes out with each text and comes back with its answer."
          error={errorOf('idColumn')}
        />
      </div>
      {columns.id !== null && (
        <Select
          label="Repeated ids"
          value={draft.recipe.sending.duplicateIds}
          options={REPEATED}
          onChange={(duplicateIds) => edit((draft) => withSending(draft, { duplicateIds }))}
          hint={repeatedHint(check)}
        />
      )}
      <div data-field="textColumns">
        <CheckGroup
          label="Text columns"
          values={columns.texts}
          options={table.columns}
          onChange={(texts) => choose({ texts })}
          hint={textsHint(columns.texts)}
          error={errorOf('textColumns')}
        />
      </div>
    </>
  );
}
