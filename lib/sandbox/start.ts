import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendReply } from './http/reply.ts';
import type { Call, Intercept } from './intercept.ts';
import { type BatchRecord, hasEnded } from './openai/batch.ts';
import { answerCall, brokenReply } from './openai/routes.ts';
import { createRunner } from './openai/runner.ts';
import type { RunningService, Service } from './openai/service.ts';
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
  /** `http://127.0.0.1:{port}`, without a path. */
  url: string;
  /** Names the folder's content; the same as long as that lasts. */
  instance: string;
  /** Stops answering and working; unfinished batches go on at the next start in this folder. */
  close(): Promise<void>;
}

/** Starts the embedded provider on 127.0.0.1. Rejects where the folder cannot be written or the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const spool = await openSpool(options.folder);
  const service: Service = {
    spool,
    batches: await spool.collection<BatchRecord>('openai-batches'),
    delays: { ...DEFAULT_DELAYS, ...options.delays },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    intercept: options.intercept ?? {},
  };
  await removeOld(service);
  const running: RunningService = { ...service, runner: createRunner(service) };
  const server = createServer((request, response) => void handle(running, options.token, request, response));
  // Uploads take as long as they take.
  server.requestTimeout = 0;
  const port = await listen(server, options.port ?? 0);
  for (const record of service.batches.list().toReversed()) if (!hasEnded(record)) running.runner.start(record);
  return {
    url: `http://127.0.0.1:${port}`,
    instance: spool.instance,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await running.runner.stop();
      await closed;
    },
  };
}

async function handle(service: RunningService, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const call: Call = { method: request.method ?? 'GET', path, query: new URLSearchParams(query), requestId: newId('req_'), request };
  const { before, after } = service.intercept;
  try {
    const verdict = await before?.(call);
    if (verdict === 'drop') return void request.socket.destroy();
    const answered = verdict ?? (await answerCall(service, token, call));
    const reply = (await after?.(call, answered)) ?? answered;
    if (reply === 'drop') return void request.socket.destroy();
    await sendReply(response, reply, call.requestId);
  } catch {
    // Nothing below throws but disks and broken connections.
    if (response.headersSent || request.destroyed) response.destroy();
    else await sendReply(response, brokenReply(), call.requestId);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Deletes ended batches and files past their time. */
async function removeOld({ spool, batches, limits }: Service): Promise<void> {
  const oldest = Date.now() - limits.retentionDays * 24 * 3_600_000;
  const inUse = new Set<string>();
  for (const record of batches.list()) {
    if (!hasEnded(record)) inUse.add(record.batch.input_file_id);
    else if (record.createdAt < oldest) await batches.remove(record.id);
  }
  for (const file of spool.files.list()) {
    const isOver = file.createdAt < oldest || (file.expiresAt !== null && file.expiresAt < Date.now());
    if (isOver && !inUse.has(file.id)) await spool.removeFile(file.id);
  }
}
