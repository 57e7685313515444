import type { CheckResult } from './check.ts';
import type { Range } from './estimate/range.ts';
import { bytesWords } from './measures.ts';

/** What a job takes of the browser's storage, in bytes. */
export interface RoomNeed {
  /** Once it is prepared: its files and what is noted of every row. */
  files: number;
  /** A guess of what its answers add. */
  answers: number;
}

/** Place in its file, row number and id of a row that is sent; state, round, batch and answer of any row. */
const SENT_ROW_BYTES = 28;
const LEDGER_ROW_BYTES = 9;
/** What a provider writes around the answer to one request: ids, model, counts. */
const ENVELOPE_BYTES = 900;
const TOKEN_BYTES = 4;
/** Without an estimate: tokens of one row's answer. */
const ANSWER_TOKENS = 80;
/** An answer is kept as it came, with its quotes escaped, and once more by row. */
const KEPT_TIMES = 2.2;

/** Room a checked recipe needs. `outputTokens` of the estimate, all rows together; null: none yet. */
export function roomNeed(check: Pick<CheckResult, 'rowsInTable' | 'rows' | 'requests' | 'bytes'>, outputTokens: Range | null): RoomNeed {
  const { rowsInTable, rows, requests, bytes } = check;
  const tokens = outputTokens ? (outputTokens.low + outputTokens.high) / 2 : rows * ANSWER_TOKENS;
  return {
    files: bytes + rows * SENT_ROW_BYTES + rowsInTable * LEDGER_ROW_BYTES,
    answers: requests * ENVELOPE_BYTES + tokens * TOKEN_BYTES * KEPT_TIMES,
  };
}

export type RoomFit = 'fits' | 'answers-may-not' | 'files-do-not';

export function roomFit({ files, answers }: RoomNeed, freeBytes: number): RoomFit {
  if (files > freeBytes) return 'files-do-not';
  return files + answers > freeBytes ? 'answers-may-not' : 'fits';
}

/** "Needs about 1.6 GB, 9 GB free". */
export function roomWords({ files, answers }: RoomNeed, freeBytes: number): string {
  return `Needs about ${aboutWords(files + answers)}, ${bytesWords(freeBytes)} free`;
}

/** Two digits: more would pretend to know. */
export function aboutWords(bytes: number): string {
  return bytesWords(bytes < 1000 ? bytes : Number(bytes.toPrecision(2)));
}

interface Warning {
  what: string;
  meaning: string;
  todo: string;
}

const MAKE_ROOM =
  'Make room on the page Jobs: save bundles of finished jobs and delete them, or remove tables you no longer need. Or send fewer rows.';

/** What it means that a job does not fit; null where it does. */
export function roomWarning(need: RoomNeed, freeBytes: number): Warning | null {
  const [files, free] = [aboutWords(need.files), bytesWords(freeBytes)];
  switch (roomFit(need, freeBytes)) {
    case 'fits':
      return null;
    case 'files-do-not':
      return {
        what: 'This job is larger than the room this browser has left.',
        meaning: `Its files need about ${files}, and the browser tells of ${free}. Preparing would stop when the room is used up; nothing would be sent, and nothing kept here would be lost.`,
        todo: MAKE_ROOM,
      };
    case 'answers-may-not':
      return {
        what: 'The answers of this job may not fit into the room this browser has left.',
        meaning: `Its files do (about ${files} of ${free}), but with the answers it comes to about ${aboutWords(need.files + need.answers)}, as far as that can be guessed. Answers that find no room stay at the provider for about four weeks and are collected once there is room.`,
        todo: MAKE_ROOM,
      };
  }
}
