import { PROBLEM_HEADER } from '#lib/core/session';

/** Why the server itself refused or failed, as code. Replies of a provider never carry these. */
export type ProblemCode =
  | 'wrong_host'
  | 'not_same_origin'
  | 'signed_out'
  | 'wrong_passphrase'
  | 'sign_in_unreadable'
  | 'sign_in_paused'
  | 'view_only'
  | 'bad_path'
  | 'unknown_endpoint'
  | 'not_allowed'
  | 'no_key'
  | 'key_not_typed_here'
  | 'key_implausible'
  | 'key_refused'
  | 'key_unchecked'
  | 'endpoint_changed'
  | 'upload_too_large'
  | 'sandbox_starting'
  | 'not_started'
  | 'upstream_unreachable'
  | 'upload_interrupted'
  | 'upstream_lost'
  | 'upstream_redirect'
  | 'upstream_unreadable'
  | 'browser_gone';

export interface Problem {
  status: number;
  code: ProblemCode;
  /** For a person: what happened, what it means, what to do. */
  message: string;
  retryAfterSeconds?: number;
}

/** A problem in the shape of every provider's own errors, so that its SDK can read it; `x-should-retry` keeps that SDK from insisting. */
export function problemResponse(problem: Problem): Response {
  const { status, code, message, retryAfterSeconds } = problem;
  const headers: Record<string, string> = {
    'cache-control': 'no-store',
    'x-should-retry': status === 503 ? 'true' : 'false',
    [PROBLEM_HEADER]: code,
  };
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds);
  return Response.json({ type: 'error', error: { message, type: 'rowmill_proxy', code, param: null } }, { status, headers });
}

/** Refuses a request. What still comes of its body is read and dropped: a browser that is cut off while sending does not see the answer. */
export function refuse(request: Request, problem: Problem): Response {
  void request.body?.pipeTo(new WritableStream()).catch(() => undefined);
  return problemResponse(problem);
}
