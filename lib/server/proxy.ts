import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { IDENTITY_HEADER } from '#lib/core/endpoint';
import { findAllowed, type ProxyPath } from './allow.ts';
import { audit, type WriteRecord } from './audit.ts';
import { readCreateReply } from './create-reply.ts';
import { urlOf, type Endpoint } from './endpoints.ts';
import { exchange, type ExchangeFailure } from './exchange.ts';
import { headersDown, headersUp } from './headers.ts';
import { problemResponse, refuse, type Problem } from './problem.ts';
import { plainBody } from './reply-body.ts';
import { viewOnly, type Caller } from './sign-in.ts';

function unavailable(endpoint: Endpoint): Problem {
  const { info } = endpoint;
  if (info.kind === 'sandbox') {
    return { status: 503, code: 'sandbox_starting', message: 'The sandbox is starting again. Nothing was sent. Try again in a moment.' };
  }
  const todo = `put it in ${info.keyVariable} and start the server again.`;
  return {
    status: 401,
    code: 'no_key',
    message: `This server has no key for ${info.label}. Nothing was sent and nothing was spent. ${info.mayType ? `Type the key in Connections, or ${todo}` : `P${todo.slice(1)}`}`,
  };
}

function changed(endpoint: Endpoint): Problem {
  return {
    status: 409,
    code: 'endpoint_changed',
    message: `This job was prepared for another key or address of ${endpoint.info.label} than the server has now. Nothing was sent. Give the server the earlier key again, or duplicate the job.`,
  };
}

function tooLarge(limitBytes: number): Problem {
  return {
    status: 413,
    code: 'upload_too_large',
    message: `This server passes on at most ${limitBytes.toLocaleString('en')} bytes at once (ROWMILL_MAX_UPLOAD_BYTES, or maxUploadBytes of the connection). This was more, so it was not sent and nothing was spent. Make batches smaller (Requests per batch), or ask whoever runs the server for more.`,
  };
}

const failures: Record<Exclude<ExchangeFailure['kind'], 'too-large'>, (label: string, code: string) => Problem> = {
  'browser-gone': () => ({ status: 499, code: 'browser_gone', message: 'The browser went away.' }),
  unreachable: (label, code) => ({
    status: 502,
    code: 'upstream_unreachable',
    message: `The server could not reach ${label} (${code}). Nothing was sent and nothing was spent. Check the server's connection and try again.`,
  }),
  unsent: (label, code) => ({
    status: 502,
    code: 'upload_interrupted',
    message: `The connection to ${label} broke while sending (${code}). It did not receive the whole and cannot have acted on it. Try again.`,
  }),
  unanswered: (label, code) => ({
    status: 502,
    code: 'upstream_lost',
    message: `${label} received everything, but the connection broke before it answered (${code}). Whether it acted on it is not known: look before sending again.`,
  }),
};

function unusable(reply: IncomingMessage, label: string): Problem | null {
  const status = reply.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    return {
      status: 502,
      code: 'upstream_redirect',
      message: `${label} answered with a redirect (${status}), which the server does not follow, since it would carry the key elsewhere. Check the base URL.`,
    };
  }
  if (status >= 200 && status < 600) return null;
  return { status: 502, code: 'upstream_unreadable', message: `${label} answered with status ${status}, which means nothing here.` };
}

interface Create {
  kind: string;
  signal: AbortSignal;
}

async function deliver(reply: IncomingMessage, endpoint: Endpoint, create: Create | null, record: WriteRecord): Promise<Response> {
  const { label } = endpoint.spec;
  const body = plainBody(reply);
  const problem = unusable(reply, label);
  if (problem || !body) {
    reply.destroy();
    return problemResponse(
      problem ?? { status: 502, code: 'upstream_unreadable', message: `${label} compressed its answer in a way the server cannot read.` },
    );
  }
  const status = reply.statusCode ?? 0;
  const headers = headersDown(reply.headers);
  if (create) {
    const { bytes, id } = await readCreateReply(body, { status, kind: create.kind, endpoint: endpoint.info, signal: create.signal });
    record.made = id;
    return bytes ? new Response(new Uint8Array(bytes), { status, headers }) : problemResponse(failures.unanswered(label, 'reply cut off'));
  }
  if (status === 204 || status === 205) {
    body.resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { status, headers });
}

/** Why a call of the allow-list is not made all the same. */
function obstacle(request: Request, endpoint: Endpoint, caller: Caller): Problem | null {
  if (request.method !== 'GET' && !caller.mayWrite) return viewOnly;
  if (!endpoint.access) return unavailable(endpoint);
  const wanted = request.headers.get(IDENTITY_HEADER);
  if (wanted !== null && wanted !== endpoint.info.identity) return changed(endpoint);
  const { maxUploadBytes } = endpoint.info;
  return maxUploadBytes !== undefined && Number(request.headers.get('content-length')) > maxUploadBytes ? tooLarge(maxUploadBytes) : null;
}

async function forward(request: Request, endpoint: Endpoint, path: string, caller: Caller, record: WriteRecord): Promise<Response> {
  const { access, info, spec } = endpoint;
  const { search } = new URL(request.url);
  const call = findAllowed(spec, request.method, path, search);
  if ('code' in call) return refuse(request, call);
  const problem = obstacle(request, endpoint, caller);
  if (problem || !access) return refuse(request, problem ?? unavailable(endpoint));
  const limitBytes = info.maxUploadBytes ?? null;
  const result = await exchange({
    url: urlOf(access, path, search),
    method: request.method,
    headers: headersUp(request.headers, access, info.protocol),
    body: request.body,
    signal: request.signal,
    outlivesBrowser: call.creates !== undefined,
    limitBytes,
    onSent: (bytes) => (record.bytesUp += bytes),
  });
  if (!result.ok) {
    return problemResponse(result.kind === 'too-large' ? tooLarge(limitBytes ?? 0) : failures[result.kind](spec.label, result.code));
  }
  record.upstreamStatus = result.reply.statusCode ?? null;
  return deliver(result.reply, endpoint, call.creates ? { kind: call.creates, signal: request.signal } : null, record);
}

/**
 * Forwards one call to `endpoint` and streams both ways. Where the request comes from and who makes it has been checked; this
 * checks method, path, permission, identity, key and size. Replies of the provider pass with their status; the server's own
 * refusals are `{error: {message, type: 'rowmill_proxy', code}}`. Whatever is no read leaves a line in the log.
 */
export async function proxy(request: Request, endpoint: Endpoint, { path }: ProxyPath, caller: Caller): Promise<Response> {
  const record: WriteRecord = { bytesUp: 0, upstreamStatus: null, made: null };
  const answer = await forward(request, endpoint, path, caller, record);
  if (request.method !== 'GET') audit(caller, endpoint.info, { method: request.method, path, ours: answer.status }, record);
  return answer;
}
