import type { Attempt, Job, Part } from './job.ts';
import { RESENDABLE } from './row-state.ts';

/** A job as a person sees it: one word for where it stands. Everything on screen follows from this. */
export type JobStage =
  | 'preparing'
  | 'prepare-stopped'
  | 'prepare-failed'
  | 'ready'
  | 'submitting'
  | 'held'
  | 'running'
  | 'paused'
  | 'collecting'
  | 'rowless'
  | 'unsure'
  | 'trouble'
  | 'cancelling'
  | 'finished';

export interface JobStatus {
  stage: JobStage;
  /** "Waiting for the provider", "Finished", … */
  words: string;
  /** The one action that fits, or null where the job goes on by itself. */
  primary: 'submit' | 'send-on' | 'check-now' | 'watch' | 'send-remaining' | 'prepare' | null;
  canCancel: boolean;
  canStopWatching: boolean;
  /** Rows that "Send remaining rows again" would take. */
  resendable: number;
}

const WORDS: Record<JobStage, string> = {
  preparing: 'Preparing',
  'prepare-stopped': 'Preparing was stopped',
  'prepare-failed': 'Could not be prepared',
  ready: 'Ready to submit',
  submitting: 'Submitting',
  held: 'Sending is stopped',
  running: 'Waiting for the provider',
  paused: 'Not watching',
  collecting: 'Collecting answers',
  rowless: 'Needs its table',
  unsure: 'Needs your answer',
  trouble: 'Stopped by a problem',
  cancelling: 'Cancelling',
  finished: 'Finished',
};

const isAt =
  (...states: Part['state'][]) =>
  (part: Part) =>
    states.includes(part.state);

/** Nothing more becomes of it. */
export const isOver = isAt('collected', 'failed', 'split');

function stageOf(job: Job, parts: Part[]): JobStage {
  const { phase } = job.preparation;
  if (phase === 'wanted' || phase === 'running') return 'preparing';
  if (phase === 'stopped') return 'prepare-stopped';
  if (phase === 'failed') return 'prepare-failed';
  const open = parts.filter((part) => !isOver(part));
  if (open.length === 0) return 'finished';
  if (job.trouble) return 'trouble';
  if (open.some(isAt('uncertain'))) return 'unsure';
  if (!job.wishes.submit && open.every(isAt('built'))) return 'ready';
  if (job.wishes.cancel && job.wishes.watch) return 'cancelling';
  if (open.some(isAt('built', 'uploading', 'uploaded', 'creating')) && job.wishes.submit) return job.wishes.hold ? 'held' : 'submitting';
  if (open.every(isAt('ended')) && job.lacks === 'rows') return 'rowless';
  if (open.some(isAt('ended'))) return 'collecting';
  return job.wishes.watch ? 'running' : 'paused';
}

/** `parts` of all rounds; `attempts` in order. */
export function jobStatus(job: Job, parts: Part[]): JobStatus {
  const stage = stageOf(job, parts);
  const isOwn = job.role !== 'watch';
  const resendable = stage === 'finished' && isOwn && !job.lacks ? RESENDABLE.reduce((sum, state) => sum + job.counts[state], 0) : 0;
  const primary = {
    preparing: null,
    'prepare-stopped': 'prepare',
    'prepare-failed': 'prepare',
    ready: 'submit',
    submitting: null,
    held: 'send-on',
    running: 'check-now',
    paused: 'watch',
    collecting: null,
    rowless: null,
    // Other batches may be what it waits for.
    unsure: job.wishes.watch ? null : 'watch',
    trouble: 'check-now',
    cancelling: 'check-now',
    finished: resendable ? 'send-remaining' : null,
  }[stage] as JobStatus['primary'];
  const sent = parts.some(isAt('submitted', 'running', 'uploading', 'uploaded', 'creating', 'uncertain'));
  return {
    stage,
    words: WORDS[stage],
    primary: isOwn || primary === 'check-now' || primary === 'watch' ? primary : null,
    canCancel: isOwn && (sent || stage === 'submitting' || stage === 'held') && stage !== 'cancelling',
    canStopWatching: stage === 'running',
    resendable,
  };
}

/** The round that is being sent or was sent last. */
export function currentAttempt(attempts: Attempt[]): Attempt | undefined {
  return attempts.at(-1);
}
