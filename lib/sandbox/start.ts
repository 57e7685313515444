import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAnthropic } from './anthropic/open.ts';
import { sendReply } from './http/reply.ts';
import type { Call, Intercept } from './intercept.ts';
import { openOpenai } from './openai/open.ts';
import type { Ground, Protocol } from './protocol.ts';
import { DEFAULT_DELAYS, DEFAULT_LIMITS, type Delays, type Limits } from './settings.ts';
import { newId, openSpool } from './store/spool.ts';

export interface SandboxOptions {
  /** Where files and batches are kept; made if absent. One sandbox at a time works in a folder. */
  folder: string;
  /** What callers must send as bearer token. */
  token: string;
  /** Default 0: any free port. */
  port?: number;
  delays?: Partial<Delays>;
  limits?: Partial<Limits>;
  intercept?: Intercept;
}

export interface Sandbox {
  /** `http://127.0.0.1:{port}`, without a path; both protocols answer there. */
  url: string;
  /** Names the folder's content; the same as long as that lasts. */
  instance: string;
  /** Stops answering and working; unfinished batches go on at the next start in this folder. */
  close(): Promise<void>;
}

/** Starts the embedded provider on 127.0.0.1. Rejects where the folder cannot be written or the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const ground: Ground = {
    spool: await openSpool(options.folder),
    delays: { ...DEFAULT_DELAYS, ...options.delays },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    intercept: options.intercept ?? {},
  };
  const openai = await openOpenai(ground, options.token);
  const anthropic = await openAnthropic(ground, options.token);
  const server = createServer((request, response) => {
    void handle(speaksAnthropic(request) ? anthropic : openai, ground.intercept, request, response);
  });
  // Uploads take as long as they take.
  server.requestTimeout = 0;
  const port = await listen(server, options.port ?? 0);
  for (const protocol of [openai, anthropic]) protocol.resume();
  return {
    url: `http://127.0.0.1:${port}`,
    instance: ground.spool.instance,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([openai.stop(), anthropic.stop()]);
      await closed;
    },
  };
}

/** Paths that both protocols have, such as `/v1/models`, are Anthropic's where its version header is sent. */
function speaksAnthropic(request: IncomingMessage): boolean {
  return /^\/v1\/messages(?:[/?]|$)/.test(request.url ?? '') || request.headers['anthropic-version'] !== undefined;
}

async function handle(protocol: Protocol, intercept: Intercept, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const call: Call = { method: request.method ?? 'GET', path, query: new URLSearchParams(query), requestId: newId('req_'), request };
  const { before, after } = intercept;
  try {
    const verdict = await before?.(call);
    if (verdict === 'drop') return void request.socket.destroy();
    const answered = verdict ?? (await protocol.answer(call));
    const reply = (await after?.(call, answered)) ?? answered;
    if (reply === 'drop') return void request.socket.destroy();
    await sendReply(response, reply, protocol.requestIdHeader, call.requestId);
  } catch {
    // Nothing below throws but disks and broken connections.
    if (response.headersSent || request.socket.destroyed) response.destroy();
    else await sendReply(response, protocol.broken(call.requestId), protocol.requestIdHeader, call.requestId);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
