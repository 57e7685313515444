import type { Dataset } from '#lib/core/dataset';
import type { Ledger, Trouble } from '#lib/core/job';
import { isOver } from '#lib/core/job-status';
import { countRows, newLedger } from '#lib/core/ledger';
import { stateCode } from '#lib/core/row-state';
import { db } from '#lib/storage/db';
import { getDataset, readPages } from '#lib/storage/datasets';
import { getJob, listParts, logEvent } from '#lib/storage/jobs';
import { getLedger } from '#lib/storage/ledgers';
import { RowReader } from './selection.ts';

export type Grown = { ok: true; newRows: number; keptRows: number } | { ok: false; trouble: Trouble };

const refusal = (what: string, todo: string): Grown => ({
  ok: false,
  trouble: { what, meaning: 'The job and its table are as they were; nothing was sent.', todo, details: null },
});

async function* ids(dataset: Dataset, reader: RowReader): AsyncGenerator<[row: number, id: string]> {
  for await (const page of readPages(dataset.id)) {
    for (let at = 0; at < page.rowCount; at++) yield [page.firstRow + at, reader.id(page, at)];
  }
}

/** Row of the new table for each row of the old; -1 where it is gone. Of repeated ids the first row counts. */
async function rowMap(from: Dataset, to: Dataset, readers: [RowReader, RowReader]): Promise<Int32Array> {
  const places = new Map<string, number>();
  for await (const [row, id] of ids(to, readers[1])) if (!places.has(id)) places.set(id, row);
  const map = new Int32Array(from.rowCount).fill(-1);
  const seen = new Set<string>();
  for await (const [row, id] of ids(from, readers[0])) {
    if (seen.has(id)) continue;
    seen.add(id);
    map[row] = places.get(id) ?? -1;
  }
  return map;
}

function moved(ledger: Ledger, map: Int32Array, rowCount: number): Ledger {
  const next = newLedger(ledger.jobId, rowCount);
  const skipped = stateCode('skipped');
  for (let row = 0; row < map.length; row++) {
    const to = map[row]!;
    if (to < 0 || ledger.states[row] === skipped) continue;
    next.states[to] = ledger.states[row]!;
    next.attempts[to] = ledger.attempts[row]!;
    next.parts[to] = ledger.parts[row]!;
    next.refs[to] = ledger.refs[row]!;
  }
  return next;
}

/** Rows that were sent and are not in the new table: their answers would belong to nothing. */
function lostRows(ledger: Ledger, map: Int32Array): number {
  let lost = 0;
  for (let row = 0; row < map.length; row++) if (map[row]! < 0 && ledger.parts[row]) lost++;
  return lost;
}

/**
 * Gives a job a table that has grown. Rows are the same where their ids are; what became of them moves with them, and
 * rows that are new wait for the next round. Refused while a round is under way, where columns the recipe names are
 * missing, and where rows that were sent are no longer there.
 */
export async function growTable(jobId: string, datasetId: string): Promise<Grown> {
  const [job, ledger, to] = await Promise.all([getJob(jobId), getLedger(jobId), getDataset(datasetId)]);
  const from = job && (await getDataset(job.datasetId));
  if (!job || !ledger || !from || !to)
    return refusal('The job or one of the tables is no longer in this browser.', 'Choose the table file again.');
  const parts = await listParts(jobId);
  if (job.preparation.phase !== 'done' || parts.some((part) => !isOver(part))) {
    return refusal('A round is still under way.', 'Wait until the job is finished, or cancel it, then add the table.');
  }
  const { columns } = job.revisions.at(-1)!.recipe.question;
  if (columns.id === null)
    return refusal(
      'The job names rows by their number, so a longer table cannot be told from another one.',
      'Make a new job with an ID column.',
    );
  const missing = [columns.id, ...columns.texts].find((column) => !to.columns.includes(column));
  if (missing !== undefined) return refusal(`The table has no column “${missing}”.`, 'Choose a table with the same columns.');
  const map = await rowMap(from, to, [new RowReader(from, columns), new RowReader(to, columns)]);
  const lost = lostRows(ledger, map);
  if (lost > 0)
    return refusal(
      `${lost} rows that were sent are not in this table.`,
      'Choose a table that holds all rows of the old one, or make a new job.',
    );
  const next = moved(ledger, map, to.rowCount);
  await db.transaction('rw', [db.jobs, db.ledgers, db.partIndexes, db.events], async () => {
    for (const part of parts) {
      const index = await db.partIndexes.get([jobId, part.k]);
      if (index) await db.partIndexes.put({ ...index, rows: index.rows.map((row) => map[row]!) });
    }
    await db.ledgers.put(next);
    await db.jobs.update(jobId, { datasetId: to.id, datasetName: to.name, rowCount: to.rowCount, counts: countRows(next) });
    await logEvent({
      jobId,
      k: null,
      kind: 'round',
      message: `The table is now ${to.name} with ${to.rowCount} rows, ${to.rowCount - from.rowCount} more than before.`,
      details: null,
    });
  });
  const keptRows = map.reduce((sum, row) => sum + (row >= 0 ? 1 : 0), 0);
  return { ok: true, newRows: to.rowCount - keptRows, keptRows };
}
