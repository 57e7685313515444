import type { Attempt, Job, PartIndex } from '#lib/core/job';
import { wireId } from '#lib/core/job-id';
import { codecOf } from '#lib/providers/registry';
import { attemptRecipe, idTag } from './build.ts';

/** Custom id of each request of file `k`: as its index has them, where they are not those this app gives. */
export function customIdsOf(
  job: Job,
  attempt: Attempt,
  { k }: { k: number },
  index: Pick<PartIndex, 'customIds'> | null,
): (request: number) => string {
  const given = index?.customIds;
  if (given) return (request) => given[request]!;
  const { customId } = codecOf(attemptRecipe(job, attempt).question.provider.provider);
  const [id, tag] = [wireId(job), idTag(attempt)];
  return (request) => customId(id, k, request, tag);
}
