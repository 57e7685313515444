import type { Job, Ledger } from '#lib/core/job';
import { runsOf } from '#lib/core/manifest-runs';
import { SKIP_REASONS } from '#lib/core/row-state';
import { getDataset } from '#lib/storage/datasets';
import { getJob, getPartIndex, listAttempts, listParts } from '#lib/storage/jobs';
import { getLedger } from '#lib/storage/ledgers';

/** Rows that are not sent, by reason. */
export function skippedRuns({ reasons }: Ledger): Record<string, number[]> {
  const found = SKIP_REASONS.filter((_, at) => reasons.includes(at + 1));
  return Object.fromEntries(
    found.map((reason) => [reason, runsOf((row) => reasons[row] === SKIP_REASONS.indexOf(reason) + 1, reasons.length)]),
  );
}

/** Rows each round sent, by number of round: those its files carry. */
async function sentRuns({ id, rowCount }: Job): Promise<Map<number, number[]>> {
  const sent = new Map<number, Uint8Array>();
  for (const { attempt, k } of await listParts(id)) {
    const index = await getPartIndex(id, k);
    if (!index) continue;
    const marks = sent.get(attempt) ?? new Uint8Array(rowCount);
    sent.set(attempt, marks);
    for (const row of index.rows) marks[row] = 1;
  }
  return new Map([...sent].map(([attempt, marks]) => [attempt, runsOf((row) => marks[row] === 1, rowCount)]));
}

/** `job.json` of a bundle (see `core/manifest.ts`): everything about a job but its rows. Keys are never part of it. */
export async function manifest(jobId: string): Promise<object> {
  const job = (await getJob(jobId))!;
  const [dataset, ledger, sent] = await Promise.all([getDataset(job.datasetId), getLedger(jobId), sentRuns(job)]);
  const { id, foreignId, name, createdAt, endpoint, revisions, counts, extracted, usage, sample } = job;
  return {
    format: 'rowmill-job',
    version: 1,
    job: { id: foreignId ?? id, name, createdAt, endpoint, extracted, counts, usage, sample },
    dataset: dataset && {
      id: dataset.id,
      fileDigest: dataset.fileDigest,
      name: dataset.name,
      bytes: dataset.bytes,
      format: dataset.format,
      columns: dataset.columns,
      rowCount: dataset.rowCount,
    },
    recipes: revisions,
    rounds: (await listAttempts(jobId)).map(({ jobId: _job, ...round }) => ({ ...round, sent: sent.get(round.number) })),
    batches: (await listParts(jobId)).map(
      ({ jobId: _job, sentBytes: _sent, nextPollAt: _next, tries: _tries, answer: _answer, isBrought: _brought, ...part }) => part,
    ),
    skipped: ledger && skippedRuns(ledger),
  };
}
