import type { JsonObject } from '#lib/core/json';
import { jsonReply, type Reply } from '../http/reply.ts';

/** What the service says of a request it refuses: the `error` of its body, and the status it goes with. */
export interface Refusal {
  status: number;
  message: string;
  type: string;
  param: string | null;
  code: string | null;
}

export function invalid(message: string, param: string | null = null, code: string | null = null, status = 400): Refusal {
  return { status, message, type: 'invalid_request_error', param, code };
}

export function missingParameter(param: string): Refusal {
  return invalid(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}

export function notFound(what: string, id: string): Refusal {
  return invalid(`There is no ${what} with the id '${id}'.`, 'id', null, 404);
}

export const SERVER_ERROR: Refusal = {
  status: 500,
  message: 'The server had an error while processing this request. It may be sent again.',
  type: 'server_error',
  param: null,
  code: null,
};

/** `{"error": {message, type, param, code}}`, the body of every refusal. */
export function errorBody(refusal: Refusal): JsonObject {
  const { message, type, param, code } = refusal;
  return { error: { message, type, param, code } };
}

export function refuse(refusal: Refusal, headers: Record<string, string> = {}): Reply {
  return jsonReply(errorBody(refusal), refusal.status, headers);
}
