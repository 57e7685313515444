import { figure, percent } from '#lib/core/measures';
import type { Job } from '#lib/core/job';
import type { Agreement } from '#lib/workers/results.api';

/** Another text whenever the rows of a job may read otherwise. */
export function resultsVersion({ datasetId, counts, extracted, revisions, wishes }: Job): string {
  return JSON.stringify([datasetId, counts, extracted, revisions.length, wishes.submit]);
}

/** Who answered in another job, in few words: its model, or its name where both have the same model. */
export function otherName(mine: Job, other: Job): string {
  const model = (job: Job) => job.revisions.at(-1)?.recipe.question.model ?? '';
  return model(other) === '' || model(other) === model(mine) ? other.name : model(other);
}

/** "52 of 60 the same (87%)". */
export function sameWords(same: number, { rows }: Agreement): string {
  return `${figure(same)} of ${figure(rows)} the same (${percent(same, rows)}%)`;
}
