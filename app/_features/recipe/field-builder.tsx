'use client';
import type { Json } from '#lib/core/json';
import { hasChoices, type Field, type FieldKind, type FieldProblem } from '#lib/core/schema-fields';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { IconButton } from '../../_ui/icon-button.tsx';
import { DeleteIcon, PlusIcon, UpIcon } from '../../_ui/icons.ts';
import { Select } from '../../_ui/select.tsx';
import { TextArea } from '../../_ui/text-area.tsx';
import { TextInput } from '../../_ui/text-input.tsx';
import { useFields, type FieldRow, type Fields } from './use-fields.ts';

const KINDS: { value: FieldKind; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'yes-no', label: 'Yes or no' },
  { value: 'one-of', label: 'One of …' },
  { value: 'some-of', label: 'Some of …' },
  { value: 'texts', label: 'List of texts' },
];

/** One line for each thing to extract; writes the schema as it is filled in. */
export function FieldBuilder({ fields, onSchema }: { fields: Field[] | null; onSchema: (schema: Json | null) => void }) {
  const builder = useFields(fields, onSchema);
  if (!fields) {
    return <Callout what="This schema says more than fields can show." todo="Edit it as JSON below, or remove it to start from fields." />;
  }
  return (
    <fieldset className="min-w-0 space-y-2 rounded-md border bg-sunken p-3">
      <legend className="sr-only">Fields</legend>
      <p className="text-sm text-muted">One field for each thing to extract; each becomes a column of the results.</p>
      <ol className="space-y-2">
        {builder.rows.map((row, at) => (
          <FieldCard key={row.key} row={row} number={at + 1} isFirst={at === 0} builder={builder} />
        ))}
      </ol>
      <Button size="sm" icon={PlusIcon} onClick={builder.add}>
        Add field
      </Button>
    </fieldset>
  );
}

function FieldCard({ row, number, isFirst, builder }: { row: FieldRow; number: number; isFirst: boolean; builder: Fields }) {
  const { key, field, choicesText, problem } = row;
  const isUntouched = field.name === '' && field.description === '' && choicesText === '';
  const change = (change: Partial<Field>) => builder.change(key, change);
  const problemOf = (part: FieldProblem['part']) => (problem?.part === part && !isUntouched ? problem.message : null);
  return (
    <li className="space-y-2 rounded-md border bg-surface p-2.5">
      <div className="flex flex-wrap items-start gap-2">
        <TextInput
          label={`Name of field ${number}`}
          hideLabel
          placeholder="Name, for example sentiment"
          value={field.name}
          onChange={(name) => change({ name })}
          error={problemOf('name')}
          className="flex-1 basis-40"
        />
        <Select
          label={`Kind of field ${number}`}
          hideLabel
          value={field.kind}
          options={KINDS}
          onChange={(kind) => change({ kind })}
          className="w-36"
        />
        {/* Both buttons keep their place in the first field too. */}
        <span className="flex w-17 justify-end">
          {!isFirst && <IconButton icon={UpIcon} label={`Move field ${number} up`} onClick={() => builder.move(key, -1)} />}
          <IconButton icon={DeleteIcon} label={`Remove field ${number}`} onClick={() => builder.remove(key)} />
        </span>
      </div>
      <TextInput
        label={`Description of field ${number}`}
        hideLabel
        placeholder="What the model should put here"
        value={field.description}
        onChange={(description) => change({ description })}
      />
      {hasChoices(field.kind) && (
        <TextArea
          label={`Answers to choose from, one on each line, field ${number}`}
          hideLabel
          rows={3}
          placeholder="Answers to choose from, one on each line"
          value={choicesText}
          onChange={(text) => builder.changeChoices(key, text)}
          error={problemOf('choices')}
        />
      )}
      <Checkbox
        label={<span className="text-sm">May be empty where the text does not say</span>}
        checked={field.mayBeEmpty}
        onChange={(mayBeEmpty) => change({ mayBeEmpty })}
      />
    </li>
  );
}
