import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Json } from '#lib/core/json';

/** An answer before it is sent. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: { kind: 'json'; value: Json } | FileBody;
}

/** The bytes of a file on disk. `cutAfter`: the connection breaks after so many of them. `unannounced`: sent without a content-length. */
export interface FileBody {
  kind: 'file';
  path: string;
  bytes: number;
  cutAfter?: number;
  unannounced?: boolean;
}

export function jsonReply(value: Json, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: { kind: 'json', value } };
}

/** Sends an answer with its request id in the header of that name. Resolves when it is out or the other side has gone. */
export async function sendReply(response: ServerResponse, reply: Reply, idHeader: string, requestId: string): Promise<void> {
  if (response.destroyed) return;
  response.setHeader(idHeader, requestId);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.body.kind === 'file') return sendFile(response, reply.status, reply.body);
  const bytes = Buffer.from(JSON.stringify(reply.body.value));
  response.writeHead(reply.status, { 'content-type': 'application/json', 'content-length': bytes.length });
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.end(bytes, () => resolve());
  });
}

async function sendFile(response: ServerResponse, status: number, body: FileBody): Promise<void> {
  const length = body.unannounced ? {} : { 'content-length': body.bytes };
  response.writeHead(status, { 'content-type': 'application/octet-stream', ...length });
  if (body.bytes === 0) {
    response.end();
    return;
  }
  const cut = body.cutAfter;
  const end = cut === undefined ? body.bytes - 1 : Math.max(0, Math.min(cut, body.bytes) - 1);
  const stream = createReadStream(body.path, { end });
  // A reader that goes away is its own affair.
  await pipeline(stream, response, { end: cut === undefined }).catch(() => undefined);
  if (cut !== undefined) response.destroy();
}
