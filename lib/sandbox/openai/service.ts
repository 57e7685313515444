import type { Intercept } from '../intercept.ts';
import type { Delays, Limits } from '../settings.ts';
import type { Documents } from '../store/documents.ts';
import type { Spool } from '../store/spool.ts';
import type { BatchRecord } from './batch.ts';
import type { Runner } from './runner.ts';

/** What every part of the OpenAI half works with. */
export interface Service {
  spool: Spool;
  batches: Documents<BatchRecord>;
  delays: Delays;
  limits: Limits;
  intercept: Intercept;
}

export interface RunningService extends Service {
  runner: Runner;
}
