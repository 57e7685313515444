import { isOpen } from '#lib/core/drive-plan';
import type { Job } from '#lib/core/job';
import { troubleOfError } from '#lib/core/stopping-error';
import type { ProviderApi } from '#lib/providers/provider';
import { specOf } from '#lib/providers/registry';
import { dropOrphans } from '#lib/storage/bytes';
import { isGivenUp } from '#lib/storage/health';
import { listJobs } from '#lib/storage/jobs';
import { browserDesk } from './browser-desk.ts';
import { driveJob } from './driver.ts';
import { RoomWatch } from './room-watch.ts';
import { Sleeper } from './sleeper.ts';
import { tellUnsaid } from './unsaid.ts';
import { onWake } from './wake.ts';

const SCAN_MS = 5000;
/** Errors nobody expected pass more often than not: so many in a row are tried again before the job is stopped and says so. */
const UNEXPECTED_TRIES = 3;

/**
 * The engine of one tab. For every job with something to do it asks for that job's lock; of all tabs the one that
 * holds it drives the job, the others wait in line and take over when it goes.
 */
export class Engine {
  readonly #api: (job: Job) => Promise<ProviderApi>;
  readonly #sleeper = new Sleeper();
  readonly #driving = new Set<string>();
  /** Errors in a row, by job. */
  readonly #errors = new Map<string, number>();
  readonly #room = new RoomWatch();
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
    const online = () => void this.#cameOnline().then(look);
    self.addEventListener('online', online);
    // A tab may be closed between storing a wish and telling of it; a look around now and then misses nothing for long.
    const timer = setInterval(look, SCAN_MS);
    this.#stop.signal.addEventListener('abort', () => {
      end();
      self.removeEventListener('online', online);
      clearInterval(timer);
    });
    await this.#cameOnline();
    await this.#scan();
    // Another tab may be at the same; what is left is found at the next start.
    await dropOrphans().catch(() => {});
  }

  stop(): void {
    this.#stop.abort();
  }

  /** What waited for a way to the server need wait no longer. */
  async #cameOnline(): Promise<void> {
    const at = Date.now();
    for (const job of await listJobs()) {
      for (const part of await browserDesk.parts(job.id)) {
        if (part.waitsFor === 'network') await browserDesk.apply(part, { type: 'awaited', what: 'network', at });
      }
    }
  }

  async #scan(): Promise<void> {
    if (isGivenUp()) return this.stop();
    for (const job of await listJobs()) {
      if (this.#driving.has(job.id)) continue;
      // A record of one job that cannot be read must not keep the others waiting.
      await this.#look(job).catch((error: unknown) => this.#tell(job.id, error));
    }
  }

  async #look(job: Job): Promise<void> {
    if (await this.#room.isFreed(job)) await browserDesk.stop(job.id, null);
    const [attempts, parts] = await Promise.all([browserDesk.attempts(job.id), browserDesk.parts(job.id)]);
    const { submitAs } = specOf(job.endpoint.protocol);
    if (isOpen({ job, attempts, parts, submitAs }, Date.now())) void this.#drive(job.id);
  }

  async #drive(jobId: string): Promise<void> {
    if (this.#driving.has(jobId)) return;
    this.#driving.add(jobId);
    const { signal } = this.#stop;
    const seenWakes = this.#sleeper.wakes;
    try {
      await navigator.locks.request(`rowmill-job-${jobId}`, { signal }, () =>
        driveJob({ jobId, desk: browserDesk, api: this.#api, sleeper: this.#sleeper, signal }),
      );
      this.#errors.delete(jobId);
    } catch (error) {
      if (!signal.aborted) await this.#tell(jobId, error);
    } finally {
      this.#driving.delete(jobId);
    }
    // A wish that came while the last step was ending would find nobody listening.
    if (this.#sleeper.wakes !== seenWakes && !signal.aborted) await this.#scan();
  }

  /** An error nobody expected must neither vanish nor run in circles: it stops the job, in words, until the person wants it to go on. */
  async #tell(jobId: string, error: unknown): Promise<void> {
    const tries = (this.#errors.get(jobId) ?? 0) + 1;
    this.#errors.set(jobId, tries);
    // Deleted meanwhile: there is nobody to tell.
    if (!(await browserDesk.job(jobId).catch(() => null))) return;
    const parts = await browserDesk.parts(jobId).catch(() => []);
    const trouble = troubleOfError(error, parts);
    if (!trouble.cause && tries < UNEXPECTED_TRIES) return;
    this.#errors.delete(jobId);
    // With no room left not even this may find a place; the tabs are then told at every try.
    await browserDesk.stop(jobId, trouble).catch(() => tellUnsaid(jobId, trouble));
    await browserDesk.log({ jobId, k: null, kind: 'trouble', message: trouble.what, details: trouble.details }).catch(() => undefined);
  }
}
