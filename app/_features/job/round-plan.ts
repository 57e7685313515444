import type { Attempt, Job } from '#lib/core/job';
import { suggestions } from '#lib/core/models/suggestions';
import type { Recipe } from '#lib/core/recipe';
import { changedRecipe, type RoundChange } from '#lib/core/round-change';
import { roundsAsking, takesDone } from '#lib/core/row-marks';
import { RESENDABLE, type RowCounts, type RowState } from '#lib/core/row-state';

/** What a person may change for a further round. */
export interface RoundPlan {
  states: RowState[];
  rowsPerRequest: number | null;
  outputLimit: number | null;
  model: string;
  doneAgain: Attempt['doneAgain'];
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
    doneAgain: 'none',
  };
}

/** Rows that are done, and those of them answered under another question than the plan's. `done`: by number of round. */
export function doneRows(plan: RoundPlan, job: Job, attempts: Attempt[], done: readonly number[]): { all: number; otherQuestion: number } {
  const last = job.revisions.at(-1);
  if (!last) return { all: 0, otherQuestion: 0 };
  const { question } = plannedRecipe(plan, last.recipe);
  const isOther = takesDone('other-question', roundsAsking(question, job.revisions, attempts));
  return {
    all: done.reduce((sum, rows) => sum + rows, 0),
    otherQuestion: done.reduce((sum, rows, round) => sum + (isOther(round) ? rows : 0), 0),
  };
}

/** Rows the plan takes: those chosen by state and those done that are asked for again. */
export function plannedRows(plan: RoundPlan, counts: RowCounts, done: { all: number; otherQuestion: number }): number {
  const again = { none: 0, 'other-question': done.otherQuestion, all: done.all }[plan.doneAgain];
  return rowsOf(plan.states, counts) + again;
}

const isWhole = (value: number) => Number.isInteger(value) && value >= 1;

/** Why a plan for so many rows cannot be carried out, in words; null where it can. */
export function planProblem(plan: RoundPlan, recipe: Recipe, rows: number): string | null {
  if (rows === 0) return 'Choose at least one kind of rows above.';
  if (plan.rowsPerRequest === null || !isWhole(plan.rowsPerRequest)) return 'Rows in each request must be a whole number from 1.';
  if (plan.outputLimit !== null && !isWhole(plan.outputLimit)) return 'The output limit must be a whole number from 1, or empty.';
  if (plan.outputLimit === null && !canBeUnlimited(recipe)) return 'Name an output limit: this provider always wants one.';
  if (!plan.model.trim()) return 'Name a model.';
  return null;
}

/** Whether the provider does without an output limit. */
export function canBeUnlimited(recipe: Recipe): boolean {
  return recipe.question.provider.provider === 'openai';
}

/** Only what differs from the last round. */
export function roundChange(plan: RoundPlan, recipe: Recipe): RoundChange {
  const change: RoundChange = {};
  const model = plan.model.trim();
  if (plan.rowsPerRequest !== null && plan.rowsPerRequest !== recipe.sending.rowsPerRequest) change.rowsPerRequest = plan.rowsPerRequest;
  if (plan.outputLimit !== recipe.question.provider.options.outputLimit) change.outputLimit = plan.outputLimit;
  if (model !== recipe.question.model) change.model = model;
  if (plan.doneAgain !== 'none') change.doneAgain = plan.doneAgain;
  return change;
}

/** The recipe a plan comes to. */
export function plannedRecipe(plan: RoundPlan, recipe: Recipe): Recipe {
  return changedRecipe(recipe, roundChange(plan, recipe));
}

/** Models to propose: the one used last, ours for its provider, then those the provider lists, where it told them. */
export function proposedModels(recipe: Recipe, now: number, listed: readonly string[] | null): string[] {
  const { provider, model } = recipe.question;
  return [...new Set([model, ...suggestions(provider.provider, now, listed).map((suggestion) => suggestion.model), ...(listed ?? [])])];
}
