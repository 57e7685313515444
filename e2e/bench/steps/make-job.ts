import type { JobEvent } from '#lib/core/job';
import type { ProviderName } from '#lib/core/recipe';
import { fillNewJob, prepare, stored } from '../../job-steps.ts';
import type { Stretch } from '../figures.ts';
import { INSTRUCTIONS, MODELS, REQUESTS_PER_BATCH, ROWS_PER_REQUEST, SCHEMA } from '../recipe.ts';
import type { Session } from '../session.ts';
import { ID_COLUMN } from '../table-file.ts';
import { whenCallEnds, whenStateIs } from './on-screen.ts';

const LABELS: Record<ProviderName, RegExp> = { openai: /^OpenAI/, anthropic: /^Anthropic/ };

/** Fills in the page New job, the table first. Resolves with when the table was taken in: from the page's call to the dataset stored. */
export async function fillJob(session: Session, provider: ProviderName, order: 'source' | 'shuffled', jobId: string): Promise<Stretch> {
  await fillNewJob(session.page, {
    file: session.table.path,
    idColumn: ID_COLUMN,
    instructions: INSTRUCTIONS,
    answerFormat: false,
    schema: JSON.stringify(SCHEMA),
    provider: LABELS[provider],
    model: MODELS[provider],
    rowsPerRequest: ROWS_PER_REQUEST,
    requestsPerBatch: REQUESTS_PER_BATCH,
    inOrder: order === 'source',
    jobId,
    whenTableIsRead: () => whenCallEnds(session.page, 'importFile'),
  });
  return session.lastCall('importFile');
}

/** Prepares the job filled in: from the click to the event that says all of it is stored. */
export async function prepareJob(session: Session): Promise<Stretch> {
  await session.quiet();
  const jobId = await prepare(session.page);
  const startedAt = await session.lastClick();
  await whenStateIs(session.page, 'Ready to submit');
  const events = await stored<JobEvent>(session.page, 'events');
  const { at: endedAt } = events.find((event) => event.jobId === jobId && event.kind === 'prepared')!;
  return { startedAt, endedAt };
}

/** Opens a job's page anew. */
export async function openJob({ page }: Session, jobId: string): Promise<void> {
  await page.goto(`/jobs/${jobId}`);
}
