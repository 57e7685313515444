import type { RoundChange } from '#lib/jobs/commands';
import type { Recipe } from '#lib/core/recipe';
import { RESENDABLE, type RowCounts, type RowState } from '#lib/core/row-state';

/** What a person may change for a further round. */
export interface RoundPlan {
  states: RowState[];
  rowsPerRequest: number | null;
  outputLimit: number | null;
  model: string;
}

/** States whose rows do better when fewer share a request. */
const BETTER_ALONE: readonly RowState[] = ['invalid', 'missing', 'duplicate', 'refused', 'truncated'];

/** A cut-off answer usually fits into four times the room. */
const MORE_ROOM = 4;

/** States that have rows to send again. */
export function resendableStates(counts: RowCounts): RowState[] {
  return RESENDABLE.filter((state) => counts[state] > 0);
}

export function rowsOf(states: RowState[], counts: RowCounts): number {
  return states.reduce((sum, state) => sum + counts[state], 0);
}

function fewerRows(rowsPerRequest: number): number {
  return rowsPerRequest <= 5 ? 1 : Math.ceil(rowsPerRequest / 4);
}

/** All that is left, with settings that tend to bring it: fewer rows in a request, more room for what was cut off. */
export function suggestedRound(recipe: Recipe, counts: RowCounts): RoundPlan {
  const states = resendableStates(counts);
  const { outputLimit } = recipe.question.provider.options;
  const { rowsPerRequest } = recipe.sending;
  return {
    states,
    rowsPerRequest: states.some((state) => BETTER_ALONE.includes(state)) ? fewerRows(rowsPerRequest) : rowsPerRequest,
    outputLimit: outputLimit !== null && states.includes('truncated') ? outputLimit * MORE_ROOM : outputLimit,
    model: recipe.question.model,
  };
}

const isWhole = (value: number) => Number.isInteger(value) && value >= 1;

/** Why a plan cannot be carried out, in words; null where it can. */
export function planProblem(plan: RoundPlan, counts: RowCounts): string | null {
  if (rowsOf(plan.states, counts) === 0) return 'Choose at least one kind of rows.';
  if (plan.rowsPerRequest === null || !isWhole(plan.rowsPerRequest)) return 'Rows in each request must be a whole number from 1.';
  if (plan.outputLimit !== null && !isWhole(plan.outputLimit)) return 'The output limit must be a whole number from 1, or empty.';
  if (!plan.model.trim()) return 'Name a model.';
  return null;
}

/** Only what differs from the last round. */
export function roundChange(plan: RoundPlan, recipe: Recipe): RoundChange {
  const change: RoundChange = {};
  const model = plan.model.trim();
  if (plan.rowsPerRequest !== null && plan.rowsPerRequest !== recipe.sending.rowsPerRequest) change.rowsPerRequest = plan.rowsPerRequest;
  if (plan.outputLimit !== recipe.question.provider.options.outputLimit) change.outputLimit = plan.outputLimit;
  if (model !== recipe.question.model) change.model = model;
  return change;
}
