import type { Trouble } from '#lib/core/job';
import { LostDataError } from '#lib/core/lost-data';
import { isStorageFull } from '#lib/core/stopping-error';
import { db } from '#lib/storage/db';
import { getJob, listAttempts, logEvent } from '#lib/storage/jobs';
import { BuildError, buildRound } from './build.ts';
import { submitJob } from './commands.ts';

const NOTHING_SENT = 'Nothing was sent and nothing was charged. What is already in the job is kept.';

function troubleOfBuild(error: unknown): Trouble {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BuildError) return { what: message, meaning: NOTHING_SENT, todo: error.todo, details: null };
  if (error instanceof LostDataError) {
    const todo = 'Choose the same table file again under New job, which puts back what is missing. Then prepare this job again.';
    return { what: message, meaning: NOTHING_SENT, todo, details: null };
  }
  if (error instanceof RangeError) {
    return { what: message, meaning: NOTHING_SENT, todo: 'Make a new job and choose the columns again.', details: null };
  }
  if (isStorageFull(error)) {
    return {
      what: 'The browser has no room left for this job.',
      meaning: NOTHING_SENT,
      todo: 'Make room: save bundles of finished jobs and delete them, or remove tables. Then prepare again.',
      details: message,
    };
  }
  return {
    what: 'Preparing stopped at an error.',
    meaning: NOTHING_SENT,
    todo: 'Prepare again. If it stops again, the details help to find out why.',
    details: message,
  };
}

/** Prepares the newest round if that is wanted, or was under way when the page went; then submits it if that was agreed before. */
export async function prepare(jobId: string): Promise<void> {
  const job = await getJob(jobId);
  if (!job) return;
  const { phase } = job.preparation;
  if (phase === 'wanted' || phase === 'running') {
    try {
      await buildRound(jobId, async () => (await getJob(jobId))?.preparation.phase === 'running');
    } catch (error) {
      const trouble = troubleOfBuild(error);
      await db.jobs.update(jobId, { 'preparation.phase': 'failed', 'preparation.error': trouble });
      await logEvent({ jobId, k: null, kind: 'trouble', message: trouble.what, details: trouble.details });
      return;
    }
  }
  await submitAsAgreed(jobId);
}

async function submitAsAgreed(jobId: string): Promise<void> {
  const job = await getJob(jobId);
  const consent = job?.wishes.submitWhenPrepared;
  if (!job || !consent || job.preparation.phase !== 'done') return;
  const attempt = (await listAttempts(jobId)).at(-1);
  if (attempt) await submitJob(jobId, { ...consent, at: Date.now(), texts: attempt.rows, batches: attempt.batches });
}
