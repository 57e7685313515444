import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import { isJsonObject, type Json } from '#lib/core/json';
import { piecesOf } from '../http/drain.ts';
import { jsonListReader } from '../http/json-list.ts';
import type { Limits } from '../settings.ts';
import { type Fault, invalid } from './errors.ts';

export type Taken = { ok: true; requests: number } | { ok: false; fault: Fault };

const LINE_FEED = 0x0a;
const SPACE = 0x20;

/**
 * Reads `{"requests": [{custom_id, params}, …]}` as it comes in and writes each request as one line to `sink`, waiting while
 * that is full, so memory stays flat. Stops at the first fault. The sink is neither ended nor destroyed.
 */
export async function takeRequests(request: IncomingMessage, sink: Writable, limits: Limits): Promise<Taken> {
  const reader = jsonListReader('requests');
  const ids = new Set<string>();
  let bytes = 0;
  for await (const piece of piecesOf(request)) {
    bytes += piece.length;
    if (bytes > limits.messageBatchBytes) return refused(bodyTooLarge(limits.messageBatchBytes));
    const items = reader.take(piece);
    const largest = Math.max(reader.heldBytes(), ...items.map((item) => item.length));
    if (largest > limits.messageBytes) return refused(requestTooLarge(ids.size, limits.messageBytes));
    for (const item of items) {
      const fault = ids.size >= limits.requestsPerMessageBatch ? tooMany(limits.requestsPerMessageBatch) : requestFault(item, ids);
      if (fault) return refused(fault);
    }
    if (!sink.write(asLines(items)) && !sink.destroyed) await once(sink, 'drain');
  }
  const fault = restFault(reader.rest(), ids.size);
  return fault ? refused(fault) : { ok: true, requests: ids.size };
}

/** Line feeds in JSON stand only between tokens, where a space does as well. */
function asLines(items: Buffer[]): Buffer {
  const end = Buffer.from([LINE_FEED]);
  const lines = items.flatMap((item) => {
    for (let at = item.indexOf(LINE_FEED); at !== -1; at = item.indexOf(LINE_FEED, at)) item[at] = SPACE;
    return [item, end];
  });
  return Buffer.concat(lines);
}

/** The fault of one request that keeps the whole batch from being created; notes its id. `params` is looked at later. */
function requestFault(item: Buffer, ids: Set<string>): Fault | null {
  const path = `requests.${ids.size}`;
  const request = isUtf8(item) ? parse(item.toString('utf8')) : undefined;
  if (request === undefined) return NOT_JSON;
  if (!isJsonObject(request)) return invalid(`${path}: an object is expected`);
  const extra = Object.keys(request).find((name) => name !== 'custom_id' && name !== 'params');
  if (extra !== undefined) return invalid(`${path}.${extra}: there is no such parameter`);
  if (!isJsonObject(request['params'])) return invalid(`${path}.params: an object is required`);
  const id = request['custom_id'];
  if (typeof id !== 'string') return invalid(`${path}.custom_id: this parameter is required`);
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(id)) return invalid(`${path}.custom_id: 1 to 64 letters, digits, '_' and '-' are expected`);
  if (ids.has(id)) return invalid(`${path}.custom_id: '${id}' is the id of an earlier request too`);
  ids.add(id);
  return null;
}

/** The faults of everything around the requests. */
function restFault(rest: string, requests: number): Fault | null {
  const body = parse(rest);
  if (body === undefined) return NOT_JSON;
  if (!isJsonObject(body)) return invalid('the body must be a JSON object');
  const extra = Object.keys(body).find((name) => name !== 'requests');
  if (extra !== undefined) return invalid(`${extra}: there is no such parameter`);
  const list = body['requests'];
  if (list === undefined) return invalid('requests: this parameter is required');
  if (!Array.isArray(list)) return invalid('requests: a list is expected');
  if (list.length === 0) return invalid('requests: at least one request is required');
  return list.length === requests ? null : invalid('requests: there are two lists of this name');
}

const NOT_JSON = invalid('the body is not valid JSON');

/** Where the body as a whole is more than may be sent. */
export function bodyTooLarge(most: number): Fault {
  return { type: 'request_too_large', message: `The body of a batch may have ${most} bytes. Nothing was created.` };
}

function requestTooLarge(index: number, most: number): Fault {
  return { type: 'request_too_large', message: `requests.${index}: one request may have ${most} bytes. Nothing was created.` };
}

function tooMany(most: number): Fault {
  return invalid(`requests: a batch may have ${most} requests`);
}

function refused(fault: Fault): Taken {
  return { ok: false, fault };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
