import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { IDENTITY_HEADER } from '#lib/core/endpoint';
import { findAllowed, type ProxyPath } from './allow.ts';
import { readCreateReply } from './create-reply.ts';
import type { Endpoint } from './endpoints.ts';
import { exchange, type ExchangeFailure } from './exchange.ts';
import { headersDown, headersUp } from './headers.ts';
import { problemResponse, refuse, type Problem } from './problem.ts';
import { plainBody } from './reply-body.ts';

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

const failures: Record<ExchangeFailure['kind'], (label: string, code: string) => Problem> = {
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

async function deliver(
  reply: IncomingMessage,
  endpoint: Endpoint,
  create: { kind: string; signal: AbortSignal } | null,
): Promise<Response> {
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
    const bytes = await readCreateReply(body, { status, kind: create.kind, endpoint: endpoint.info, signal: create.signal });
    return bytes ? new Response(new Uint8Array(bytes), { status, headers }) : problemResponse(failures.unanswered(label, 'reply cut off'));
  }
  if (status === 204 || status === 205) {
    body.resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { status, headers });
}

/**
 * Forwards one call to `endpoint` and streams both ways. The caller has checked where the request comes from; this checks
 * method, path, identity and key. Replies of the provider pass with their status; the server's own refusals are
 * `{error: {message, type: 'rowmill_proxy', code}}`.
 */
export async function proxy(request: Request, endpoint: Endpoint, { path }: ProxyPath): Promise<Response> {
  const query = new URL(request.url).search;
  const call = findAllowed(endpoint.spec, request.method, path, query);
  if ('code' in call) return refuse(request, call);
  if (!endpoint.access) return refuse(request, unavailable(endpoint));
  const wanted = request.headers.get(IDENTITY_HEADER);
  if (wanted !== null && wanted !== endpoint.info.identity) return refuse(request, changed(endpoint));
  const result = await exchange({
    url: new URL(endpoint.access.baseUrl + path + query),
    method: request.method,
    headers: headersUp(request.headers, endpoint.access.key, endpoint.info.protocol),
    body: request.body,
    signal: request.signal,
    outlivesBrowser: call.creates !== undefined,
  });
  if (!result.ok) return problemResponse(failures[result.kind](endpoint.spec.label, result.code));
  return deliver(result.reply, endpoint, call.creates ? { kind: call.creates, signal: request.signal } : null);
}
