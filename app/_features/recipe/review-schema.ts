import { readSchemaEntry } from '#lib/core/new-job-missing';
import { isStrict, type Question } from '#lib/core/recipe';
import { readSchema, type ReadSchema } from '#lib/core/schema';
import { placeNotes, reviewSchema, type SchemaNote } from '#lib/core/schema-review';
import { joiningProblems, type SchemaProblem } from '#lib/core/strict-schema';
import { outputSchema } from '#lib/providers/anthropic/output-schema';
import { requestForm } from '#lib/providers/anthropic/request-form';

/**
 * How the provider is held to the schema: by OpenAI's strict mode, by Anthropic's output format, as the input of a tool, or only
 * by the instructions.
 */
export type SchemaRule = 'strict' | 'output-format' | 'tool' | 'instructions';

export interface SchemaReview {
  rule: SchemaRule;
  notes: SchemaNote[];
}

const ROW = '/properties/all_results/items';

/** Where something of the whole answer's schema stands in what the person wrote. */
function pointerInText({ given, pointer }: ReadSchema, found: string): string {
  if (given !== 'row') return pointer + found;
  return found.startsWith(ROW) ? found.slice(ROW.length) : found;
}

const told = (keyword: string) =>
  keyword === 'additionalProperties'
    ? 'Fields beside those listed are not possible: the provider closes every object.'
    : `“${keyword}” is told to the model in words; the provider cannot hold answers to it.`;

function outputProblems(schema: ReadSchema): SchemaProblem[] {
  const output = outputSchema(schema.answerSchema);
  const problem = (pointer: string, message: string): SchemaProblem => ({ pointer, message, mendable: false, severity: 'warning' });
  if (!output.ok) return [problem('', `The provider cannot hold answers to this schema: ${output.problem}.`)];
  return output.moved.map(({ pointer, keyword }) => problem(pointerInText(schema, pointer), told(keyword)));
}

function anthropicReview(text: string, question: Question): SchemaReview {
  const plain = reviewSchema(text, false);
  const entry = readSchemaEntry(text);
  const reading = entry.ok && entry.schema !== null ? readSchema(entry.schema) : null;
  if (!entry.ok || !reading?.ok) return { rule: 'instructions', notes: plain };
  const { kind } = requestForm({ ...question, schema: entry.schema }).form;
  if (kind === 'forced_tool') return { rule: 'tool', notes: unmendable(plain) };
  const isChosen = question.provider.provider === 'anthropic' && question.provider.options.structuredOutput === 'free_text';
  const problems = isChosen ? [] : outputProblems(reading.schema);
  const joining = joiningProblems(entry.schema!).map((one) => ({ ...one, mendable: false }));
  return { rule: kind === 'output_format' ? 'output-format' : 'instructions', notes: placeNotes(text, [...problems, ...joining]) };
}

/** What mends a schema makes it fit OpenAI's strict mode, which can make it worse for others. */
const unmendable = (notes: SchemaNote[]) => notes.map((note) => ({ ...note, mendable: false }));

/** Everything to say of the text in the schema's editor, by the rules of the provider and the way it is asked. */
export function reviewFor(text: string, question: Question): SchemaReview {
  if (question.provider.provider === 'anthropic') return anthropicReview(text, question);
  const strict = isStrict(question.provider);
  return { rule: strict ? 'strict' : 'instructions', notes: reviewSchema(text, strict) };
}
