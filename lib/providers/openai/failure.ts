import type { CallFailure } from '#lib/core/failure';
import { isJsonObject } from '#lib/core/json';

/** Codes of the account having nothing left to spend: no retry helps (error codes guide, read 2026-11). */
const MONEY_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active', 'enforced_spend_limit_reached']);

/** Codes of our own server that say the provider never had the whole call. */
const NOT_SENT_CODES = new Set([
  'upstream_unreachable',
  'sandbox_starting',
  'not_started',
  'upload_interrupted',
  'not_allowed',
  'bad_path',
  'not_same_origin',
  'wrong_host',
]);

/** What an SDK error carries; read by shape, since class names do not survive minifying. */
interface SdkError {
  status?: number;
  code?: string | null;
  message?: string;
  headers?: Headers;
  requestID?: string | null;
  error?: unknown;
}

function kindOf(status: number | undefined, code: string | null): CallFailure['kind'] {
  if (status === undefined || code === 'upstream_unreachable') return 'offline';
  if (code === 'endpoint_changed') return 'identity';
  if (code && MONEY_CODES.has(code)) return 'money';
  if (status === 401 || status === 403 || code === 'no_key') return 'auth';
  if (status === 404) return 'not-found';
  if (status === 402) return 'money';
  if (status === 413) return 'too-large';
  if (status === 429) return 'rate-limit';
  if (status === 408 || status === 409 || status >= 500) return 'server';
  return 'rejected';
}

function retryAfter(headers: Headers | undefined): number | null {
  const value = headers?.get('retry-after');
  if (!value) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, (date - Date.now()) / 1000);
}

/**
 * Any error of the SDK, or of fetch, as data. `aborted` is told from everything else by the signal, not by names.
 * Unknown whether it was acted on: no answer at all, or a 5xx that is not our own server's word that nothing was sent.
 */
export function failureOf(error: unknown, signal?: AbortSignal): CallFailure {
  const { status, headers, requestID, error: body, message } = (error ?? {}) as SdkError;
  const inner = isJsonObject(body) && isJsonObject(body.error) ? body.error : isJsonObject(body) ? body : {};
  const code = typeof inner.code === 'string' ? inner.code : ((error as SdkError)?.code ?? null);
  const kind = signal?.aborted ? 'aborted' : kindOf(status, code);
  const isOurs = inner.type === 'rowmill_proxy';
  const isNotSent = isOurs && code !== null && NOT_SENT_CODES.has(code);
  return {
    kind,
    status: status ?? null,
    code,
    message: typeof inner.message === 'string' ? inner.message : (message ?? String(error)),
    requestId: requestID ?? null,
    retryable: kind === 'offline' || kind === 'rate-limit' || kind === 'server' || kind === 'incomplete',
    unknown: !isNotSent && (status === undefined || status >= 500 || status === 408 || status === 409) && kind !== 'identity',
    retryAfterSeconds: retryAfter(headers),
  };
}
