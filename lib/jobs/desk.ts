import type { CallFailure } from '#lib/core/failure';
import type { Attempt, Job, JobEvent, Part, Trouble, Wishes } from '#lib/core/job';
import type { PartEvent } from '#lib/core/part-event';
import type { RemoteBatch } from '#lib/core/remote';
import type { ProviderApi } from '#lib/providers/provider';

/** What every effect needs to know of the job it works for. */
export interface Work {
  job: Job;
  attempt: Attempt;
  api: ProviderApi;
  /** Aborted when the tab's engine ends or the person cancels. */
  signal: AbortSignal;
}

/**
 * All that driving a job needs besides the provider: where parts and wishes are kept, and the passes over rows. Every method that writes
 * stores as one, whole or not at all. The browser's own is `browserDesk`; tests put another in its place and let it die anywhere.
 */
export interface Desk {
  job(id: string): Promise<Job | undefined>;
  attempts(jobId: string): Promise<Attempt[]>;
  parts(jobId: string): Promise<Part[]>;
  part(jobId: string, k: number): Promise<Part | undefined>;
  /** Every part of all jobs of that endpoint, with the model it asks. */
  partsAt(identity: string | null): Promise<{ model: string; part: Part }[]>;
  /** Batches that some part of any job has: taken for sure, or by a guess. */
  claims(): Promise<Map<string, 'sure' | 'guess'>>;

  /**
   * Applies an event to the part as stored now, and stores what it changes, together with what it means for the part's rows.
   * Null: the event did not belong and nothing changed.
   */
  apply(part: Part, event: PartEvent): Promise<Part | null>;
  log(event: Omit<JobEvent, 'id' | 'at'>): Promise<void>;
  wish(jobId: string, wishes: Partial<Wishes>): Promise<void>;
  /** Sets or lifts what stops the whole job. */
  stop(jobId: string, trouble: Trouble | null): Promise<void>;
  /** Watching has ended by the give-up time. */
  giveUp(jobId: string, attempt: number, at: number): Promise<void>;

  /** The part's file in the job directory. Throws where it is gone. */
  file(part: Part): Promise<Blob>;
  /** What a batch is to carry about its job beside its mark, by which the job is taken in elsewhere. */
  about(work: Work): Promise<Record<string, string>>;
  /** Keeps the provider's batch object as the part's submission file. */
  keepSubmission(part: Part, work: Work, batch: RemoteBatch): Promise<void>;
  /** Prompt tokens of a part, by a sample. */
  tokens(part: Part): Promise<number>;
  /** Writes a part's rows into so many smaller files instead. */
  split(part: Part, work: Work, pieces: number): Promise<void>;
  prepare(jobId: string): Promise<void>;
  collect(part: Part, work: Work): Promise<CallFailure | null>;

  isOnline(): boolean;
  /** Runs `work` while nobody else, in any tab, runs anything under that name. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
}
