import { createHash } from 'node:crypto';
import { request as httpRequest, type ClientRequest, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** False where the connection ended before the answer did. */
  whole: boolean;
}

export interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

/** Starts a call as our own page would make it; the caller writes the body. */
export function startCall(origin: string, path: string, { method = 'GET', headers = {} }: CallOptions = {}): ClientRequest {
  return httpRequest(origin, { path, method, agent: false, headers: { 'sec-fetch-site': 'same-origin', ...headers } });
}

export function answerTo(call: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    call.once('error', reject);
    call.once('response', (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('error', () => undefined);
      reply.once('close', () =>
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(chunks), whole: reply.complete }),
      );
    });
  });
}

export function call(origin: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const started = startCall(origin, path, options);
  const answer = answerTo(started);
  started.end(options.body);
  return answer;
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Resolves once `check` holds; the test's own time limit ends a wait in vain. */
export async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 5));
}
