import type { IncomingMessage } from 'node:http';
import type { Reply } from './reply.ts';

/** Lets what is still coming in run off, so that the answer can be read by who is still sending. */
export function drained(request: IncomingMessage, reply: Reply): Reply {
  request.resume();
  return reply;
}

/** A request's pieces; leaving the loop early does not destroy the request, so that it can still be answered. */
export function piecesOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}
