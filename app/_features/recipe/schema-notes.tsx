'use client';
import { plural } from '#lib/core/measures';
import type { OpenAIOptions } from '#lib/core/recipe';
import type { SchemaNote } from '#lib/core/schema-review';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { OkIcon } from '../../_ui/icons.ts';

const MOST = 8;

interface SchemaNotesProps {
  notes: SchemaNote[];
  structuredOutput: OpenAIOptions['structuredOutput'];
  onMend: () => void;
  onLine: (line: number) => void;
}

function headline(notes: SchemaNote[]): string {
  const errors = notes.filter(({ severity }) => severity === 'error').length;
  if (errors) return `${plural(errors, 'fault')} the provider would refuse every request for, or that cannot be read`;
  return `${plural(notes.length, 'point')} keep${notes.length === 1 ? 's' : ''} the provider from enforcing this schema`;
}

/** What is wrong with the schema, each with its line, and the button that puts right what can be. */
export function SchemaNotes({ notes, structuredOutput, onMend, onLine }: SchemaNotesProps) {
  if (notes.length === 0) {
    const isEnforced = structuredOutput === 'json_schema';
    return (
      <p className="flex items-start gap-1.5 text-sm text-muted">
        <OkIcon size={15} className="mt-0.5 shrink-0 text-ok" />
        {isEnforced
          ? 'The provider can enforce this schema.'
          : 'Not enforced by the provider (see Advanced); answers are held against it when they come.'}
      </p>
    );
  }
  const mendable = notes.filter((note) => note.mendable).length;
  const isError = notes.some(({ severity }) => severity === 'error');
  const rest = notes.length - MOST;
  return (
    <Callout
      tone="warn"
      what={headline(notes)}
      meaning={isError ? undefined : 'It is asked for all the same; some answers may break it and those rows say so.'}
    >
      <ul className="space-y-1">
        {notes.slice(0, MOST).map((note, index) => (
          // The same fault may stand twice on one line.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className="text-sm">
            {note.line !== null && (
              <button type="button" className="link mr-1.5" onClick={() => onLine(note.line!)}>
                Line {note.line}
              </button>
            )}
            <span dir="auto">{note.message}</span>
          </li>
        ))}
        {rest > 0 && <li className="text-sm text-muted">and {plural(rest, 'more point')}</li>}
      </ul>
      {mendable > 0 && (
        <div className="flex flex-wrap items-center gap-2 pt-1">
          <Button size="sm" onClick={onMend}>
            Mend
          </Button>
          <span className="text-sm">
            {mendable === notes.length ? 'puts all of it right' : `puts ${mendable} of ${notes.length} right`}
          </span>
        </div>
      )}
    </Callout>
  );
}
