import type { JsonObject } from '#lib/core/json';
import { findModel, type FoundModel } from '#lib/core/models/find-model';
import { optionsOf, type Question } from '#lib/core/recipe';
import { readSchema } from '#lib/core/schema';
import { outputSchema, type MovedKeyword } from './output-schema.ts';
import { thinkingFields, thinks } from './thinking.ts';

/** How a request asks for the form of its answers. */
export type AnswerForm =
  | { kind: 'forced_tool'; schema: JsonObject }
  | { kind: 'output_format'; schema: JsonObject; moved: MovedKeyword[] }
  | { kind: 'free_text' };

export interface RequestForm {
  form: AnswerForm;
  /** Where something goes out otherwise than chosen, or is known to be refused: sentences for a person. */
  notes: string[];
}

/** Does the model take a forced tool, thinking as it will? One nothing is known of is not asked for it unless the person says so. */
function takesForcedTool(model: FoundModel | null, isThinking: boolean): boolean {
  const forms = model?.answerForms ?? [];
  return forms.includes('forced_tool') || (forms.includes('forced_tool_unthinking') && !isThinking);
}

function movedNote(moved: MovedKeyword[]): string[] {
  const keywords = [...new Set(moved.map(({ keyword }) => keyword))];
  if (keywords.length === 0) return [];
  return [
    `The provider cannot hold answers to these rules of the schema: ${keywords.join(', ')}. They are told to the model in words, and answers are checked against them here.`,
  ];
}

function outputForm(answerSchema: JsonObject, notes: string[]): RequestForm {
  const output = outputSchema(answerSchema);
  if (output.ok) {
    const { schema, moved } = output;
    return { form: { kind: 'output_format', schema, moved }, notes: [...notes, ...movedNote(moved)] };
  }
  const note = `The provider cannot hold answers to this schema: ${output.problem}. The model is asked for it in the instructions only, and answers are checked here; keep the answer format on.`;
  return { form: { kind: 'free_text' }, notes: [...notes, note] };
}

/** Why a tool the person wants forced cannot be. */
function refusalNote(model: FoundModel): string {
  const why = model.answerForms.includes('forced_tool_unthinking')
    ? `${model.label} takes no forced tool while it thinks`
    : `${model.label} takes no forced tool`;
  return `${why}, so the schema goes out as an output format instead. The rows are the same.`;
}

function thinkingNotes(thinking: string, model: FoundModel | null): string[] {
  if (thinking === 'default') return [];
  const { thinking: sent } = thinkingFields(thinking);
  if (!sent) return [`“${thinking}” is no way of thinking this provider knows. Nothing is sent about it; choose another.`];
  if (!model || model.thinking.values.some((value) => value === thinking)) return [];
  return [`${model.label} is not known to take “${thinking}” for thinking. Its requests may all be refused, unpaid; choose another.`];
}

/** A tool's schema must say that it is an object; everything else goes out as given. */
const toolSchema = (answerSchema: JsonObject): JsonObject =>
  answerSchema.type === undefined ? { type: 'object', ...answerSchema } : answerSchema;

function answerForm(question: Question, model: FoundModel | null): RequestForm {
  const { structuredOutput: wanted } = optionsOf(question, 'anthropic');
  const reading = question.schema === null || wanted === 'free_text' ? null : readSchema(question.schema);
  if (!reading?.ok) return { form: { kind: 'free_text' }, notes: [] };
  const { answerSchema } = reading.schema;
  const tool: RequestForm = { form: { kind: 'forced_tool', schema: toolSchema(answerSchema) }, notes: [] };
  if (takesForcedTool(model, thinks(question.thinking, model)) && wanted !== 'output_format') return tool;
  if (wanted !== 'forced_tool') return outputForm(answerSchema, []);
  return model ? outputForm(answerSchema, [refusalNote(model)]) : tool;
}

/**
 * How a question's answers are asked for: as chosen, but never in a way the model is known to refuse, since the provider
 * tells of it only when the whole batch has ended. A schema that cannot be read is not sent; `readSchema` tells why.
 */
export function requestForm(question: Question): RequestForm {
  const model = findModel('anthropic', question.model);
  const { form, notes } = answerForm(question, model);
  return { form, notes: [...notes, ...thinkingNotes(question.thinking, model)] };
}
