import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '#lib/core/json';
import { drained } from '../http/drain.ts';
import { readJson } from '../http/read-json.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { bearerOf, isToken } from '../http/token.ts';
import type { Call } from '../intercept.ts';
import { cancelBatch, deleteBatch, getBatch, getResults, listBatches } from './batches.ts';
import type { PromptCache } from './cache.ts';
import { checkParams, type Rules, VERSIONS } from './check-params.ts';
import { createBatch } from './create-batch.ts';
import { type Fault, invalid, notFound, refuse, SERVER_FAULT } from './errors.ts';
import { completeMessage, countTokens } from './message.ts';
import { modelObject } from './model-object.ts';
import { findModel, listedModels, unknownModel } from './models.ts';
import { page } from './page.ts';
import type { RateVerdict } from './rates.ts';
import type { RunningService } from './service.ts';

/** What a running half has besides its batches. */
export interface Desk {
  service: RunningService;
  token: string;
  rate(): RateVerdict;
  cache: PromptCache;
}

interface Visit {
  desk: Desk;
  service: RunningService;
  call: Call;
  version: Rules['version'];
  id: string;
}

type Handler = (visit: Visit) => Reply | Promise<Reply>;

const ROUTES: [method: string, path: RegExp, handler: Handler][] = [
  ['POST', /^\/v1\/messages$/, (visit) => withBody(visit, (body) => answerLive(visit, body))],
  ['POST', /^\/v1\/messages\/count_tokens$/, (visit) => withBody(visit, (body) => answerCount(visit, body))],
  ['POST', /^\/v1\/messages\/batches$/, ({ service, call, version }) => createBatch(service, call, version)],
  ['GET', /^\/v1\/messages\/batches$/, ({ service, call }) => listBatches(service, call)],
  ['GET', /^\/v1\/messages\/batches\/(\w+)$/, ({ service, call, id }) => getBatch(service, call, id)],
  ['DELETE', /^\/v1\/messages\/batches\/(\w+)$/, ({ service, call, id }) => deleteBatch(service, call, id)],
  ['POST', /^\/v1\/messages\/batches\/(\w+)\/cancel$/, ({ service, call, id }) => cancelBatch(service, call, id)],
  ['GET', /^\/v1\/messages\/batches\/(\w+)\/results$/, ({ service, call, id }) => getResults(service, call, id)],
  ['GET', /^\/v1\/models$/, ({ call }) => answerModels(call)],
  ['GET', /^\/v1\/models\/([\w.-]+)$/, ({ call, id }) => answerModel(call, id)],
];

/** Answers a call of the Anthropic protocol, or tells why not. */
export async function answerCall(desk: Desk, call: Call): Promise<Reply> {
  const refused = tokenFault(call.request, desk.token) ?? headerFault(call.request);
  if (refused) return drained(call.request, refuse(refused, call.requestId));
  const limited = desk.rate();
  if (limited) return drained(call.request, refuse(limited.fault, call.requestId, limited.headers));
  const version = call.request.headers['anthropic-version'] as Rules['version'];
  for (const [method, path, handler] of ROUTES) {
    const match = method === call.method ? path.exec(call.path) : null;
    if (match) return handler({ desk, service: desk.service, call, version, id: match[1] ?? '' });
  }
  return refuse(notFound(`There is nothing at ${call.method} ${call.path}.`), call.requestId);
}

/** A key in `x-api-key` counts before a bearer token, as with the real service. */
function tokenFault({ headers }: IncomingMessage, token: string): Fault | null {
  const key = headers['x-api-key'];
  const given = typeof key === 'string' ? key : bearerOf(headers.authorization);
  if (given !== undefined && isToken(given, token)) return null;
  const message = given === undefined ? 'Send a key as bearer token or in x-api-key.' : 'This key is not valid.';
  return { type: 'authentication_error', message };
}

function headerFault({ headers }: IncomingMessage): Fault | null {
  const version = headers['anthropic-version'];
  if (version === undefined) return invalid('anthropic-version: this header is required');
  if (!VERSIONS.some((known) => known === version)) return invalid(`anthropic-version: one of ${VERSIONS.join(', ')} is expected`);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return null;
  const fault = invalid(`content-encoding: '${encoding}' is not read by the sandbox`);
  return { ...fault, details: { error_code: 'request_body_encoding_unsupported' } };
}

async function withBody({ service, call }: Visit, act: (body: JsonObject) => Reply | Promise<Reply>): Promise<Reply> {
  const body = await readJson(call.request, service.limits.messageBytes);
  if (body.ok) return act(body.value);
  if (body.reason === 'too-large') {
    return refuse({ type: 'request_too_large', message: `A request may have ${service.limits.messageBytes} bytes.` }, call.requestId);
  }
  return refuse(invalid(body.reason === 'not-json' ? 'the body is not valid JSON' : 'the body must be a JSON object'), call.requestId);
}

/** `POST /v1/messages`: one answer at once. */
async function answerLive({ desk, service, call, version }: Visit, body: JsonObject): Promise<Reply> {
  await wait(service.delays.live);
  const completion = completeMessage(body, { kind: 'live', version }, call.requestId, desk.cache);
  if (completion.kind === 'message') return jsonReply(completion.message);
  return refuse(completion.kind === 'fault' ? completion.fault : SERVER_FAULT, call.requestId);
}

function answerCount({ call, version }: Visit, body: JsonObject): Reply {
  const checked = checkParams(body, { kind: 'count', version });
  if (!checked.ok) return refuse(checked.fault, call.requestId);
  return jsonReply({ input_tokens: countTokens(body, checked.model) });
}

const USUAL_STAGES = ['active', 'deprecated'];

/** `GET /v1/models`, in pages; `lifecycle` chooses stages. */
function answerModels(call: Call): Reply {
  const now = Date.now();
  const stages = [...call.query.getAll('lifecycle'), ...call.query.getAll('lifecycle[]')];
  const models = listedModels(stages.length > 0 ? stages : USUAL_STAGES, now);
  const found = page(models, (model) => modelObject(model, now), call.query);
  return found.ok ? jsonReply(found.value) : refuse(found.fault, call.requestId);
}

function answerModel(call: Call, id: string): Reply {
  const model = findModel(id);
  return model ? jsonReply(modelObject(model, Date.now())) : refuse(unknownModel(id), call.requestId);
}
