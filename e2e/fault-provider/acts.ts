import type { Json, JsonObject } from '../../lib/core/json.ts';
import type { CallName } from './calls.ts';
import type { Exchange, Received } from './exchange.ts';

/** What a provider does with a call in place of answering it as it should. */
export type Act = (exchange: Exchange) => Promise<void>;

export interface Fault {
  on: CallName;
  act: Act;
  /** How many such calls pass first; none unless said. */
  skip?: number;
  /** How many it then befalls; one unless said. */
  times?: number;
  where?: (received: Received) => boolean;
}

export const plain: Act = async (exchange) => exchange.send(await exchange.work());

/** Answers by itself; nothing was done. Text goes out as HTML, all else as JSON. */
export const answer =
  (status: number, body: Json, headers: Record<string, string> = {}): Act =>
  async (exchange) => {
    await exchange.read();
    const isText = typeof body === 'string';
    const type = { 'content-type': isText ? 'text/html' : 'application/json' };
    await exchange.send({ status, headers: { ...type, ...headers }, body: Buffer.from(isText ? body : JSON.stringify(body)) });
  };

/** Does what was asked, then answers with this all the same. */
export const workAndAnswer =
  (status: number, body: Json): Act =>
  async (exchange) => {
    await exchange.work();
    await answer(status, body)(exchange);
  };

/** Does what was asked; the connection breaks before the answer. */
export const loseAnswer: Act = async (exchange) => {
  await exchange.work();
  exchange.breakOff();
};

/** Reads everything; the connection breaks before anything is done. */
export const loseRequest: Act = async (exchange) => {
  await exchange.read();
  exchange.breakOff();
};

export const cutRequest =
  (atByte: number): Act =>
  async (exchange) => {
    await exchange.read(atByte);
    exchange.breakOff();
  };

export const cutAnswer =
  (atByte: number): Act =>
  async (exchange) =>
    exchange.send(await exchange.work(), atByte);

/** Answers as it should, the last byte once this has come about. */
export const holdEnd =
  (until: () => Promise<unknown>): Act =>
  async (exchange) =>
    exchange.sendInTwo(await exchange.work(), until);

/** Answers with so much of the body and says that this is all of it. */
export const shorten =
  (cutAt: (body: Buffer) => number): Act =>
  async (exchange) => {
    const whole = await exchange.work();
    await exchange.send({ ...whole, body: whole.body.subarray(0, cutAt(whole.body)) });
  };

/** Does what was asked and never answers. */
export const workAndHang: Act = async (exchange) => {
  await exchange.work();
};

/** Reads everything, does nothing and never answers. */
export const hang: Act = async (exchange) => {
  await exchange.read();
};

/** Answers as it should but for some fields. */
export const change =
  (edit: (reply: JsonObject) => JsonObject): Act =>
  async (exchange) => {
    const answered = await exchange.work();
    const body = answered.status < 300 ? edit(JSON.parse(answered.body.toString()) as JsonObject) : null;
    await exchange.send(body ? { ...answered, body: Buffer.from(JSON.stringify(body)) } : answered);
  };

/** An error in OpenAI's form. */
export const openaiError = (code: string, message: string, type = 'invalid_request_error'): JsonObject => ({
  error: { message, type, param: null, code },
});

/** An error in Anthropic's form. */
export const anthropicError = (type: string, message: string, details?: JsonObject): JsonObject => ({
  type: 'error',
  error: { type, message, ...(details && { details }) },
  request_id: 'req_fault',
});
