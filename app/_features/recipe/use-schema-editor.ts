import { useMemo } from 'react';
import { mendSchema } from '#lib/core/mend-schema';
import { editSchema, schemaText } from '#lib/core/new-job';
import { readSchemaEntry } from '#lib/core/new-job-missing';
import { layOut } from '#lib/core/pretty-json';
import type { Json } from '#lib/core/json';
import { fieldsFromSchema, type Field } from '#lib/core/schema-fields';
import type { DraftProps } from './draft-props.ts';
import { reviewFor, type SchemaReview } from './review-schema.ts';

/** The largest file taken for a schema, in bytes. */
const FILE_LIMIT = 2_000_000;

export interface SchemaEdit {
  text: string;
  review: SchemaReview;
  /** The schema as fields; null where it says more than fields can, or cannot be read. Empty for no schema. */
  fields: Field[] | null;
  setText: (text: string) => void;
  setSchema: (schema: Json | null) => void;
  mend: () => void;
  load: (file: File) => void;
}

/** The schema of the draft as text, with what is to be said about it. */
export function useSchemaEditor({ draft, edit }: Pick<DraftProps, 'draft' | 'edit'>): SchemaEdit {
  const text = schemaText(draft);
  const { question } = draft.recipe;
  const review = useMemo(() => reviewFor(text, question), [text, question]);
  const entry = useMemo(() => readSchemaEntry(text), [text]);
  const setText = (text: string) =>
    edit((draft) => {
      const read = readSchemaEntry(text);
      return editSchema(draft, text, read.ok ? read.schema : undefined);
    });
  const setSchema = (schema: Json | null) => setText(schema === null ? '' : layOut(schema));
  const fields = entry.ok ? (entry.schema === null ? [] : fieldsFromSchema(entry.schema)) : null;
  return {
    text,
    review,
    fields,
    setText,
    setSchema,
    mend: () => entry.ok && entry.schema !== null && setSchema(mendSchema(entry.schema)),
    load: (file) => void file.slice(0, FILE_LIMIT).text().then(setText),
  };
}
