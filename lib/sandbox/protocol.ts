import type { Reply } from './http/reply.ts';
import type { Call, Intercept } from './intercept.ts';
import type { Delays, Limits } from './settings.ts';
import type { Spool } from './store/spool.ts';

/** What every wire protocol works with. */
export interface Ground {
  spool: Spool;
  delays: Delays;
  limits: Limits;
  intercept: Intercept;
}

/** One wire protocol, open on the ground it shares with the others. */
export interface Protocol {
  /** The response header that carries the id of a call. */
  requestIdHeader: string;
  answer(call: Call): Promise<Reply>;
  /** What is answered where the sandbox itself fails. */
  broken(requestId: string): Reply;
  /** Goes on with batches that an earlier run left unfinished. */
  resume(): void;
  /** Stops all work where it is. */
  stop(): Promise<void>;
}
