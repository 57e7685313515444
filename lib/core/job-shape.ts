import type { Job } from './job.ts';
import { isJsonObject } from './json.ts';
import { ROW_STATES } from './row-state.ts';

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);

/** A part of the record that is broken or missing; null: none of those looked at. */
function faultOf(job: Record<string, unknown>): string | null {
  const { endpoint, revisions, preparation, counts, wishes, extracted } = job;
  const texts = ['id', 'name', 'datasetId', 'datasetName'].find((name) => !isText(job[name]));
  const numbers = ['createdAt', 'updatedAt', 'rowCount'].find((name) => !isNumber(job[name]));
  if (texts ?? numbers) return (texts ?? numbers)!;
  if (!isJsonObject(endpoint) || !isText(endpoint.id) || !isText(endpoint.protocol) || !isText(endpoint.label)) return 'endpoint';
  const isRevision = (one: unknown) => isJsonObject(one) && isJsonObject(one.recipe) && isJsonObject(one.recipe.question);
  if (!Array.isArray(revisions) || revisions.length === 0 || !revisions.every(isRevision)) return 'revisions';
  if (!isJsonObject(preparation) || !isText(preparation.phase)) return 'preparation';
  if (!isJsonObject(counts) || !ROW_STATES.every((state) => isNumber(counts[state]))) return 'counts';
  if (!isJsonObject(wishes)) return 'wishes';
  return Array.isArray(extracted) ? null : 'extracted';
}

/**
 * What of a stored job's record is not as every screen and the engine take it to be; null: it is sound. A light look, for records that
 * were damaged, not a check of every field.
 */
export function jobFault(record: unknown): string | null {
  return isJsonObject(record) ? faultOf(record) : 'the whole record';
}

export function isSoundJob(record: unknown): record is Job {
  return jobFault(record) === null;
}
