import { lineOfPointer } from './json-place.ts';
import { readSchemaEntry } from './new-job-missing.ts';
import { joiningProblems, strictProblems, type SchemaProblem } from './strict-schema.ts';

/** A fault of a schema as its editor shows it. */
export interface SchemaNote {
  /** Line of the text, from 1; null where no line is to blame. */
  line: number | null;
  message: string;
  severity: 'error' | 'warning';
  mendable: boolean;
}

/**
 * Everything to say about the text in the schema's editor, in order of its lines. Strict mode counts only where the
 * provider is to enforce the schema; what keeps answers from their rows always does.
 */
export function reviewSchema(text: string, isStrict: boolean): SchemaNote[] {
  const entry = readSchemaEntry(text);
  if (!entry.ok) {
    const message = entry.fault ? `${entry.fault.words[0]!.toUpperCase()}${entry.fault.words.slice(1)}.` : entry.problem;
    return [{ line: entry.fault?.line ?? null, message, severity: 'error', mendable: false }];
  }
  if (entry.schema === null) return [];
  return placeNotes(text, isStrict ? strictProblems(entry.schema) : joiningProblems(entry.schema));
}

/** Problems on the lines of the text they are of, in their order. */
export function placeNotes(text: string, problems: readonly SchemaProblem[]): SchemaNote[] {
  const plain = text.replace(/^\ufeff/, '');
  return problems
    .map(({ pointer, message, severity, mendable }) => ({ line: lineOfPointer(plain, pointer), message, severity, mendable }))
    .sort((a, b) => a.line - b.line);
}
