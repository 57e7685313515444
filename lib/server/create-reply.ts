import type { Readable } from 'node:stream';
import type { EndpointInfo } from '#lib/core/endpoint';
import { logLine } from './log.ts';
import { readAll } from './reply-body.ts';

const LIMIT_BYTES = 4_000_000;
const plainId = /^[A-Za-z0-9._-]{1,200}$/;

export interface CreateContext {
  status: number;
  kind: string;
  endpoint: EndpointInfo;
  signal: AbortSignal;
}

function idOf(bytes: Buffer): string | null {
  try {
    const { id } = JSON.parse(bytes.toString()) as { id?: unknown };
    return typeof id === 'string' && plainId.test(id) ? id : null;
  } catch {
    return null;
  }
}

/** `bytes` is null where the reply broke off; `id` where it names none. */
export interface CreateReply {
  bytes: Buffer | null;
  id: string | null;
}

/**
 * Reads the reply to a create to its end and logs the id of what was made, so that something paid for can be found again
 * though no browser was there to store it.
 */
export async function readCreateReply(body: Readable, { status, kind, endpoint, signal }: CreateContext): Promise<CreateReply> {
  const bytes = await readAll(body, LIMIT_BYTES).catch(() => null);
  const id = bytes && idOf(bytes);
  logLine('create', {
    kind,
    endpoint: endpoint.id,
    identity: endpoint.identity,
    status,
    id,
    replyWhole: bytes !== null,
    browserGone: signal.aborted,
  });
  return { bytes, id };
}
