import {
  drivePlan,
  isGivenUp,
  isStopped,
  laneOf,
  LANES,
  wishesFor,
  type Act,
  type DrivePlan,
  type JobView,
  type Lane,
} from '#lib/core/drive-plan';
import type { Job, Part } from '#lib/core/job';
import { nextStep } from '#lib/core/next-step';
import type { ProviderApi } from '#lib/providers/provider';
import { specOf } from '#lib/providers/registry';
import { attemptRecipe } from './build.ts';
import type { Desk, Work } from './desk.ts';
import { PartEffects } from './part-effects.ts';
import { isOurs } from './share-race.ts';
import type { Nap, Sleeper } from './sleeper.ts';
import { takeTurn } from './take-turn.ts';

export interface DriveInput {
  jobId: string;
  desk: Desk;
  api: (job: Job) => Promise<ProviderApi>;
  sleeper: Pick<Sleeper, 'wakes' | 'nap'>;
  /** Aborted when this tab lets go of the job. */
  signal: AbortSignal;
}

/**
 * Drives one job until nothing is left to do without the person. The caller holds the job's lock; nothing of this drive is under way any
 * more when it ends, however it ends. Everything it knows it reads from storage, and every step is stored before and after, so it may
 * be cut off anywhere.
 */
export async function driveJob(input: DriveInput): Promise<void> {
  const { jobId, desk, signal } = input;
  await desk.prepare(jobId);
  const interrupted = await resume(desk, jobId);
  const job = await desk.job(jobId);
  if (!job || job.preparation.phase !== 'done' || signal.aborted) return;
  await new Drive(input, await input.api(job), interrupted).run();
}

/** Puts parts that a crash left in the middle of a call where they can go on; returns those whose upload was cut. */
async function resume(desk: Desk, jobId: string): Promise<Set<number>> {
  const interrupted = new Set<number>();
  for (const part of await desk.parts(jobId)) {
    const next = await desk.apply(part, { type: 'resumed' });
    if (!next) continue;
    if (next.state === 'built') interrupted.add(part.k);
    if (next.state === 'uncertain') {
      const message = 'The page was closed while the batch was being made. It is looked up at the provider.';
      await desk.log({ jobId, k: part.k, kind: 'uncertain', message, details: null });
    }
  }
  return interrupted;
}

async function viewOf(desk: Pick<Desk, 'job' | 'attempts' | 'parts'>, jobId: string): Promise<JobView | null> {
  const [job, attempts, parts] = await Promise.all([desk.job(jobId), desk.attempts(jobId), desk.parts(jobId)]);
  if (!job || job.preparation.phase !== 'done') return null;
  return { job, attempts, parts, submitAs: specOf(job.endpoint.protocol).submitAs };
}

/** Two lanes of work over one plan. */
class Drive {
  readonly #input: DriveInput;
  readonly #api: ProviderApi;
  readonly #effects: PartEffects;
  readonly #interrupted: Set<number>;
  /** Ends both lanes after an error in one. A create in the other is not cut off. */
  readonly #halt = new AbortController();
  readonly #signal: AbortSignal;
  readonly #busy = new Map<Lane, Promise<void>>();
  #nap: Nap | null = null;
  #error: { thrown: unknown } | null = null;

  constructor(input: DriveInput, api: ProviderApi, interrupted: Set<number>) {
    this.#input = input;
    this.#api = api;
    this.#effects = new PartEffects(input.desk);
    this.#interrupted = interrupted;
    this.#signal = AbortSignal.any([input.signal, this.#halt.signal]);
  }

