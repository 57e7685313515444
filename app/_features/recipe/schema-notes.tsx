'use client';
import { plural } from '#lib/core/measures';
import type { SchemaNote } from '#lib/core/schema-review';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { OkIcon } from '../../_ui/icons.ts';
import type { SchemaReview, SchemaRule } from './review-schema.ts';

const MOST = 8;

interface SchemaNotesProps {
  review: SchemaReview;
  onMend: () => void;
  onLine: (line: number) => void;
}

const ALL_WELL: Record<SchemaRule, string> = {
  strict: 'The provider can enforce this schema.',
  'output-format': 'The provider can enforce this schema.',
  tool: 'Goes out as the input of a tool, which the model nearly always keeps to; answers are held against it when they come.',
  instructions: 'Not enforced by the provider (see Advanced); answers are held against it when they come.',
};

const MEANINGS: Partial<Record<SchemaRule, string>> = {
  strict: 'It is asked for all the same; some answers may break it and those rows say so.',
  'output-format': 'Everything else of it is enforced. Answers are held against the whole of it when they come.',
  instructions: 'Answers are held against it when they come, and rows that break it say so.',
};

function headline(notes: SchemaNote[], rule: SchemaRule): string {
  const errors = notes.filter(({ severity }) => severity === 'error').length;
  if (errors) return `${plural(errors, 'fault')} to put right before this schema can be used`;
  if (rule === 'strict')
    return `${plural(notes.length, 'point')} keep${notes.length === 1 ? 's' : ''} the provider from enforcing this schema`;
  return `${plural(notes.length, 'point')} of this schema to know about`;
}

/** What is wrong with the schema, each with its line, and the button that puts right what can be. */
export function SchemaNotes({ review, onMend, onLine }: SchemaNotesProps) {
  const { notes, rule } = review;
  if (notes.length === 0) {
    return (
      <p className="flex items-start gap-1.5 text-sm text-muted">
        <OkIcon size={15} className="mt-0.5 shrink-0 text-ok" />
        {ALL_WELL[rule]}
      </p>
    );
  }
  const mendable = notes.filter((note) => note.mendable).length;
  const isError = notes.some(({ severity }) => severity === 'error');
  const rest = notes.length - MOST;
  return (
    <Callout tone="warn" what={headline(notes, rule)} meaning={isError ? undefined : MEANINGS[rule]}>
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
