import { findModel } from '#lib/core/models/find-model';
import type { Question } from '#lib/core/recipe';

/** The `reasoning_effort` a question's thinking asks for; null leaves the field out. */
export function effortOf(thinking: string): string | null {
  return thinking === 'default' ? null : thinking;
}

/** What is known to be wrong with the effort a question asks of its model; it goes out all the same. */
export function effortNotes({ model, thinking }: Question): string[] {
  const found = effortOf(thinking) === null ? null : findModel('openai', model);
  if (!found || found.thinking.values.some((value) => value === thinking)) return [];
  return [`${found.label} is not known to take “${thinking}” for thinking. Its requests may all be refused, unpaid; choose another.`];
}
