import { bytesWords } from '#lib/core/measures';
import type { CallFailure } from '#lib/core/failure';
import { stopsJob, troubleOf } from '#lib/core/failure';
import type { JobEvent, Part } from '#lib/core/job';
import { wireId } from '#lib/core/job-id';
import { OFFLINE } from '#lib/core/part-troubles';
import type { RemoteBatch } from '#lib/core/remote';
import type { Desk, Work } from './desk.ts';
import { findOwn, isOwnId, markOf, type Rivals } from './find-own.ts';

const UPLOAD_REPORT_MS = 500;
/** Clocks of the browser and the provider may differ by this much. */
const CLOCK_SKEW_MS = 60 * 60_000;
const MOST_LISTED = 2000;
const OFFLINE_MS = 60_000;
/** A batch that is over but shows no line yet is asked this often before it is taken to hold none. */
const SILENT_TRIES = 5;

/**
 * What the steps of a part do. Each stores the part before a call that acts on something, and after every call; what a state means and
 * what comes next is the machine's word alone (`core/part-machine.ts`).
 */
export class PartEffects {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  #log(part: Part, kind: JobEvent['kind'], message: string, details: string | null = null): Promise<void> {
    return this.#desk.log({ jobId: part.jobId, k: part.k, kind, message, details });
  }

  /** Tells a failure in the job's activity, once per kind in a row, and stops the job where the same awaits every batch. */
  async #tell(part: Part, failure: CallFailure, next: Part | null): Promise<void> {
    const trouble = next?.trouble ?? troubleOf(failure);
    if (part.trouble?.what !== trouble.what) await this.#log(part, 'trouble', trouble.what, trouble.details);
    if (stopsJob(failure)) await this.#desk.stop(part.jobId, troubleOf(failure));
  }

  /** Stores how far a part's bytes have gone, now and then. */
  #progressOf(part: Part): (sentBytes: number) => void {
    let reportedAt = 0;
    return (sentBytes) => {
      if (Date.now() - reportedAt < UPLOAD_REPORT_MS) return;
      reportedAt = Date.now();
      // How far it is may be lost; a database that fails here fails at the next step too, where it is told.
      this.#desk.apply(part, { type: 'upload-progress', sentBytes }).catch(() => undefined);
    };
  }

  /** Uploads a part's file. `wasInterrupted`: an earlier upload may have reached the provider; it is looked for first. */
  async upload(part: Part, work: Work, wasInterrupted: boolean): Promise<void> {
    const { api, signal } = work;
    if (!api.files) throw new Error(`${part.path} is not uploaded at this provider.`);
    const blob = await this.#desk.file(part);
    const name = uploadName(part, work);
    if (wasInterrupted) {
      const named = await api.files.named(name);
      const whole = named.ok && named.value.find((file) => file.bytes === part.bytes && !part.formerFiles?.includes(file.id));
      if (whole) {
        await this.#desk.apply(part, { type: 'uploaded', fileId: whole.id });
        await this.#log(part, 'uploaded', 'The file was already at the provider, whole.', whole.id);
        return;
      }
    }
    await this.#desk.apply(part, { type: 'upload-begun' });
    const result = await api.files.upload(name, blob, this.#progressOf(part), signal, keepSecondsOf(work));
    if (result.ok) {
      await this.#desk.apply(part, { type: 'uploaded', fileId: result.value.id });
      await this.#log(part, 'uploaded', `${bytesWords(part.bytes)} uploaded.`, result.value.id);
      return;
    }
    const next = await this.#desk.apply(part, { type: 'upload-failed', failure: result.failure, at: Date.now() });
    await this.#tell(part, result.failure, next);
  }

  /** Takes a batch as this part's own: part, ledger and submission file. */
  async #adopt(part: Part, work: Work, batch: RemoteBatch, words: string, isGuess = false): Promise<void> {
    const next = await this.#desk.apply(part, { type: 'created', batch, at: Date.now(), isGuess });
    if (!next) return;
    await this.#desk.keepSubmission(part, work, batch);
    await this.#log(part, 'submitted', words, batch.id);
  }

  /** Creates the batch. The intent is stored before the call; a call nobody knows the outcome of is never repeated blindly. */
  async create(part: Part, work: Work): Promise<void> {
    if (!this.#desk.isOnline()) {
      // A call that fails for certain would still leave it open whether it arrived.
      await this.#desk.apply(part, { type: 'held', waitsFor: 'network', until: Date.now() + OFFLINE_MS, trouble: OFFLINE });
      return;
    }
    const { job, api, signal } = work;
    const file = await this.#desk.file(part);
    const about = await this.#desk.about(work);
    const begun = await this.#desk.apply(part, { type: 'create-begun', at: Date.now() });
    if (!begun) return;
    const input = {
      fileId: begun.fileId,
      file,
      lineUrl: job.endpoint.lineUrl,
      mark: markOf(begun, work),
      about,
      keepSeconds: keepSecondsOf(work),
    };
    const result = await api.createBatch(input, this.#progressOf(part), signal);
    if (result.ok) return this.#adopt(part, work, result.value, 'Submitted.');
    const next = await this.#desk.apply(part, { type: 'create-failed', failure: result.failure, at: Date.now() });
    if (next?.state !== 'uncertain') return this.#tell(part, result.failure, next);
    await this.#log(
      part,
      'uncertain',
      'No answer came when the batch was made. Whether it was made is looked up at the provider; it is not made again until that is known.',
      result.failure.message,
    );
  }

  /** Looks an uncertain batch up in the provider's list. */
  async search(part: Part, work: Work): Promise<void> {
    const { intentAt } = markOf(part, work);
    const listed = await work.api.batchesSince(intentAt - CLOCK_SKEW_MS, MOST_LISTED);
    const at = Date.now();
    if (!listed.ok) {
      const next = await this.#desk.apply(part, { type: 'search-failed', failure: listed.failure, at });
      await this.#tell(part, listed.failure, next);
      return;
    }
    const found = await findOwn(listed.value, await this.#rivals(part, work), part, work);
    if (found && found !== 'several') {
      const words = found.isGuess
        ? 'Found at the provider, by its time and size: it had been made after all. Its results will confirm it.'
        : 'Found at the provider: it had been made after all.';
      return this.#adopt(part, work, found.batch, words, found.isGuess);
    }
    if (found === 'several' || listed.value.length >= MOST_LISTED) {
      await this.#desk.apply(part, { type: 'ambiguous', at });
      await this.#log(part, 'uncertain', found ? SEVERAL : TOO_MANY);
      return;
    }
    const next = await this.#desk.apply(part, { type: 'not-found', at });
    if (next?.state !== 'uncertain') await this.#log(part, 'uncertain', ABSENT_TWICE);
    else if (part.searchedAt.length === 0) await this.#log(part, 'uncertain', ABSENT_ONCE);
  }

  async #rivals(part: Part, { job }: Work): Promise<Rivals> {
    const [claims, all] = await Promise.all([this.#desk.claims(), this.#desk.partsAt(job.endpoint.identity)]);
    const isOther = ({ jobId, k }: Part) => jobId !== part.jobId || k !== part.k;
    const isInDoubt = ({ state }: Part) => state === 'uncertain' || state === 'creating';
    return { claims, isOtherInDoubt: all.some((other) => isOther(other.part) && isInDoubt(other.part)) };
  }

  /** Carries out the person's word on an uncertain batch. */
  async answer(part: Part): Promise<void> {
    const word = part.answer!;
    const next = await this.#desk.apply(part, { type: 'answered', answer: word });
    if (part.state === 'uncertain' && next) await this.#log(part, 'uncertain', ANSWERED[word]);
  }

  async poll(part: Part, { api }: Work, pollSeconds: number): Promise<void> {
    const result = await api.batch(part.batchId!);
    const at = Date.now();
    if (!result.ok) return this.#pollFailed(part, result.failure, at);
    const batch = result.value;
    const next = await this.#desk.apply(part, { type: 'seen', batch, at, pollSeconds });
    if (next && next.batchId === null) {
      await this.#log(part, 'trouble', next.trouble?.what ?? 'It waits for room.', next.trouble?.details ?? null);
      return;
    }
    if (next?.state === 'ended') await this.#makeRoom(part.jobId, at);
    if (batch.status === part.providerStatus) return;
    const counts = batch.counts && batch.counts.total > 0 ? ` ${batch.counts.completed} of ${batch.counts.total} requests done.` : '';
    await this.#log(part, 'polled', `The provider says: ${batch.status}.${counts}`, batch.id);
  }

  async #pollFailed(part: Part, failure: CallFailure, at: number): Promise<void> {
    const next = await this.#desk.apply(part, { type: 'poll-failed', failure, at });
    await this.#tell(part, failure, next);
  }

  /** A batch that is over makes room for those that wait. */
  async #makeRoom(jobId: string, at: number): Promise<void> {
    for (const other of await this.#desk.parts(jobId)) {
      if (other.waitsFor === 'room') await this.#desk.apply(other, { type: 'awaited', what: 'room', at });
    }
  }

  async cancel(part: Part, { api }: Work, pollSeconds: number): Promise<void> {
    const result = await api.cancelBatch(part.batchId!);
    const at = Date.now();
    const isOver =
      !result.ok && (result.failure.kind === 'rejected' || (result.failure.status === 409 && result.failure.kind !== 'identity'));
    if (!result.ok && !isOver) return this.#pollFailed(part, result.failure, at);
    await this.#desk.apply(part, { type: 'cancel-asked', at });
    if (result.ok) await this.#desk.apply(part, { type: 'seen', batch: result.value, at, pollSeconds: Math.min(pollSeconds, 30) });
    const words = result.ok ? 'The provider was asked to cancel.' : 'It was over already; nothing to cancel.';
    await this.#log(part, 'cancelled', words, part.batchId);
  }

  /** Lets go of a part that was not sent. */
  async drop(part: Part): Promise<void> {
    if (await this.#desk.apply(part, { type: 'dropped' })) await this.#log(part, 'cancelled', 'Cancelled before it was sent.');
  }

  /** Whose are the results of a batch that was taken by time and size? Null: nobody knows yet, or the failure of asking. */
  async #whose(part: Part, work: Work): Promise<'own' | 'other' | CallFailure> {
    const told = await work.api.someCustomId(part.batchId!, work.signal);
    if (!told.ok) return told.failure;
    if (told.value !== null) return isOwnId(told.value, part, work) ? 'own' : 'other';
    return part.tries < SILENT_TRIES ? NO_LINE_YET : 'own';
  }

  async collect(part: Part, work: Work): Promise<void> {
    const whose = part.isGuess ? await this.#whose(part, work) : 'own';
    if (whose === 'other') {
      const next = await this.#desk.apply(part, { type: 'disowned', at: Date.now() });
      await this.#log(part, 'uncertain', next?.trouble?.what ?? 'Its batch turned out to be another.', part.batchId);
      return;
    }
    const failure = whose === 'own' ? await this.#desk.collect(part, work) : whose;
    if (!failure) return;
    const next = await this.#desk.apply(part, { type: 'collect-failed', failure, at: Date.now() });
    await this.#tell(part, failure, next);
  }
}

