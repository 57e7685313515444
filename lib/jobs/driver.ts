import type { Attempt, Job, Part, Wishes } from '#lib/core/job';
import { nextStep, type Step } from '#lib/core/part-machine';
import type { ProviderApi } from '#lib/providers/provider';
import { specOf } from '#lib/providers/registry';
import { db } from '#lib/storage/db';
import { getJob, listAttempts, listParts, logEvent, updateWishes } from '#lib/storage/jobs';
import { attemptRecipe } from './build.ts';
import { answer, apply, cancel, collect, create, drop, poll, search, upload, type Work } from './part-effects.ts';
import { prepare } from './prepare.ts';
import type { Sleeper } from './sleeper.ts';

type Act = Exclude<Step['do'], 'wait'>;

/** Sending and watching go side by side, so that a long upload holds up no poll. */
const LANES: Act[][] = [
  ['upload', 'create', 'drop'],
  ['search', 'answer', 'poll', 'cancel', 'collect'],
];

const UNSURE_WAIT_MS = 5000;

/** How often a running upload looks whether the person has changed their mind. */
const WISH_CHECK_MS = 1000;

export interface DriveInput {
  jobId: string;
  api: (job: Job) => Promise<ProviderApi>;
  sleeper: Sleeper;
  /** Aborted when this tab lets go of the job. */
  signal: AbortSignal;
}

/**
 * Drives one job until nothing is left to do without the person. The caller holds the job's lock.
 * Everything it knows it reads from storage, and every step is stored before and after, so it may end anywhere. A wish that
 * comes when one lane has ended stands until the engine looks again and drives the job anew.
 */
export async function driveJob(input: DriveInput): Promise<void> {
  const { jobId, signal } = input;
  await prepare(jobId);
  const interrupted = await resume(jobId);
  const job = await getJob(jobId);
  if (!job || job.preparation.phase !== 'done' || signal.aborted) return;
  const api = await input.api(job);
  await Promise.all(LANES.map((acts) => runLane(input, api, acts, interrupted)));
}

/** Puts parts that a crash left in the middle of a call where they can go on; returns those whose upload was cut. */
async function resume(jobId: string): Promise<Set<number>> {
  const interrupted = new Set<number>();
  for (const part of await listParts(jobId)) {
    const next = await apply(part, { type: 'resumed' });
    if (!next) continue;
    if (next.state === 'built') interrupted.add(part.k);
    if (next.state === 'uncertain') {
      await logEvent({
        jobId,
        k: part.k,
        kind: 'uncertain',
        message: 'The page was closed while the batch was being made. It is looked up at the provider.',
        details: null,
      });
    }
  }
  return interrupted;
}

async function runLane(input: DriveInput, api: ProviderApi, acts: Act[], interrupted: Set<number>): Promise<void> {
  const { jobId, signal, sleeper } = input;
  let isCheckUsed = false;
  for (;;) {
    if (signal.aborted) return;
    const seenWake = sleeper.wakes;
    const pass = await openPass(jobId, acts);
    if (!pass) return;
    // "Check now" lifts waiting times once. The watching lane takes the wish back after its pass; until then it stands for
    // the other lane too, which must not act on it again and again.
    const isAsked = pass.wishes.checkNow;
    if (isAsked && isCheckUsed && !acts.includes('poll')) pass.wishes = { ...pass.wishes, checkNow: false };
    isCheckUsed = isAsked;
    const until = await runPass(pass, input, api, acts, interrupted);
    if (isAsked && acts.includes('poll')) await endCheck(pass);
    if (until === 'more') continue;
    if (until === null) return;
    await sleeper.until(until, seenWake, signal);
  }
}

interface Pass {
  job: Job;
  attempts: Map<number, Attempt>;
  parts: Part[];
  wishes: Wishes;
  /** The give-up time of the newest round has come: this is its last look. */
  isLastLook: boolean;
  submitAs: 'file' | 'body';
}

function isGivenUp(job: Job, attempt: Attempt | undefined): boolean {
  const hours = attempt && attemptRecipe(job, attempt).sending.giveUpHours;
  if (!attempt?.submittedAt || !hours || attempt.gaveUpAt) return false;
  return job.wishes.watch && Date.now() > attempt.submittedAt + hours * 3_600_000;
}

async function openPass(jobId: string, acts: Act[]): Promise<Pass | null> {
  const [job, attempts, parts] = await Promise.all([getJob(jobId), listAttempts(jobId), listParts(jobId)]);
  if (!job || job.preparation.phase !== 'done') return null;
  const isLastLook = acts.includes('poll') && isGivenUp(job, attempts.at(-1));
  const wishes = isLastLook ? { ...job.wishes, checkNow: true } : job.wishes;
  const { submitAs } = specOf(job.endpoint.protocol);
  return { job, submitAs, attempts: new Map(attempts.map((attempt) => [attempt.number, attempt])), parts, wishes, isLastLook };
}

