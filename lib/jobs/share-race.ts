import { troubleOf } from '#lib/core/failure';
import type { Part, Trouble } from '#lib/core/job';
import { wireId } from '#lib/core/job-id';
import { OTHER_UPLOADS, raceOutcome, sentByOthers } from '#lib/core/share-race';
import type { Desk, Work } from './desk.ts';

/** Providers tell times in whole seconds: after this, whoever uploads comes later by the provider's own clock. */
const SETTLE_MS = 2000;
const LOOK_AGAIN_MS = 3000;
/** Clocks of the browser and the provider may differ by this much. */
const CLOCK_SKEW_MS = 60 * 60_000;
const MOST_LISTED = 2000;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function hold(desk: Desk, part: Part, trouble: Trouble): Promise<false> {
  await desk.apply(part, { type: 'held', waitsFor: 'turn', until: Date.now() + LOOK_AGAIN_MS, trouble });
  return false;
}

/** Lets go of all of the round that was not sent, which is all of it. */
async function letGo(desk: Desk, round: Part[], { job }: Work, batchId: string): Promise<false> {
  const trouble = sentByOthers(batchId);
  for (const part of round) await desk.apply(part, { type: 'dropped' });
  await desk.log({ jobId: job.id, k: null, kind: 'trouble', message: `${trouble.what} ${trouble.meaning}`, details: trouble.details });
  await desk.stop(job.id, trouble);
  return false;
}

/**
 * Whether a further round of a job that others may have, too, is ours to send: theirs is looked for in the provider's lists of batches
 * and of uploads (see `core/share-race.ts`). Where batches carry no name of ours nothing can be told, and it is.
 */
export async function isOurs(desk: Desk, part: Part, work: Work): Promise<boolean> {
  const { job, attempt, api } = work;
  if (job.sharedAt === undefined || attempt.number === 1 || !api.files) return true;
  const round = (await desk.parts(job.id)).filter((one) => one.attempt === attempt.number);
  if (round.some(({ batchId }) => batchId !== null)) return true;
  await wait(SETTLE_MS);
  const attempts = await desk.attempts(job.id);
  const before = attempts.find(({ number }) => number === attempt.number - 1) ?? attempt;
  const jobId = wireId(job);
  // Batches last: what was only uploaded at the first look may be a batch by now, never the other way round.
  const files = await api.files.named(new RegExp(`^${jobId}-\\d+-[A-Za-z0-9]+\\.jsonl$`));
  if (!files.ok) return hold(desk, part, troubleOf(files.failure));
  const listed = await api.batchesSince(before.createdAt - CLOCK_SKEW_MS, MOST_LISTED);
  if (!listed.ok) return hold(desk, part, troubleOf(listed.failure));
  const race = { jobId, known: new Set(attempts.map(({ tag }) => tag)), tag: attempt.tag };
  const outcome = raceOutcome(race, listed.value, files.value, Date.now());
  if (outcome.do === 'wait') return hold(desk, part, OTHER_UPLOADS);
  return outcome.do === 'go' || letGo(desk, round, work, outcome.batchId);
}
