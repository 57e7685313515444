import { isOver } from '#lib/core/job-status';
import { rowState } from '#lib/core/ledger';
import { pieceOf } from '#lib/core/part-pieces';
import { WISHED } from '#lib/core/wishes';
import type { Store } from './desk.ts';
import type { World } from './world.ts';

const CONSENT = { texts: 1, batches: 1, host: 'h', priceUsd: null };

/** The person, clicking in whatever tab is open: each click changes what is kept, as `commands.ts` does. */
export const CLICKS = {
  submit({ job, attempts }: Store, world: World): void {
    if (job.wishes.submit) return;
    Object.assign(attempts.at(-1)!, { consent: { at: world.now, ...CONSENT }, submittedAt: world.now });
    Object.assign(job.wishes, WISHED.submit);
  },
  checkNow({ job }: Store): void {
    Object.assign(job.wishes, WISHED.checkNow);
    job.trouble = null;
  },
  stopWatching: ({ job }: Store) => void Object.assign(job.wishes, WISHED.stopWatching),
  watchAgain: ({ job }: Store) => void Object.assign(job.wishes, WISHED.watchAgain),
  holdSending: ({ job }: Store) => void Object.assign(job.wishes, WISHED.holdSending),
  sendOn: ({ job }: Store) => void Object.assign(job.wishes, WISHED.sendOn),
  cancel: ({ job }: Store) => void Object.assign(job.wishes, WISHED.cancel),
  answer({ job, parts }: Store, world: World): void {
    const at = parts.findIndex(({ state }) => state === 'uncertain');
    if (at < 0) return;
    const answer = world.chance.of(['send', 'search', 'search', 'leave'] as const);
    parts[at] = { ...parts[at]!, answer, nextPollAt: null };
    Object.assign(job.wishes, WISHED.checkNow);
  },
  /** A further round with the rows that are not done, in one file. */
  sendRemaining(store: Store): void {
    const { job, attempts, parts, rows, ledger } = store;
    if (!job.wishes.submit || !parts.every(isOver) || attempts.length > 2) return;
    const left = Uint32Array.from({ length: job.rowCount }, (_, row) => row).filter((row) => rowState(ledger, row) !== 'ok');
    if (left.length === 0) return;
    Object.assign(job.wishes, WISHED.nextRound);
    job.trouble = null;
    const number = attempts.length + 1;
    attempts.push({ ...attempts[0]!, number, consent: null, submittedAt: null, gaveUpAt: null });
    const k = parts.at(-1)!.k + 1;
    rows.set(k, left);
    parts.push({
      ...pieceOf(parts[0]!, { k, path: `${k}`, bytes: left.length * 10, rows: left.length, requests: left.length, digest: `d${k}` }),
      attempt: number,
    });
  },
} satisfies Record<string, (store: Store, world: World) => void>;

/** How often each is clicked, against the others. */
export const HABITS: (keyof typeof CLICKS)[] = [
  'submit',
  'submit',
  'checkNow',
  'checkNow',
  'checkNow',
  'stopWatching',
  'watchAgain',
  'watchAgain',
  'holdSending',
  'sendOn',
  'sendOn',
  'cancel',
  'answer',
  'sendRemaining',
];
