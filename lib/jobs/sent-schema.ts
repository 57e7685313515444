import type { Json } from '#lib/core/json';
import { isStrict, type Question } from '#lib/core/recipe';
import { rowValidator, type RowValidator } from '#lib/core/row-validator';
import { readSchema } from '#lib/core/schema';
import { requestForm } from '#lib/providers/anthropic/request-form';

/** The text of the schema that goes out with every request beside the prompt; '' where none does. */
export function sentSchema(question: Question): string {
  if (question.provider.provider === 'anthropic') {
    const { form } = requestForm(question);
    return form.kind === 'free_text' ? '' : JSON.stringify(form.schema);
  }
  const reading = question.schema !== null && isStrict(question.provider) ? readSchema(question.schema) : null;
  return reading?.ok ? JSON.stringify(reading.schema.answerSchema) : '';
}

/** Whether requests force a tool, which brings the provider's own instructions for tools with it. */
export function sendsTool(question: Question): boolean {
  return question.provider.provider === 'anthropic' && requestForm(question).form.kind === 'forced_tool';
}

/** Checks answers against the schema of one row; null where the question has none that can be read. */
export function validatorOf(schema: Json | null): RowValidator | null {
  const reading = schema === null ? null : readSchema(schema);
  return reading?.ok ? rowValidator(reading.schema.rowSchema) : null;
}
