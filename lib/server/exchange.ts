import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { fairTurn } from './fair-turns.ts';
import { letReplyIn } from './patient-socket.ts';

export interface ExchangeOptions {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array> | null;
  /** Aborts when the browser goes away. */
  signal: AbortSignal;
  /** Once the whole body is sent, wait for the reply even if the browser is gone. */
  outlivesBrowser: boolean;
  /** A body that turns out larger is not sent on, and the provider is hung up on; null: as large as it comes. */
  limitBytes: number | null;
  /** Hears of each piece that went up. */
  onSent?: (bytes: number) => void;
}

/** How far an exchange came decides what may be said about it: unsent means not acted on; unanswered leaves it open. */
export type ExchangeFailure = { kind: 'browser-gone' | 'unreachable' | 'unsent' | 'too-large' | 'unanswered'; code: string };
export type ExchangeResult = { ok: true; reply: IncomingMessage } | ({ ok: false } & ExchangeFailure);

const CONNECT_MS = 30_000;
const KEEP_ALIVE_MS = 30_000;

interface Progress {
  connected: boolean;
  sent: boolean;
  browserGone: boolean;
  tooLarge: boolean;
  /** The provider answered with an error before it had read everything, or the connection is gone: the rest is read and dropped. */
  dropping: boolean;
}

function open({ url, method, headers }: ExchangeOptions, progress: Progress): ClientRequest {
  // A connection of its own for each call: a reused one may be closing, and then a create's fate is unknown.
  const request = (url.protocol === 'https:' ? https : http).request(url, { method, headers, agent: false });
  const late = setTimeout(() => request.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })), CONNECT_MS);
  request.once('close', () => clearTimeout(late));
  request.once('socket', (socket) => {
    letReplyIn(socket);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      progress.connected = true;
      clearTimeout(late);
    });
  });
  return request;
}

/** Resolves when more may be written, or when no more needs to be. */
function roomToWrite(request: ClientRequest): Promise<void> {
  const events = ['drain', 'response', 'close'] as const;
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) request.off(event, done);
      resolve();
    };
    for (const event of events) request.on(event, done);
  });
}

/** Sends the body as it comes. Never cancels it: a browser that is cut off while sending does not see the reply it was given. */
async function pump({ body, limitBytes, onSent }: ExchangeOptions, request: ClientRequest, progress: Progress): Promise<void> {
  let bytes = 0;
  const reader = body?.getReader();
  for (;;) {
    if (reader) await fairTurn();
    const next = await reader?.read();
    if (!next || next.done) break;
    bytes += next.value.length;
    if (limitBytes !== null && bytes > limitBytes && !progress.dropping) {
      progress.tooLarge = progress.dropping = true;
      request.destroy();
    }
    if (progress.dropping) continue;
    onSent?.(next.value.length);
    if (!request.write(next.value)) await roomToWrite(request);
  }
  if (progress.dropping) return;
  progress.sent = true;
  request.end();
}

function failure(progress: Progress, error: NodeJS.ErrnoException): ExchangeResult {
  const code = error.code ?? 'unknown';
  if (progress.browserGone) return { ok: false, kind: 'browser-gone', code };
  if (progress.tooLarge) return { ok: false, kind: 'too-large', code };
  if (!progress.connected) return { ok: false, kind: 'unreachable', code };
  return { ok: false, kind: progress.sent ? 'unanswered' : 'unsent', code };
}

/**
 * One call to a provider over its own connection, body streamed with back-pressure. No limit on size or time but 30 s to
 * connect. If the browser goes away the connection is closed, unless the call outlives it. Never throws: what went wrong is in the result.
 */
export function exchange(options: ExchangeOptions): Promise<ExchangeResult> {
  const progress: Progress = { connected: false, sent: false, browserGone: false, tooLarge: false, dropping: false };
  const request = open(options, progress);
  const leave = (): void => {
    progress.browserGone = true;
    if (options.outlivesBrowser && progress.sent) return;
    progress.dropping = true;
    request.destroy();
  };
  options.signal.addEventListener('abort', leave);
  return new Promise((resolve) => {
    request.on('error', (error) => {
      progress.dropping = true;
      resolve(failure(progress, error));
    });
    request.once('response', (reply) => {
      progress.dropping ||= !progress.sent && (reply.statusCode ?? 0) >= 400;
      if (!progress.sent) reply.once('close', () => request.destroy());
      resolve({ ok: true, reply });
    });
    request.once('close', () => {
      progress.dropping = true;
      options.signal.removeEventListener('abort', leave);
    });
    pump(options, request, progress).catch(leave);
    if (options.signal.aborted) leave();
  });
}
