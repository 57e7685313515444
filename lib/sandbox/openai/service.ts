import type { Ground } from '../protocol.ts';
import type { Runner } from '../run/runner.ts';
import type { Documents } from '../store/documents.ts';
import type { BatchRecord } from './batch.ts';

/** What every part of the OpenAI half works with. */
export interface Service extends Ground {
  batches: Documents<BatchRecord>;
}

export interface RunningService extends Service {
  runner: Runner<BatchRecord>;
}
