import type { Ground } from '../protocol.ts';
import type { Runner } from '../run/runner.ts';
import type { Documents } from '../store/documents.ts';
import type { Spool } from '../store/spool.ts';
import type { MessageBatch } from './batch.ts';

/** What every part of the Anthropic half works with. */
export interface Service extends Ground {
  batches: Documents<MessageBatch>;
}

export interface RunningService extends Service {
  runner: Runner<MessageBatch>;
}

/** Begins the names of all files of this half in the spool's work folder. */
export const BATCH_PREFIX = 'msgbatch_';

/** A batch's requests, one per line, until it has ended. */
export function requestsPath(spool: Spool, id: string): string {
  return spool.workPath(`${id}.requests`);
}

/** A batch's results, one per line. */
export function resultsPath(spool: Spool, id: string): string {
  return spool.workPath(`${id}.results`);
}
