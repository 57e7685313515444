import type { EndpointInfo } from './endpoint.ts';
import type { RemoteBatch } from './remote.ts';

type Protocol = EndpointInfo['protocol'];

/** What a batch tells of the job it belongs to. */
export interface BatchClue {
  job: string;
  /** Name a person gave the job; null: not told. */
  name: string | null;
  /** Number of its file; null: not told. */
  k: number | null;
  round: number;
  /** Mark of its round; null where it has none. */
  tag: string | null;
  digest: string | null;
}

/** A batch of the provider's list, without the provider's own object. */
export interface ListedBatch extends Omit<RemoteBatch, 'raw'> {
  /** Until when its results can be fetched, ms; null: not known, or it has none. */
  goneAt: number | null;
}

/** A part of a job in this browser whose batch this is. */
export interface BatchHere {
  jobId: string;
  /** Id it goes by at the provider. */
  wireId: string;
  name: string;
  k: number;
  isCollected: boolean;
}

/** Batches that belong together, newest first. */
export interface RemoteJob {
  key: string;
  /** Null: nothing tells whose it is. */
  job: string | null;
  name: string;
  batches: ListedBatch[];
  createdAt: number;
  /** The job in this browser; null: it is not here. */
  here: { jobId: string; name: string } | null;
  /** Batches of it that the job here does not have. */
  missing: number;
}

const DESCRIPTION = /^Batch job (.+)$/;
const ROUND = /^([1-9]\d{0,2})-([A-Za-z0-9]{1,16})$/;
const NUMBER = /^\d{1,5}$/;

/** By the batch's own metadata: ours, or the description of the Python original. Null: it has none. */
export function clueOf({ metadata }: Pick<RemoteBatch, 'metadata'>): BatchClue | null {
  const job = metadata.job ?? DESCRIPTION.exec(metadata.description ?? '')?.[1];
  if (!job) return null;
  const [, number, tag] = ROUND.exec(metadata.attempt ?? '') ?? [];
  return {
    job,
    name: metadata.name ?? null,
    k: NUMBER.test(metadata.part ?? '') ? Number(metadata.part) : null,
    round: number === undefined ? 1 : Number(number),
    tag: tag ?? null,
    digest: /^[0-9a-f]{64}$/.test(metadata.digest ?? '') ? metadata.digest! : null,
  };
}

/** A custom id taken apart: `job` still holds the number of the file where it could be either. */
function partsOfId(customId: string, protocol: Protocol): { job: string; k: number | null; tag: string | null } | null {
  if (protocol === 'openai') {
    const [, job, k, , tag] = /^(.+)-(\d{1,5})-(\d+)(?:-([a-z2-9]{4}))?$/.exec(customId) ?? [];
    return job === undefined ? null : { job, k: Number(k), tag: tag ?? null };
  }
  const [, job, tag] = /^(.+)-chunk-\d{6,}(?:-([a-z2-9]{4}))?$/.exec(customId) ?? [];
  if (job !== undefined) return { job, k: null, tag: tag ?? null };
  const [, later, k, mark] = /^(.+)-(\d{1,5})-\d{6,}-([a-z2-9]{4})$/.exec(customId) ?? [];
  return later === undefined ? null : { job: later, k: Number(k), tag: mark! };
}

/**
 * What custom ids tell of their batches, by batch. A job's id may end in a number, as the ids of its later files do: a number is taken
 * for the file's only where another batch listed goes by the id without it. Rounds are told apart by their marks, in the order made.
 */
export function cluesOfIds(
  ids: ReadonlyMap<string, string>,
  protocol: Protocol,
  createdAt: (batchId: string) => number,
): Map<string, BatchClue> {
  const split = [...ids].flatMap(([batchId, customId]) => {
    const parts = partsOfId(customId, protocol);
    return parts ? [{ batchId, ...parts }] : [];
  });
  const jobs = new Set(split.map(({ job }) => job));
  const named = split.map((one) => {
    const [, base, k] = one.k === null ? (/^(.+)-(\d{1,5})$/.exec(one.job) ?? []) : [];
    return base !== undefined && jobs.has(base) ? { ...one, job: base, k: Number(k) } : { ...one, k: one.k ?? 0 };
  });
  const marks = new Map<string, (string | null)[]>();
  for (const { job, tag } of named.toSorted((a, b) => createdAt(a.batchId) - createdAt(b.batchId))) {
    const known = marks.get(job) ?? [null];
    marks.set(job, known.includes(tag) ? known : [...known, tag]);
  }
  return new Map(
    named.map(({ batchId, job, k, tag }) => [batchId, { job, name: null, k, round: marks.get(job)!.indexOf(tag) + 1, tag, digest: null }]),
  );
}

/**
 * Batches grouped into jobs, newest first. What this browser's records say of a batch goes before what it tells itself; one that
 * nothing tells of stands alone.
 */
export function groupBatches(
  batches: readonly ListedBatch[],
  clues: ReadonlyMap<string, BatchClue>,
  here: ReadonlyMap<string, BatchHere>,
): RemoteJob[] {
  const groups = new Map<string, ListedBatch[]>();
  for (const batch of batches) {
    const job = here.get(batch.id)?.wireId ?? clues.get(batch.id)?.job;
    const key = job === undefined ? `batch ${batch.id}` : `job ${job}`;
    groups.set(key, [...(groups.get(key) ?? []), batch]);
  }
  const jobs = [...groups].map(([key, own]): RemoteJob => {
    const sorted = own.toSorted((a, b) => b.createdAt - a.createdAt);
    const parts = sorted.flatMap(({ id }) => here.get(id) ?? []);
    const told = sorted.flatMap(({ id }) => clues.get(id) ?? []);
    const job = parts[0]?.wireId ?? told[0]?.job ?? null;
    const name = parts[0]?.name ?? told.find((clue) => clue.name !== null)?.name ?? job ?? sorted[0]!.id;
    const found = parts[0] ? { jobId: parts[0].jobId, name: parts[0].name } : null;
    return {
      key,
      job,
      name,
      batches: sorted,
      createdAt: sorted[0]!.createdAt,
      here: found,
      missing: found ? own.length - parts.length : 0,
    };
  });
  return jobs.toSorted((a, b) => b.createdAt - a.createdAt);
}

const DAY_MS = 24 * 60 * 60_000;

/** Results on their way out, in words: "gone in 3 days", "gone". */
export function goneWords(goneAt: number, now: number): string {
  const left = goneAt - now;
  if (left <= 0) return 'gone';
  if (left < DAY_MS) return `gone in ${Math.max(1, Math.round(left / 3_600_000))} h`;
  const days = Math.floor(left / DAY_MS);
  return `gone in ${days} ${days === 1 ? 'day' : 'days'}`;
}

/** Few days are left: worth a warning. */
export const isGoingSoon = (goneAt: number, now: number): boolean => goneAt - now < 4 * DAY_MS;

const STATE_WORDS: Record<string, string> = {
  validating: 'Being checked',
  failed: 'Refused',
  in_progress: 'Running',
  finalizing: 'Being finished',
  completed: 'Ended',
  ended: 'Ended',
  expired: 'Ran out of time',
  cancelling: 'Being cancelled',
  canceling: 'Being cancelled',
  cancelled: 'Cancelled',
};

/** Where a batch stands; the provider's own word where it is one we do not know. */
export function remoteStateWords({ status }: Pick<RemoteBatch, 'status'>): string {
  return Object.hasOwn(STATE_WORDS, status) ? STATE_WORDS[status]! : status;
}
