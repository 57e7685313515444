import { useState } from 'react';
import type { Json } from '#lib/core/json';
import { EMPTY_FIELD, fieldProblems, hasChoices, schemaFromFields, type Field, type FieldProblem } from '#lib/core/schema-fields';

export interface FieldRow {
  key: number;
  field: Field;
  /** The choices as typed, one on each line. */
  choicesText: string;
  problem: FieldProblem | null;
}

export interface Fields {
  rows: FieldRow[];
  change: (key: number, change: Partial<Field>) => void;
  changeChoices: (key: number, text: string) => void;
  add: () => void;
  remove: (key: number) => void;
  move: (key: number, by: -1 | 1) => void;
}

interface Typed {
  key: number;
  field: Field;
  choicesText: string;
}

let lastKey = 0;

const typedOf = (field: Field): Typed => ({ key: ++lastKey, field, choicesText: field.choices.join('\n') });
const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
/** The choices typed count while the field is one of them, and come back when it is again. */
const withChoices = (one: Typed): Typed => ({
  ...one,
  field: { ...one.field, choices: hasChoices(one.field.kind) ? linesOf(one.choicesText) : [] },
});
const trimmed = (field: Field): Field => ({ ...field, name: field.name.trim(), description: field.description.trim() });

/** The fields that can be written already. */
function whole(typed: Typed[]): Field[] {
  const fields = typed.map(({ field }) => trimmed(field));
  const problems = fieldProblems(fields);
  return fields.filter((_, at) => problems[at] === null);
}

/**
 * The rows of the field builder. Half-filled rows live here only; whole ones are written into the schema at once. A
 * schema changed elsewhere replaces the rows.
 */
export function useFields(fields: Field[] | null, onSchema: (schema: Json | null) => void): Fields {
  const [typed, setTyped] = useState<Typed[]>(() => (fields?.length ? fields : [EMPTY_FIELD]).map(typedOf));
  const shown = JSON.stringify(fields);
  const [written, setWritten] = useState(shown);
  if (shown !== written) {
    setWritten(shown);
    if (fields && shown !== JSON.stringify(whole(typed))) setTyped((fields.length ? fields : [EMPTY_FIELD]).map(typedOf));
  }
  const write = (next: Typed[]) => {
    setTyped(next);
    const ready = whole(next);
    onSchema(ready.length ? schemaFromFields(ready) : null);
  };
  const replace = (key: number, change: (one: Typed) => Typed) => write(typed.map((one) => (one.key === key ? change(one) : one)));
  const problems = fieldProblems(typed.map(({ field }) => trimmed(field)));
  return {
    rows: typed.map((one, at) => ({ ...one, problem: problems[at] ?? null })),
    change: (key, change) => replace(key, (one) => withChoices({ ...one, field: { ...one.field, ...change } })),
    changeChoices: (key, choicesText) => replace(key, (one) => withChoices({ ...one, choicesText })),
    add: () => setTyped([...typed, typedOf(EMPTY_FIELD)]),
    remove: (key) => write(typed.filter((one) => one.key !== key)),
    move: (key, by) => {
      const from = typed.findIndex((one) => one.key === key);
      const moved = typed.toSpliced(from, 1);
      write(moved.toSpliced(from + by, 0, typed[from]!));
    },
  };
}
