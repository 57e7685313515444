import type { Attempt } from './job.ts';
import { findModel } from './models/find-model.ts';
import type { Question, Recipe } from './recipe.ts';

/** What a further round does otherwise than the last one; what is absent stays. */
export interface RoundChange {
  rowsPerRequest?: number;
  outputLimit?: number | null;
  model?: string;
  /** Rows that are done and asked for again; 'none' unless said. */
  doneAgain?: Attempt['doneAgain'];
}

/** Another model: thinking goes back to the model's own where it is known not to take what was chosen for the last one. */
function withModel(question: Question, model: string): Question {
  const found = findModel(question.provider.provider, model);
  const isTaken = !found || found.thinking.values.some((value) => value === question.thinking);
  return { ...question, model, thinking: isTaken ? question.thinking : 'default' };
}

/** The recipe of a further round. A limit of none is kept from providers that always want one. */
export function changedRecipe(recipe: Recipe, change: RoundChange): Recipe {
  const next = structuredClone(recipe);
  if (change.rowsPerRequest) next.sending.rowsPerRequest = change.rowsPerRequest;
  const { provider } = next.question;
  if (change.outputLimit !== undefined && provider.provider === 'openai') provider.options.outputLimit = change.outputLimit;
  else if (change.outputLimit) provider.options.outputLimit = change.outputLimit;
  return change.model ? { ...next, question: withModel(next.question, change.model) } : next;
}
