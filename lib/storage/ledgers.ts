import type { Job, Ledger, PartIndex, ResponseIndex, ResultPack } from '#lib/core/job';
import { countRows } from '#lib/core/ledger';
import { db } from './db.ts';
import { oneAhead } from './one-ahead.ts';

export function getLedger(jobId: string): Promise<Ledger | undefined> {
  return db.ledgers.get(jobId);
}

/** What a change of the ledger may touch: a transaction around it covers at least these. */
export const LEDGER_TABLES = [db.ledgers, db.jobs, db.parts, db.attempts, db.responseIndexes, db.resultPacks, db.events];

/**
 * Changes the ledger and what hangs on it as one: the ledger, the job's counts, and whatever `alongside` writes
 * (a part's new state, a response index). Either all of it is stored or none.
 */
export async function changeLedger(
  jobId: string,
  change: (ledger: Ledger, job: Job) => void,
  alongside?: () => Promise<void>,
): Promise<void> {
  await db.transaction('rw', LEDGER_TABLES, async () => {
    const [ledger, job] = await Promise.all([db.ledgers.get(jobId), db.jobs.get(jobId)]);
    if (!ledger || !job) throw new Error(`The ledger of job ${jobId} is missing.`);
    change(ledger, job);
    job.counts = countRows(ledger);
    job.updatedAt = Date.now();
    await db.ledgers.put(ledger);
    await db.jobs.put(job);
    await alongside?.();
  });
}

export async function putLedger(ledger: Ledger): Promise<void> {
  await db.ledgers.put(ledger);
}

export async function putPartIndex(index: PartIndex): Promise<void> {
  await db.partIndexes.put(index);
}

/** Packs of one part, all or none. */
export async function putResultPacks(packs: ResultPack[]): Promise<void> {
  await db.resultPacks.bulkPut(packs);
}

const ofPart = (jobId: string, k: number) =>
  [[jobId, k, 0] as [string, number, number], [jobId, k, Infinity] as [string, number, number]] as const;

/**
 * Undoes what an earlier reading of a part left half done: its packs go, and `takeBack` makes rows that pointed into them be
 * under way again.
 */
export async function dropAnswers(jobId: string, k: number, takeBack: (ledger: Ledger) => void): Promise<void> {
  const packs = () => db.resultPacks.where('[jobId+k+first]').between(...ofPart(jobId, k));
  if ((await packs().count()) === 0) return;
  await changeLedger(jobId, takeBack, async () => {
    await packs().delete();
  });
}

/** Stores where a part's responses lie: from here on any of its rows can be shown. */
export async function putResponseIndex(responses: ResponseIndex): Promise<void> {
  await db.transaction('rw', db.responseIndexes, db.jobs, async () => {
    await db.responseIndexes.put(responses);
    await db.jobs.update(responses.jobId, { updatedAt: Date.now() });
  });
}

/** `first` of each pack of a part, rising. */
export async function packStarts(jobId: string, k: number): Promise<number[]> {
  const [low, high] = ofPart(jobId, k);
  const keys = await db.resultPacks.where('[jobId+k+first]').between(low, high).primaryKeys();
  return keys.map(([, , first]) => first);
}

export function getResultPack(jobId: string, k: number, first: number): Promise<ResultPack | undefined> {
  return db.resultPacks.get([jobId, k, first]);
}

/** Packs fetched at once: each fetch has a transaction of its own, which takes as long as reading a pack. */
const PACKS_AT_ONCE = 4;

async function* packsTogether(jobId: string): AsyncGenerator<(ResultPack | undefined)[]> {
  const keys = await db.resultPacks.where('[jobId+k+first]').between([jobId, 0, 0], [jobId, Infinity, Infinity]).primaryKeys();
  for (let at = 0; at < keys.length; at += PACKS_AT_ONCE) yield db.resultPacks.bulkGet(keys.slice(at, at + PACKS_AT_ONCE));
}

/** All answers of a job, part by part in their order; the next packs are read while some are looked at. */
export async function* readResultPacks(jobId: string): AsyncGenerator<ResultPack> {
  for await (const packs of oneAhead(packsTogether(jobId))) for (const pack of packs) if (pack) yield pack;
}
