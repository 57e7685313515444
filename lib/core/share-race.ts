import type { Trouble } from './job.ts';
import type { RemoteBatch } from './remote.ts';

/** An upload that no batch was made of counts as given up after this. */
const GIVEN_UP_MS = 10 * 60_000;

/** A round at the provider that this browser knows nothing of: somebody else sends the same job. */
export interface OtherBatch {
  batch: RemoteBatch;
  /** `{number}-{tag}` of the round, as its sender counts. */
  round: string;
  tag: string;
}

interface UploadedFile {
  id: string;
  filename: string;
  createdAt: number;
}

export interface Race {
  /** Id the job goes by at the provider. */
  jobId: string;
  /** Tags of all rounds known here. */
  known: ReadonlySet<string>;
  /** Tag of the round that is to be sent. */
  tag: string;
}

export type RaceOutcome = { do: 'go' } | { do: 'wait' } | { do: 'lost'; batchId: string };

/** What was cancelled or refused before anything came of it stands in nobody's way. */
function isWorth({ status, counts, phase }: RemoteBatch): boolean {
  if (phase === 'rejected') return false;
  return !status.startsWith('cancel') || (counts?.completed ?? 0) > 0;
}

/** Batches of a job that belong to rounds not known here, oldest first. */
export function otherBatches({ jobId, known }: Omit<Race, 'tag'>, listed: readonly RemoteBatch[]): OtherBatch[] {
  return listed
    .filter((batch) => batch.metadata.job === jobId && isWorth(batch))
    .map((batch) => {
      const round = batch.metadata.attempt ?? '';
      return { batch, round, tag: round.split('-').at(-1)! };
    })
    .filter(({ tag }) => !known.has(tag))
    .toSorted((a, b) => a.batch.createdAt - b.batch.createdAt || (a.batch.id < b.batch.id ? -1 : 1));
}

/** The first upload of each round of a job, by tag. */
function firstUploads(jobId: string, files: readonly UploadedFile[]): Map<string, UploadedFile> {
  const first = new Map<string, UploadedFile>();
  for (const file of files) {
    if (!file.filename.startsWith(`${jobId}-`)) continue;
    const tag = /^\d+-([A-Za-z0-9]+)\.jsonl$/.exec(file.filename.slice(jobId.length + 1))?.[1];
    const before = tag === undefined ? undefined : first.get(tag);
    if (tag !== undefined && (!before || isEarlier(file, before))) first.set(tag, file);
  }
  return first;
}

const isEarlier = (a: UploadedFile, b: UploadedFile) => a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id);

/**
 * Two people may send the same rows at once. Each has uploaded before it looks, so of two that look at least one sees the other; whoever
 * uploaded first goes, the other waits until there is a batch of the first, and then lets go. Whose upload led to no batch within ten
 * minutes has given up.
 */
export function raceOutcome(race: Race, listed: readonly RemoteBatch[], files: readonly UploadedFile[], now: number): RaceOutcome {
  const [other] = otherBatches(race, listed);
  if (other) return { do: 'lost', batchId: other.batch.id };
  const uploads = firstUploads(race.jobId, files);
  const own = uploads.get(race.tag);
  const isAhead = [...uploads].some(
    ([tag, file]) => !race.known.has(tag) && now - file.createdAt < GIVEN_UP_MS && (!own || isEarlier(file, own)),
  );
  return { do: isAhead ? 'wait' : 'go' };
}

/** What a person reads where somebody else was first. `what` also tells the screen that there is a round to take in. */
export function sentByOthers(batchId: string): Trouble {
  return {
    what: SENT_BY_OTHERS,
    meaning: 'Your round was not sent and cost nothing, so that nothing is paid for twice.',
    todo: 'Take in their round: its answers are collected here, too. Then send what is left, if anything is.',
    details: `Batch ${batchId}.`,
  };
}

export const SENT_BY_OTHERS = 'Somebody else sent rows of this job again at the same time or before.';

export const OTHER_UPLOADS: Trouble = {
  what: 'Somebody else is sending rows of this job, too, and was first.',
  meaning: 'Nothing of this batch is sent before it is known whether theirs was made. Nothing is paid for twice.',
  todo: 'That is looked up by itself, every few seconds. If theirs is not made within ten minutes, this one is.',
  details: null,
};