/** One step for every part that has one in this lane. Returns when the next is due; null: none without the person. */
async function runPass(
  pass: Pass,
  input: DriveInput,
  api: ProviderApi,
  acts: Act[],
  interrupted: Set<number>,
): Promise<'more' | number | null> {
  let until: number | null = null;
  let didAny = false;
  let isOtherLaneBusy = false;
  for (const part of pass.parts) {
    if (input.signal.aborted) return null;
    if (pass.job.trouble && !pass.wishes.cancel) return null;
    const step = nextStep(part, pass.wishes, Date.now(), pass.submitAs);
    if (step.do === 'wait') {
      if (step.until !== null) until = Math.min(until ?? Infinity, step.until);
    } else if (step.do === 'create' && pass.submitAs === 'body' && (await isUnsureAt(pass.job.endpoint.identity))) {
      // Batches there carry no mark of ours: with two uncertain at once neither could be told from the other.
      until = Math.min(until ?? Infinity, Date.now() + UNSURE_WAIT_MS);
    } else if (acts.includes(step.do)) {
      await perform(step.do, part, pass, input, api, interrupted);
      didAny = true;
      if ((await getJob(pass.job.id))?.trouble) return null;
    } else {
      isOtherLaneBusy = true;
    }
  }
  if (didAny) return 'more';
  return isOtherLaneBusy ? Math.min(until ?? Infinity, Date.now() + WISH_CHECK_MS) : until;
}

async function perform(act: Act, part: Part, pass: Pass, input: DriveInput, api: ProviderApi, interrupted: Set<number>): Promise<void> {
  const attempt = pass.attempts.get(part.attempt)!;
  const { pollSeconds } = attemptRecipe(pass.job, attempt).sending;
  const work: Work = { job: pass.job, attempt, api, signal: input.signal };
  switch (act) {
    case 'upload':
      await whileWanted(pass.job.id, input.signal, (signal) =>
        upload(part, { ...work, signal }, interrupted.delete(part.k) || part.tries > 0),
      );
      return;
    case 'create':
      // Never cut off, whatever the person wishes meanwhile: nobody could tell whether the provider had it. It is cancelled after.
      if (pass.submitAs === 'file') return create(part, work);
      return withEndpointLock(pass.job.endpoint.identity, () => create(part, work));
    case 'drop':
      return drop(part);
    case 'search':
      return search(part, work);
    case 'answer':
      return answer(part);
    case 'poll':
      return poll(part, work, pollSeconds);
    case 'cancel':
      return cancel(part, work, pollSeconds);
    case 'collect':
      return collect(part, work);
  }
}

/** Runs something long and aborts it once the person cancels or deletes the job. */
async function whileWanted(jobId: string, signal: AbortSignal, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const unwanted = new AbortController();
  const timer = setInterval(async () => {
    const job = await getJob(jobId);
    if (!job || job.wishes.cancel) unwanted.abort();
  }, WISH_CHECK_MS);
  try {
    await run(AbortSignal.any([signal, unwanted.signal]));
  } finally {
    clearInterval(timer);
  }
}

/** Is there a part of any job at this endpoint of which nobody knows whether its batch was made? */
async function isUnsureAt(identity: string | null): Promise<boolean> {
  const jobs = await db.jobs.filter((job) => job.endpoint.identity === identity).primaryKeys();
  return (await db.parts.filter((part) => part.state === 'uncertain' && jobs.includes(part.jobId)).count()) > 0;
}

/** One create at a time at an endpoint whose batches carry no mark, whatever the number of jobs and tabs. */
async function withEndpointLock(identity: string | null, run: () => Promise<void>): Promise<void> {
  await navigator.locks.request(`rowmill-create-${identity}`, run);
}

/** A look that was asked for has been taken. */
async function endCheck({ job, attempts, isLastLook }: Pass): Promise<void> {
  await updateWishes(job.id, { checkNow: false });
  const attempt = [...attempts.values()].at(-1);
  if (!isLastLook || !attempt) return;
  await updateWishes(job.id, { watch: false });
  await db.attempts.update([job.id, attempt.number], { gaveUpAt: Date.now() });
  await logEvent({
    jobId: job.id,
    k: null,
    kind: 'watching',
    message: 'The give-up time has come: watching has stopped. The batches go on at the provider; Check now still works.',
    details: null,
  });
}
