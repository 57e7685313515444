import { jobStatus } from '#lib/core/job-status';
import type { Job, Part } from '#lib/core/job';
import { nextStep } from '#lib/core/part-machine';
import type { ProviderApi } from '#lib/providers/provider';
import { specOf } from '#lib/providers/registry';
import { getJob, listJobs, listParts, logEvent } from '#lib/storage/jobs';
import { driveJob } from './driver.ts';
import { Sleeper } from './sleeper.ts';
import { onWake } from './wake.ts';

const SCAN_MS = 5000;

/** Anything left to do for this job without the person? */
function isOpen(job: Job, parts: Part[], now: number): boolean {
  const { stage } = jobStatus(job, parts);
  if (stage === 'preparing') return true;
  if (job.preparation.phase === 'done' && job.wishes.submitWhenPrepared) return true;
  if (job.preparation.phase !== 'done' || (job.trouble && !job.wishes.cancel)) return false;
  return parts.some((part) => {
    const step = nextStep(part, job.wishes, now, specOf(job.endpoint.protocol).submitAs);
    return step.do !== 'wait' || step.until !== null;
  });
}

/**
 * The engine of one tab. For every job with something to do it asks for that job's lock; of all tabs the one that
 * holds it drives the job, the others wait in line and take over when it goes.
 */
export class Engine {
  readonly #api: (job: Job) => Promise<ProviderApi>;
  readonly #sleeper = new Sleeper();
  readonly #driving = new Set<string>();
  readonly #stop = new AbortController();

  constructor(api: (job: Job) => Promise<ProviderApi>) {
    this.#api = api;
  }

  async start(): Promise<void> {
    const look = () => {
      this.#sleeper.wake();
      void this.#scan();
    };
    const end = onWake(look);
    // A tab may be closed between storing a wish and telling of it; a look around now and then misses nothing for long.
    const timer = setInterval(look, SCAN_MS);
    this.#stop.signal.addEventListener('abort', () => {
      end();
      clearInterval(timer);
    });
    await this.#scan();
  }

  stop(): void {
    this.#stop.abort();
  }

  async #scan(): Promise<void> {
    for (const job of await listJobs()) {
      if (!this.#driving.has(job.id) && isOpen(job, await listParts(job.id), Date.now())) void this.#drive(job.id);
    }
  }

  async #drive(jobId: string): Promise<void> {
    if (this.#driving.has(jobId)) return;
    this.#driving.add(jobId);
    const { signal } = this.#stop;
    const seenWakes = this.#sleeper.wakes;
    try {
      await navigator.locks.request(`rowmill-job-${jobId}`, { signal }, () =>
        driveJob({ jobId, api: this.#api, sleeper: this.#sleeper, signal }),
      );
    } catch (error) {
      if (!signal.aborted) await this.#tell(jobId, error);
    } finally {
      this.#driving.delete(jobId);
    }
    // A wish that came while the last step was ending would find nobody listening.
    if (this.#sleeper.wakes !== seenWakes && !signal.aborted) await this.#scan();
  }

  /** An error nobody expected must neither vanish nor run in circles: it is told, and the next wake tries again. */
  async #tell(jobId: string, error: unknown): Promise<void> {
    if (!(await getJob(jobId))) return;
    const details = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await logEvent({
      jobId,
      k: null,
      kind: 'trouble',
      message: 'A step of this job ended in an unexpected error. It is tried again when you press Check now or reload.',
      details,
    });
  }
}