  async run(): Promise<void> {
    this.#signal.addEventListener('abort', () => this.#nap?.end(), { once: true });
    try {
      while (!this.#signal.aborted && (await this.#turn()));
    } catch (error) {
      this.#fail(error);
    }
    await Promise.all(this.#busy.values());
    if (this.#error) throw this.#error.thrown;
  }

  #fail(thrown: unknown): void {
    this.#error ??= { thrown };
    this.#halt.abort();
  }

  /** Looks once, sets free lanes to work, and waits for what comes first. False: there is nothing to wait for. */
  async #turn(): Promise<boolean> {
    const { jobId, desk, sleeper } = this.#input;
    const seenWakes = sleeper.wakes;
    const view = await viewOf(desk, jobId);
    if (!view) return false;
    const now = Date.now();
    if (isGivenUp(view, now)) {
      await desk.giveUp(jobId, view.attempts.at(-1)!.number, now);
      return true;
    }
    const isLifted = view.job.wishes.checkNow && !this.#busy.has('watch');
    const plan = drivePlan(view, now, isLifted);
    // "Check now" lifts waiting times once: what is asked from here on is another look.
    if (isLifted) await desk.wish(jobId, { checkNow: false });
    for (const lane of LANES) {
      if (!this.#busy.has(lane) && plan.due[lane].length > 0) this.#start(lane, plan, isLifted);
    }
    if (this.#busy.size === 0 && plan.until === null) return false;
    this.#nap = sleeper.nap(plan.until ?? Infinity, seenWakes);
    if (!this.#signal.aborted) await Promise.race([...this.#busy.values(), this.#nap.over]);
    this.#nap.end();
    return true;
  }

  #start(lane: Lane, plan: DrivePlan, isLifted: boolean): void {
    const round = this.#round(lane, plan, isLifted)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => this.#busy.delete(lane));
    this.#busy.set(lane, round);
  }

  /** One step for each of these parts, as far as it is still wanted when its turn comes; what was uploaded is made a batch of at once. */
  async #round(lane: Lane, { due, isLineClosed }: DrivePlan, isLifted: boolean): Promise<void> {
    let isClosed = isLineClosed;
    for (const { k } of due[lane]) {
      const act = await this.#step(lane, k, isLifted, isClosed);
      if (act === 'stop') return;
      const next = act === 'upload' ? await this.#step(lane, k, false, isClosed) : act;
      if (next === 'stop') return;
      if (next === 'create') isClosed = (await this.#input.desk.part(this.#input.jobId, k))?.waitsFor != null;
    }
  }

  /** What was done for a part; null: nothing was to be done. `stop`: nothing is to be done for this job. */
  async #step(lane: Lane, k: number, isLifted: boolean, isClosed: boolean): Promise<Act | 'stop' | null> {
    const { jobId, desk } = this.#input;
    if (this.#signal.aborted) return 'stop';
    const [job, attempts, part] = await Promise.all([desk.job(jobId), desk.attempts(jobId), desk.part(jobId, k)]);
    if (!job || isStopped(job)) return 'stop';
    if (!part || part.state === 'creating') return null;
    const { submitAs } = specOf(job.endpoint.protocol);
    const step = nextStep(part, wishesFor({ job, attempts }, part, isLifted), Date.now(), submitAs);
    if (step.do === 'wait' || laneOf(step.do) !== lane || (step.do === 'create' && isClosed)) return null;
    const attempt = attempts.find(({ number }) => number === part.attempt);
    if (!attempt) throw new Error(`Round ${part.attempt} of job ${jobId} is missing.`);
    await this.#perform(step.do, part, { job, attempt, api: this.#api, signal: this.#input.signal });
    return step.do;
  }

  #perform(act: Act, part: Part, work: Work): Promise<void> {
    const { pollSeconds } = attemptRecipe(work.job, work.attempt).sending;
    switch (act) {
      case 'upload':
        return this.#whileWanted((signal) =>
          this.#effects.upload(part, { ...work, signal }, this.#interrupted.delete(part.k) || part.tries > 0),
        );
      case 'create':
        return this.#create(part, work);
      case 'drop':
        return this.#effects.drop(part);
      case 'search':
        return this.#effects.search(part, work);
      case 'answer':
        return this.#effects.answer(part);
      case 'poll':
        return this.#effects.poll(part, work, pollSeconds);
      case 'cancel':
        return this.#effects.cancel(part, work, pollSeconds);
      case 'collect':
        return this.#effects.collect(part, work);
    }
  }

  /** Never cut off, whatever the person wishes meanwhile: nobody could tell whether the provider had it. It is cancelled after. */
  async #create(part: Part, work: Work): Promise<void> {
    const { desk } = this.#input;
    const isUnmarked = specOf(work.job.endpoint.protocol).submitAs === 'body';
    const create = async () => {
      if ((await takeTurn(desk, part, work, isUnmarked)) && (await isOurs(desk, part, work))) await this.#effects.create(part, work);
    };
    // One create at a time where batches carry no mark, whatever the number of jobs and tabs.
    return isUnmarked ? desk.alone(`create-${work.job.endpoint.identity}`, create) : create();
  }

  /** Runs something long and aborts it once the person stops sending, cancels or deletes the job. */
  async #whileWanted(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { jobId, desk, sleeper } = this.#input;
    const unwanted = new AbortController();
    const done = new AbortController();
    let nap: Nap | null = null;
    const watch = async () => {
      while (!done.signal.aborted && !unwanted.signal.aborted) {
        const seenWakes = sleeper.wakes;
        const job = await desk.job(jobId);
        if (done.signal.aborted) return;
        if (!job || job.wishes.cancel || job.wishes.hold) unwanted.abort();
        nap = sleeper.nap(Infinity, seenWakes);
        await nap.over;
      }
    };
    const watching = watch();
    try {
      await run(AbortSignal.any([this.#signal, unwanted.signal]));
    } finally {
      done.abort();
      (nap as Nap | null)?.end();
      await watching;
    }
  }
}
