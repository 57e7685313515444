import type { IncomingMessage } from 'node:http';
import type { Reply } from './http/reply.ts';

/** A call as it came in, before its body is read. */
export interface Call {
  method: string;
  /** Without the query: `/v1/batches`. */
  path: string;
  query: URLSearchParams;
  requestId: string;
  /** Pull the plug in the middle of a call by destroying its socket. */
  request: IncomingMessage;
}

/** `drop`: the connection breaks without an answer. */
export type Verdict = Reply | 'drop' | undefined;

export interface ResultLine {
  batchId: string;
  /** OpenAI's two files; Anthropic's batches have one. */
  file: 'output' | 'error' | 'results';
  customId: string;
  text: string;
}

/** What a wrapper may change, so that a test can make the service misbehave. Every hook is optional. */
export interface Intercept {
  /** Before a call is acted on; a verdict ends it there. May wait. */
  before?(call: Call): Verdict | Promise<Verdict>;
  /** After a call was acted on, before its answer goes out: a verdict takes the answer's place. */
  after?(call: Call, reply: Reply): Verdict | Promise<Verdict>;
  /** Each line of a batch's results; null leaves it out. */
  line?(line: ResultLine): string | null;
}
