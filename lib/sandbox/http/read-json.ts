import type { IncomingMessage } from 'node:http';
import { isJsonObject, type JsonObject } from '#lib/core/json';

export type JsonBody = { ok: true; value: JsonObject } | { ok: false; reason: 'too-large' | 'not-json' | 'not-object' };

/** Reads a request's body as one JSON object of at most `limitBytes`. */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<JsonBody> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= limitBytes) pieces.push(piece);
    else pieces.length = 0;
  }
  if (bytes > limitBytes) return { ok: false, reason: 'too-large' };
  const value = parse(Buffer.concat(pieces).toString('utf8'));
  if (value === undefined) return { ok: false, reason: 'not-json' };
  return isJsonObject(value) ? { ok: true, value } : { ok: false, reason: 'not-object' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
