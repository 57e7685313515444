import type { StoredColumn } from '#lib/core/column';
import type { Job, Ledger, PartIndex, ResponseIndex, ResultPack } from '#lib/core/job';
import { countRows } from '#lib/core/ledger';
import type { ByteReader } from './blob-bytes.ts';
import { byteReader, dropBytes, pieceOf } from './bytes.ts';
import { db } from './db.ts';
import { oneAhead } from './one-ahead.ts';
import { isFiled, storedAnswers, unpackAnswers, type FiledPack, type PackRecord } from './pack-record.ts';

export function getLedger(jobId: string): Promise<Ledger | undefined> {
  return db.ledgers.get(jobId);
}

/** What a change of the ledger may touch: a transaction around it covers at least these. */
export const LEDGER_TABLES = [
  db.ledgers,
  db.jobs,
  db.parts,
  db.attempts,
  db.responseIndexes,
  db.resultPacks,
  db.answerFiles,
  db.blobs,
  db.events,
];

/**
 * Changes the ledger and what hangs on it as one: the ledger, the job's counts, and whatever `alongside` writes
 * (a part's new state, a response index). Either all of it is stored or none. `first`: the ledger of a job that has none yet.
 */
export async function changeLedger(
  jobId: string,
  change: (ledger: Ledger, job: Job) => void,
  alongside?: () => Promise<void>,
  first: Ledger | null = null,
): Promise<void> {
  await db.transaction('rw', LEDGER_TABLES, async () => {
    const [ledger, job] = await Promise.all([first ?? db.ledgers.get(jobId), db.jobs.get(jobId)]);
    if (!ledger || !job) throw new Error(`The ledger of job ${jobId} is missing.`);
    change(ledger, job);
    job.counts = countRows(ledger);
    job.updatedAt = Date.now();
    await db.ledgers.put(ledger);
    await db.jobs.put(job);
    await alongside?.();
  });
}

export async function putPartIndex(index: PartIndex): Promise<void> {
  await db.partIndexes.put(index);
}

/**
 * Stores packs of a part with the file they lie in; all or none. The file is on the disk already, or is a Blob and is stored here.
 * Part of the transaction in which the ledger comes to point at them.
 */
export async function putAnswers(
  { jobId, k }: { jobId: string; k: number },
  { file, fileKey }: { file: Blob; fileKey: string | null },
  packs: readonly PackRecord[],
): Promise<void> {
  const key = fileKey ?? crypto.randomUUID();
  if (fileKey === null) await db.blobs.add({ key, blob: file });
  await db.answerFiles.add({ key, jobId, k });
  await db.resultPacks.bulkPut(packs.map((pack) => ({ ...pack, fileKey: key })));
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
    const files = db.answerFiles.where('[jobId+k]').equals([jobId, k]);
    await dropBytes(await files.primaryKeys());
    await files.delete();
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

/** A pack of a part: all its record says but for its texts, or, up to version 2 of the database, its key. */
export type PackPlace = FiledPack | Pick<ResultPack, 'jobId' | 'k' | 'first'>;

/** The packs of a part, in the order of their answers. */
export async function packsOf(jobId: string, k: number): Promise<PackPlace[]> {
  const packs = db.resultPacks.where('[jobId+k+first]').between(...ofPart(jobId, k));
  const files = await db.answerFiles.where('[jobId+k]').equals([jobId, k]).count();
  if (files > 0) return (await packs.toArray()).filter(isFiled);
  return (await packs.primaryKeys()).map(([, , first]) => ({ jobId, k, first }));
}

/** Undefined: the pack, or the bytes it says it has, are gone. */
export async function getStoredPack(place: PackPlace): Promise<ResultPack<StoredColumn> | undefined> {
  if (!isFiled(place)) return (await db.resultPacks.get([place.jobId, place.k, place.first])) as ResultPack | undefined;
  const { fileKey, at, bytes } = place;
  const buffer = await pieceOf(fileKey, at, bytes);
  return buffer && storedAnswers(place, buffer);
}

/** Reads packs of files of answers, each file once from its beginning as long as packs are asked for in their order. */
class AnswerFiles {
  #key: string | null = null;
  #bytes: ByteReader | undefined;
  #at = 0;

  /** Undefined: the bytes are gone. */
  async read(place: FiledPack): Promise<ResultPack<StoredColumn> | undefined> {
    const { fileKey, at, bytes } = place;
    if (fileKey !== this.#key || at < this.#at) await this.#open(fileKey);
    await this.#bytes?.take(at - this.#at);
    const taken = await this.#bytes?.take(bytes);
    this.#at = at + bytes;
    return taken?.length === bytes ? storedAnswers(place, taken.buffer) : undefined;
  }

  async #open(key: string): Promise<void> {
    await this.end();
    [this.#key, this.#at, this.#bytes] = [key, 0, await byteReader(key)];
  }

  async end(): Promise<void> {
    await this.#bytes?.end();
  }
}

async function* storedPacks(jobId: string): AsyncGenerator<ResultPack<StoredColumn>> {
  const keys = await db.resultPacks.where('[jobId+k+first]').between([jobId, 0, 0], [jobId, Infinity, Infinity]).primaryKeys();
  const files = new AnswerFiles();
  try {
    for (const k of new Set(keys.map(([, part]) => part))) {
      for (const place of await packsOf(jobId, k)) {
        const pack = isFiled(place) ? await files.read(place) : await getStoredPack(place);
        if (pack) yield pack;
      }
    }
  } finally {
    await files.end();
  }
}

/** All answers of a job as they are stored, part by part in their order, as far as they are here; the next are read while some are looked at. */
export function readStoredPacks(jobId: string): AsyncGenerator<ResultPack<StoredColumn>> {
  return oneAhead(storedPacks(jobId));
}

/** The same as strings. */
export async function* readResultPacks(jobId: string): AsyncGenerator<ResultPack> {
  for await (const pack of readStoredPacks(jobId)) yield unpackAnswers(pack);
}
