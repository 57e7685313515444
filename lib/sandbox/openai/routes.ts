import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '#lib/core/json';
import type { Call } from '../intercept.ts';
import { readJson } from '../http/read-json.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { bearerOf, isToken } from '../http/token.ts';
import { cancelBatch, createBatch, getBatch, listBatches } from './batches.ts';
import { complete } from './complete.ts';
import { invalid, refuse, type Refusal, SERVER_ERROR } from './errors.ts';
import { deleteFile, getContent, getFile, listFiles, uploadFile } from './files.ts';
import { listModels, modelObject, modelTraits, unknownModel } from './models.ts';
import type { RunningService } from './service.ts';

type Handler = (service: RunningService, call: Call, id: string) => Reply | Promise<Reply>;

const ROUTES: [method: string, path: RegExp, handler: Handler][] = [
  ['GET', /^\/v1\/models$/, () => listModels()],
  ['GET', /^\/v1\/models\/([\w.-]+)$/, (_, __, id) => (modelTraits(id) ? jsonReply(modelObject(id)) : refuse(unknownModel(id)))],
  ['POST', /^\/v1\/files$/, (service, { request }) => uploadFile(service, request)],
  ['GET', /^\/v1\/files$/, (service, { query }) => listFiles(service, query)],
  ['GET', /^\/v1\/files\/([\w-]+)$/, (service, _, id) => getFile(service, id)],
  ['DELETE', /^\/v1\/files\/([\w-]+)$/, (service, _, id) => deleteFile(service, id)],
  ['GET', /^\/v1\/files\/([\w-]+)\/content$/, (service, _, id) => getContent(service, id)],
  ['POST', /^\/v1\/batches$/, (service, { request }) => withBody(service, request, (body) => createBatch(service, body))],
  ['GET', /^\/v1\/batches$/, (service, { query }) => listBatches(service, query)],
  ['GET', /^\/v1\/batches\/(\w+)$/, (service, _, id) => getBatch(service, id)],
  ['POST', /^\/v1\/batches\/(\w+)\/cancel$/, (service, _, id) => cancelBatch(service, id)],
  [
    'POST',
    /^\/v1\/chat\/completions$/,
    (service, call) => withBody(service, call.request, (body) => answerLive(service, body, call.requestId)),
  ],
];

/** Answers a call of the OpenAI protocol, or tells why not. */
export async function answerCall(service: RunningService, token: string, call: Call): Promise<Reply> {
  const refused = tokenFault(call.request, token);
  if (refused) return refuse(refused);
  for (const [method, path, handler] of ROUTES) {
    const match = method === call.method ? path.exec(call.path) : null;
    if (match) return handler(service, call, match[1] ?? '');
  }
  return refuse(invalid(`Invalid URL (${call.method} ${call.path})`, null, 'unknown_url', 404));
}

/** What is answered where the sandbox itself fails. */
export function brokenReply(): Reply {
  return refuse(SERVER_ERROR);
}

function tokenFault(request: IncomingMessage, token: string): Refusal | null {
  const given = bearerOf(request.headers.authorization);
  if (given === undefined)
    return invalid('No API key was provided. Send it as a bearer token in the Authorization header.', null, null, 401);
  if (isToken(given, token)) return null;
  return invalid('Incorrect API key provided.', null, 'invalid_api_key', 401);
}

async function withBody(
  service: RunningService,
  request: IncomingMessage,
  act: (body: JsonObject) => Reply | Promise<Reply>,
): Promise<Reply> {
  const body = await readJson(request, service.limits.jsonBytes);
  if (body.ok) return act(body.value);
  if (body.reason === 'too-large') return refuse(invalid('The request body is too large.', null, null, 413));
  return refuse(invalid(`The body of this request is not ${body.reason === 'not-json' ? 'valid JSON' : 'a JSON object'}.`));
}

/** `POST /v1/chat/completions`: one answer at once. */
async function answerLive(service: RunningService, body: JsonObject, requestId: string): Promise<Reply> {
  await wait(service.delays.live);
  const completion = complete(body, requestId);
  return completion.kind === 'never' ? refuse(SERVER_ERROR) : jsonReply(completion.body, completion.status);
}
