'use client';
import { useRef, useState } from 'react';
import { Button } from '../../_ui/button.tsx';
import { CodeEditor, goToLine } from '../../_ui/code-editor.tsx';
import { FilePick } from '../../_ui/file-pick.tsx';
import { CloseIcon, DeleteIcon, PlusIcon } from '../../_ui/icons.ts';
import type { DraftProps } from './draft-props.ts';
import { FieldBuilder } from './field-builder.tsx';
import { SchemaNotes } from './schema-notes.tsx';
import { useSchemaEditor } from './use-schema-editor.ts';

const PLACEHOLDER = `No schema: each answer is any JSON object.

A schema fixes the columns of your results. Start from fields, load a file, or paste one: of one row, of a whole answer, or with OpenAI's wrapper around it.`;

/** The schema as JSON, with a builder of fields for those who do not write JSON. */
export function SchemaEditor({ draft, edit, errorOf }: DraftProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isBuilding, setIsBuilding] = useState(false);
  const schema = useSchemaEditor({ draft, edit });
  const isEmpty = schema.text.trim() === '';
  const jump = (line: number) => {
    const area = box.current?.querySelector<HTMLTextAreaElement>('textarea[wrap="off"]');
    if (area) goToLine(area, line);
  };
  return (
    <div ref={box} className="min-w-0 space-y-2">
      <div className="-mt-1 flex flex-wrap items-center justify-end gap-2">
        <span aria-hidden="true" className="mr-auto text-sm font-medium">
          Schema
        </span>
        {!isBuilding && schema.fields && (
          <Button size="sm" icon={PlusIcon} onClick={() => setIsBuilding(true)}>
            {isEmpty ? 'Start from fields' : 'Edit as fields'}
          </Button>
        )}
        {isBuilding && (
          <Button size="sm" icon={CloseIcon} onClick={() => setIsBuilding(false)}>
            Close fields
          </Button>
        )}
        <FilePick label="Load from file" accept=".json,application/json" onFile={schema.load} />
        {!isEmpty && (
          <Button size="sm" variant="quiet" icon={DeleteIcon} onClick={() => schema.setSchema(null)}>
            Remove schema
          </Button>
        )}
      </div>
      {isBuilding && <FieldBuilder fields={schema.fields} onSchema={schema.setSchema} />}
      <div data-field="schema">
        <CodeEditor
          label="Schema"
          hideLabel
          value={schema.text}
          onChange={schema.setText}
          marked={schema.review.notes.flatMap(({ line }) => (line === null ? [] : [line]))}
          rows={isBuilding ? 8 : Math.min(28, Math.max(14, schema.text.split('\n').length + 1))}
          placeholder={PLACEHOLDER}
          error={errorOf('schema')}
          hint={isEmpty ? 'None: free form. Every answer is kept, its fields become the columns.' : undefined}
        />
      </div>
      {!isEmpty && <SchemaNotes review={schema.review} onMend={schema.mend} onLine={jump} />}
    </div>
  );
}
