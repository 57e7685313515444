import { lineOfPointer } from './json-place.ts';
import { readSchemaEntry } from './new-job-missing.ts';
import type { OpenAIOptions } from './recipe.ts';
import { strictProblems } from './strict-schema.ts';

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
 * provider is to enforce the schema.
 */
export function reviewSchema(text: string, structuredOutput: OpenAIOptions['structuredOutput']): SchemaNote[] {
  const entry = readSchemaEntry(text);
  if (!entry.ok) {
    const message = entry.fault ? `${entry.fault.words[0]!.toUpperCase()}${entry.fault.words.slice(1)}.` : entry.problem;
    return [{ line: entry.fault?.line ?? null, message, severity: 'error', mendable: false }];
  }
  if (entry.schema === null || structuredOutput === 'json_object') return [];
  const plain = text.replace(/^\ufeff/, '');
  return strictProblems(entry.schema)
    .map(({ pointer, message, severity, mendable }) => ({ line: lineOfPointer(plain, pointer), message, severity, mendable }))
    .sort((a, b) => a.line - b.line);
}
