import type { JsonObject } from '#lib/core/json';
import { jsonReply, type Reply } from '../http/reply.ts';

const STATUS = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
} as const;

/** Why the service refuses a call or a request: the `error` of its body. */
export interface Fault {
  type: keyof typeof STATUS;
  message: string;
  /** `error_code` names causes that are told apart below their type. */
  details?: JsonObject;
}

export function invalid(message: string): Fault {
  return { type: 'invalid_request_error', message };
}

export function notFound(message: string): Fault {
  return { type: 'not_found_error', message };
}

export const SERVER_FAULT: Fault = { type: 'api_error', message: 'The service had an error of its own. The request may be sent again.' };

/** `{type: 'error', error: {type, message}, request_id}`, the body of every refusal and the `error` of an errored result. */
export function errorBody({ type, message, details }: Fault, requestId: string): JsonObject {
  const error: JsonObject = details ? { type, message, details } : { type, message };
  return { type: 'error', error, request_id: requestId };
}

/** A refusal with the status its type goes with; 429 and 529 say when to come again where `headers` do. */
export function refuse(fault: Fault, requestId: string, headers: Record<string, string> = {}): Reply {
  return jsonReply(errorBody(fault, requestId), STATUS[fault.type], headers);
}