const DAY_SECONDS = 24 * 3600;

/** How long the provider is to keep files, by the recipe of the round. */
function keepSecondsOf({ job, attempt }: Pick<Work, 'job' | 'attempt'>): number | undefined {
  const { keepDays } = job.revisions.find(({ revision }) => revision === attempt.revision)?.recipe.sending ?? {};
  return keepDays === undefined ? undefined : keepDays * DAY_SECONDS;
}

/** Name of an uploaded file: unique, so that one whose upload was interrupted after its end is found again. */
function uploadName({ k }: Part, { job, attempt }: Pick<Work, 'job' | 'attempt'>): string {
  return `${wireId(job)}-${k}-${attempt.tag}.jsonl`;
}

const SEVERAL =
  'Several batches at the provider could be this one. Their results will tell whose they are; nothing is made again meanwhile.';
const TOO_MANY =
  'The provider’s list is too long to be looked through, so that it is not there cannot be told. Look there yourself, and answer.';
const ABSENT_ONCE = 'Not in the provider’s list. It is looked for again for ten minutes before anything is concluded.';
const ABSENT_TWICE = 'Not in the provider’s list, twice in ten minutes: it was not made, and is made now.';
const ANSWERED = { send: 'You chose to send it again.', leave: 'You gave its rows up.', search: 'You asked to look again.' };

const NO_LINE_YET: CallFailure = {
  kind: 'incomplete',
  status: null,
  code: null,
  message: 'The results show no line yet.',
  requestId: null,
  retryable: true,
  unknown: false,
  retryAfterSeconds: null,
};
