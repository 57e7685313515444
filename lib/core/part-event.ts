import type { CallFailure } from './failure.ts';
import type { Trouble, WaitsFor } from './job.ts';
import type { RemoteBatch } from './remote.ts';

/** Everything that can happen to a part. Times are ms since 1970. */
export type PartEvent =
  /** This tab took the job over: whatever was under way, its end is not known here. */
  | { type: 'resumed' }
  | { type: 'upload-begun' }
  | { type: 'upload-progress'; sentBytes: number }
  | { type: 'uploaded'; fileId: string }
  | { type: 'upload-failed'; failure: CallFailure; at: number }
  /** It is not its turn, though nothing failed. */
  | { type: 'held'; waitsFor: WaitsFor; until: number; trouble: Trouble }
  /** What it waited for may have come. */
  | { type: 'awaited'; what: WaitsFor; at: number }
  | { type: 'measured'; tokens: number }
  | { type: 'split'; into: number[] }
  /** The provider would never take it, and no smaller piece of it can be made. */
  | { type: 'unsendable'; trouble: Trouble }
  | { type: 'create-begun'; at: number }
  /** `isGuess`: taken for this part's by time and size alone. */
  | { type: 'created'; batch: RemoteBatch; at: number; isGuess?: boolean }
  | { type: 'create-failed'; failure: CallFailure; at: number }
  | { type: 'not-found'; at: number }
  | { type: 'ambiguous'; at: number }
  | { type: 'search-failed'; failure: CallFailure; at: number }
  | { type: 'answered'; answer: 'send' | 'leave' | 'search' }
  | { type: 'seen'; batch: RemoteBatch; at: number; pollSeconds: number }
  | { type: 'poll-failed'; failure: CallFailure; at: number }
  | { type: 'cancel-asked'; at: number }
  /** The results of its batch belong to somebody else. */
  | { type: 'disowned'; at: number }
  | { type: 'collected'; at: number }
  | { type: 'collect-failed'; failure: CallFailure; at: number }
  | { type: 'dropped' };

export type EventType = PartEvent['type'];
export type EventOf<T extends EventType> = Extract<PartEvent, { type: T }>;
