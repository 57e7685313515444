import { askedText } from './digest.ts';
import type { Attempt, RecipeRevision } from './job.ts';
import type { Question } from './recipe.ts';

/** How what a row was asked differs from what the newest round asks. */
export interface RowMarks {
  /** Version of the recipe it was asked by, where its question was another; null: the same question. */
  revision: number | null;
  /** The model it was sent to, where the newest round asks another; null: the same model. */
  model: string | null;
}

const withoutModel = (question: Question) => askedText({ ...question, model: '' });

/** The round that counts as newest: the last one sent, or the first while none is. */
function newestRound(attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.findLast((attempt) => attempt.submittedAt !== null) ?? attempts[0];
}

/** Marks of the rows of each round, by its number; rounds that ask what the newest asks are not in it. */
export function marksByRound(revisions: readonly RecipeRevision[], attempts: readonly Attempt[]): Map<number, RowMarks> {
  const questionOf = (attempt: Attempt | undefined) => revisions.find(({ revision }) => revision === attempt?.revision)?.recipe.question;
  const newest = questionOf(newestRound(attempts));
  const marks = new Map<number, RowMarks>();
  for (const attempt of attempts) {
    const asked = questionOf(attempt);
    if (!asked || !newest || asked === newest) continue;
    const revision = withoutModel(asked) === withoutModel(newest) ? null : attempt.revision;
    const model = asked.model === newest.model ? null : asked.model;
    if (revision !== null || model !== null) marks.set(attempt.number, { revision, model });
  }
  return marks;
}

/** Numbers of the rounds that asked this very question. */
export function roundsAsking(question: Question, revisions: readonly RecipeRevision[], attempts: readonly Attempt[]): Set<number> {
  const asked = askedText(question);
  const same = new Set(revisions.filter(({ recipe }) => askedText(recipe.question) === asked).map(({ revision }) => revision));
  return new Set(attempts.filter(({ revision }) => same.has(revision)).map(({ number }) => number));
}

/** Whether rows a round has done are asked for again by one that asks this question. */
export function takesDone(doneAgain: Attempt['doneAgain'], asking: ReadonlySet<number>): (round: number) => boolean {
  return (round) => doneAgain === 'all' || (doneAgain === 'other-question' && !asking.has(round));
}

/** "asked by version 1 of the recipe; answered by gpt-5.4-mini". */
export function markWords({ revision, model }: RowMarks): string {
  const words = [revision !== null && `asked by version ${revision} of the recipe`, model !== null && `sent to ${model}`];
  return words.filter(Boolean).join('; ');
}
