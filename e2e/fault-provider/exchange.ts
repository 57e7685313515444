import { createHash } from 'node:crypto';
import { request as forward, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { callName, type CallName } from './calls.ts';

/** A call as the provider received it. */
export interface Received {
  call: CallName;
  method: string;
  path: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Bytes of the body that came, and whether those were all. */
  bytes: number;
  isWhole: boolean;
  /** What the body carries: of a form its file, else the body itself. */
  payload: Buffer;
  /** SHA-256 of the payload, hex; '' until the body was read whole. */
  digest: string;
  /** The provider acted on it. */
  worked: boolean;
  /** Status it was answered with; null: none. */
  status: number | null;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** The file of a form with one file; else the body. */
function payloadOf(body: Buffer, headers: IncomingHttpHeaders): Buffer {
  const boundary = /multipart\/form-data;.*boundary=([^;]+)/.exec(headers['content-type'] ?? '')?.[1];
  if (!boundary) return body;
  const head = body.indexOf('\r\n\r\n', body.indexOf('filename='));
  return body.subarray(head + 4, body.indexOf(`\r\n--${boundary}`, head));
}

/** One call in the middle of being answered: what an act may do with it. */
export class Exchange {
  readonly received: Received;
  readonly #body: Buffer[] = [];

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly sandboxUrl: string,
  ) {
    const method = request.method ?? 'GET';
    const path = (request.url ?? '/').split('?')[0]!;
    const nothing = { bytes: 0, isWhole: false, payload: Buffer.alloc(0), digest: '', worked: false, status: null };
    this.received = { call: callName(method, path), method, path, at: Date.now(), ...nothing };
  }

  /** Reads the body, or so much of it. */
  async read(mostBytes = Infinity): Promise<void> {
    const { received, request } = this;
    if (received.isWhole) return;
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      this.#body.push(piece);
      received.bytes += piece.length;
      if (received.bytes >= mostBytes) return;
    }
    received.isWhole = true;
    received.payload = payloadOf(Buffer.concat(this.#body), request.headers);
    received.digest = createHash('sha256').update(received.payload).digest('hex');
  }

  /** Lets the sandbox act on the call, or on an altered one; its answer, whole. */
  async work(alter = (body: Buffer): Buffer => body): Promise<Answer> {
    await this.read();
    this.received.worked = true;
    const { method, url } = this.request;
    const body = alter(Buffer.concat(this.#body));
    const headers = { ...this.request.headers, ...(body.length > 0 && { 'content-length': String(body.length) }) };
    return new Promise((resolve, reject) => {
      const onward = forward(`${this.sandboxUrl}${url}`, { method, headers, agent: false }, (reply) => {
        const pieces: Buffer[] = [];
        reply.on('data', (piece: Buffer) => pieces.push(piece));
        reply.once('error', reject);
        reply.once('end', () => {
          const { 'transfer-encoding': _, connection: __, ...kept } = reply.headers;
          resolve({ status: reply.statusCode ?? 500, headers: kept as Record<string, string>, body: Buffer.concat(pieces) });
        });
      });
      onward.once('error', reject);
      onward.end(body);
    });
  }

  /** Answers; `cutAt`: the connection breaks after so many bytes of the body. */
  async send({ status, headers, body }: Answer, cutAt?: number): Promise<void> {
    const { received, response } = this;
    received.status = status;
    response.writeHead(status, cutAt === undefined ? { ...headers, 'content-length': String(body.length) } : headers);
    if (cutAt === undefined) {
      response.end(body);
      return;
    }
    await new Promise((resolve) => response.write(body.subarray(0, cutAt), resolve));
    this.breakOff();
  }

  /** Answers, the last byte only once this has come about. */
  async sendInTwo({ status, headers, body }: Answer, until: () => Promise<unknown>): Promise<void> {
    const { received, response } = this;
    received.status = status;
    response.writeHead(status, { ...headers, 'content-length': String(body.length) });
    response.write(body.subarray(0, -1));
    await until();
    response.end(body.subarray(-1));
  }

  /** The connection breaks, as when a plug is pulled. */
  breakOff(): void {
    this.request.socket.resetAndDestroy();
  }
}
