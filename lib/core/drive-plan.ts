import type { Attempt, Job, Part } from './job.ts';
import { hadLastLook, nextStep, type Step, type StepWishes } from './next-step.ts';

export type Act = Exclude<Step['do'], 'wait'>;
export type Lane = 'send' | 'watch';

/** Sending and watching go side by side, so that a long upload holds up no poll. */
export const LANES: readonly Lane[] = ['send', 'watch'];
const LANE_OF: Record<Act, Lane> = {
  upload: 'send',
  create: 'send',
  drop: 'send',
  search: 'watch',
  answer: 'watch',
  poll: 'watch',
  cancel: 'watch',
  collect: 'watch',
};

/** A job as stored: all that decides what is to be done for it. */
export interface JobView {
  job: Job;
  /** In order. */
  attempts: Attempt[];
  parts: Part[];
  submitAs: 'file' | 'body';
}

/** Parts with something to do now, by lane, and when the next has; null: none before the person wants something. */
export interface DrivePlan {
  due: Record<Lane, Part[]>;
  /** No batch is made before others have made room. */
  isLineClosed: boolean;
  until: number | null;
}

export const laneOf = (act: Act): Lane => LANE_OF[act];

/** Stopped by a problem only the person can mend. What was to be cancelled is cancelled all the same. */
export const isStopped = ({ trouble, wishes }: Job): boolean => trouble !== null && !wishes.cancel;

/** When watching of the newest round is to end; null: never, or it has. What is being cancelled is watched to its end. */
function giveUpAt({ job, attempts }: Pick<JobView, 'job' | 'attempts'>): number | null {
  const attempt = attempts.at(-1);
  if (!attempt?.submittedAt || attempt.gaveUpAt || !job.wishes.watch || job.wishes.cancel) return null;
  const hours = job.revisions.find(({ revision }) => revision === attempt.revision)?.recipe.sending.giveUpHours;
  return hours ? attempt.submittedAt + hours * 3_600_000 : null;
}

/** The give-up time has come and every batch had its last look. */
export function isGivenUp(view: JobView, now: number): boolean {
  const at = giveUpAt(view);
  if (at === null || now < at) return false;
  const out = view.parts.filter(({ state }) => state === 'submitted' || state === 'running');
  return out.length > 0 && out.every((part) => hadLastLook(part, at));
}

/** What the person wants of one part. Nothing is sent of a round nobody agreed to. `lifted`: waiting times do not count. */
export function wishesFor(view: Pick<JobView, 'job' | 'attempts'>, part: Part, lifted: boolean): StepWishes {
  const { submit, hold = false, cancel, watch } = view.job.wishes;
  // Somebody else's job is looked at: nothing is sent or cancelled from here, whatever is wished.
  const isOwn = view.job.role !== 'watch';
  const isAgreed = view.attempts.some(({ number, consent }) => number === part.attempt && consent !== null);
  return { submit: isOwn && submit && isAgreed && !hold, cancel: isOwn && cancel, watch, checkNow: lifted, giveUpAt: giveUpAt(view) };
}

/** When the line of parts that wait to be made batches of moves on: the one in front was refused, or waits its turn. Null: nobody waits. */
function lineMovesAt(parts: Part[], now: number): number | null {
  const front = parts.find(
    ({ state, waitsFor, nextPollAt }) =>
      (state === 'built' || state === 'uploaded') && waitsFor && waitsFor !== 'network' && (nextPollAt ?? 0) > now,
  );
  return front?.nextPollAt ?? null;
}

/** What is to be done for a job now. Pure: the job as stored, and the time. `isLifted`: waiting times do not count, once. */
export function drivePlan(view: JobView, now: number, isLifted = view.job.wishes.checkNow): DrivePlan {
  const plan: DrivePlan = { due: { send: [], watch: [] }, isLineClosed: false, until: null };
  const { job, parts, submitAs } = view;
  if (job.preparation.phase !== 'done' || isStopped(job)) return plan;
  const line = isLifted ? null : lineMovesAt(parts, now);
  plan.isLineClosed = line !== null;
  const wait = (until: number | null) => {
    if (until !== null) plan.until = Math.min(plan.until ?? Infinity, until);
  };
  for (const part of parts) {
    // Its call is on the way; the lane that made it hears of the end.
    if (part.state === 'creating') continue;
    // Results cannot be read before it is known which rows were asked for.
    if (part.state === 'ended' && job.lacks === 'rows') continue;
    const step = nextStep(part, wishesFor(view, part, isLifted), now, submitAs);
    if (step.do === 'wait') wait(step.until);
    else if (step.do === 'create' && line !== null) wait(line);
    else plan.due[LANE_OF[step.do]].push(part);
  }
  return plan;
}

/** Is anything left to do for this job without the person, now or later? */
export function isOpen(view: JobView, now: number): boolean {
  const { job, parts } = view;
  const { phase } = job.preparation;
  if (phase === 'wanted' || phase === 'running') return true;
  if (phase !== 'done') return false;
  if (job.wishes.submitWhenPrepared) return true;
  if (isStopped(job)) return false;
  const { due, until } = drivePlan(view, now);
  return (
    due.send.length + due.watch.length > 0 || until !== null || parts.some(({ state }) => state === 'creating' || state === 'uploading')
  );
}
