import type { Job, Part } from '#lib/core/job';
import { stored, submit } from '../../job-steps.ts';
import { unionSeconds, type Stretch } from '../figures.ts';
import type { BenchBatch } from '../provider/batches.ts';
import type { Session } from '../session.ts';
import { whenAnswersShow, whenStateIs } from './on-screen.ts';

async function partsOf(session: Session, jobId: string): Promise<Part[]> {
  return (await stored<Part>(session.page, 'parts')).filter((part) => part.jobId === jobId);
}

/** Submits the prepared job: from the click to the last batch made. Resolves once the provider has its answers ready. */
export async function submitJob(session: Session, jobId: string): Promise<Stretch> {
  session.provider.batches.hold();
  await submit(session.page);
  const startedAt = await session.lastClick();
  await whenStateIs(session.page, 'Waiting for the provider');
  await session.provider.batches.answer();
  const endedAt = Math.max(...(await partsOf(session, jobId)).map(({ submittedAt }) => submittedAt!));
  return { startedAt, endedAt };
}

/** Figures of a job whose rows were left out or failed would be of another job. */
async function seeAllDone(session: Session, jobId: string): Promise<void> {
  const job = (await stored<Job>(session.page, 'jobs')).find(({ id }) => id === jobId)!;
  if (job.counts.ok !== session.options.rows) throw new Error(`Not every row is done: ${JSON.stringify(job.counts)}`);
}

export interface Collected {
  /** Files with results, on this machine, in the order of their batches. */
  outputs: string[];
  requestBytes: number;
  resultBytes: number;
  /** From the last byte of the first batch's results leaving the provider to rows with answers on screen. */
  firstRows: Stretch;
  /** From the first results out to the last batch collected; `seconds` leaves out the time spent waiting for bytes. */
  ledger: Stretch & { seconds: number };
}

/** Lets the provider hand out its answers, asks for them, and waits until all are in the ledger. */
export async function collectJob(session: Session, jobId: string): Promise<Collected> {
  const { page, provider } = session;
  const shown = whenAnswersShow(page);
  provider.batches.release();
  await page.getByRole('button', { name: 'Check now' }).click();
  const shownAt = await shown;
  await whenStateIs(page, 'Finished');
  await seeAllDone(session, jobId);
  const parts = await partsOf(session, jobId);
  const batches = parts.map(({ batchId }): BenchBatch => provider.batches.batches.get(batchId!)!);
  const readings = parts.map(({ collectedAt }, at) => ({ startedAt: batches[at]!.sentAt!, endedAt: collectedAt! }));
  const startedAt = Math.min(...readings.map((reading) => reading.startedAt));
  const endedAt = Math.max(...readings.map((reading) => reading.endedAt));
  return {
    outputs: batches.map(({ outputPath }) => outputPath),
    requestBytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    resultBytes: batches.reduce((sum, { outputBytes }) => sum + outputBytes!, 0),
    firstRows: { startedAt, endedAt: shownAt },
    ledger: { startedAt, endedAt, seconds: unionSeconds(readings) },
  };
}
