import { passes, type CallFailure } from '#lib/core/failure';
import { isJsonObject } from '#lib/core/json';
import type { CallResult } from './provider.ts';

const UNREADABLE = 'unreadable_answer';

/** An answer came, with a good status, that is not what was asked for. What it was an answer to nobody can tell. */
export class UnreadableAnswer extends Error {
  readonly code = UNREADABLE;
}

/** What a failed call told, before anyone says what it means. */
export interface ToldFailure {
  /** Undefined: no answer came. */
  status: number | undefined;
  /** `error.type` of the body. */
  type: string | null;
  /** The most telling code of the body, or the error's own. */
  code: string | null;
}

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
  'signed_out',
  'view_only',
  'upload_too_large',
  'unknown_endpoint',
  'page_refused',
]);

/** `error.type` of whatever our own server answers by itself. */
const OWN_TYPE = 'rowmill_proxy';

/** What our own server says by its codes; anything else of it is left to the status. */
const OWN_KINDS: Record<string, CallFailure['kind']> = {
  upstream_unreachable: 'offline',
  endpoint_changed: 'identity',
  unknown_endpoint: 'identity',
  no_key: 'auth',
  page_instead: 'server',
  page_refused: 'server',
  view_only: 'auth',
  signed_out: 'signed-out',
  upload_too_large: 'too-large',
  not_same_origin: 'server',
  wrong_host: 'server',
};

/** What an SDK error carries; read by shape, since class names do not survive minifying. */
interface SdkError {
  status?: number;
  code?: string | null;
  message?: string;
  headers?: Headers;
  requestID?: string | null;
  error?: unknown;
}

const textOr = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What any status means where nothing more telling was said. */
function kindOfStatus(status: number): CallFailure['kind'] {
  if (status === 401 || status === 403) return 'auth';
  if (status === 404) return 'not-found';
  if (status === 402) return 'money';
  if (status === 413) return 'too-large';
  if (status === 429) return 'rate-limit';
  if (status === 408 || status === 409 || status >= 500) return 'server';
  return 'rejected';
}

/** Null: it is the provider's word, or the status says it. */
function ourKind({ status, type, code }: ToldFailure): CallFailure['kind'] | null {
  if (code === UNREADABLE) return 'server';
  if (status === undefined) return 'offline';
  return type === OWN_TYPE && code !== null ? (OWN_KINDS[code] ?? null) : null;
}

function retryAfter(headers: Headers | undefined): number | null {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? NaN);
  if (milliseconds >= 0) return milliseconds / 1000;
  const value = headers?.get('retry-after');
  if (!value) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, (date - Date.now()) / 1000);
}

/** Codes stand in `error.code`, or in `error.details.error_code`. */
function codeIn(inner: Record<string, unknown>): string | null {
  const details = isJsonObject(inner.details) ? inner.details : {};
  return textOr(details.error_code) ?? textOr(inner.code);
}

/**
 * Any error of an SDK, or of fetch, as data; `kindOf` says what a provider's own words mean, null leaving it to the status.
 * `aborted` is told from everything else by the signal, not by names.
 * Unknown whether it was acted on: no answer at all, or a 5xx that is not our own server's word that nothing was sent.
 */
export function callFailure(error: unknown, kindOf: (told: ToldFailure) => CallFailure['kind'] | null, signal?: AbortSignal): CallFailure {
  const { status, headers, requestID, error: body, message, code: ownCode } = (error ?? {}) as SdkError;
  const outer = isJsonObject(body) ? body : {};
  const inner = isJsonObject(outer.error) ? outer.error : outer;
  const told: ToldFailure = { status, type: textOr(inner.type), code: codeIn(inner) ?? ownCode ?? null };
  const kind = signal?.aborted ? 'aborted' : (ourKind(told) ?? kindOf(told) ?? kindOfStatus(status ?? 0));
  const isNotSent = told.type === OWN_TYPE && told.code !== null && NOT_SENT_CODES.has(told.code);
  return {
    kind,
    status: status ?? null,
    code: told.code,
    message: textOr(inner.message) ?? message ?? String(error),
    requestId: requestID ?? textOr(outer.request_id),
    retryable: passes(kind),
    unknown: !isNotSent && (status === undefined || status >= 500 || status === 408 || status === 409) && kind !== 'identity',
    retryAfterSeconds: retryAfter(headers),
  };
}

/** A download that broke off before its end. `message` says by how much. */
export function incompleteDownload(message: string): CallFailure {
  const told = { status: null, code: null, message, requestId: null };
  return { kind: 'incomplete', ...told, retryable: true, unknown: false, retryAfterSeconds: null };
}

export type Attempt = <T>(call: () => Promise<T>, signal?: AbortSignal) => Promise<CallResult<T>>;

/** Makes a call whose failure is data, by `failureOf`. */
export function attempting(failureOf: (error: unknown, signal?: AbortSignal) => CallFailure): Attempt {
  return async (call, signal) => {
    try {
      return { ok: true, value: await call() };
    } catch (error) {
      return { ok: false, failure: failureOf(error, signal) };
    }
  };
}

/** A delete of something that is not there has come to the same. */
export function goneAlready(result: CallResult<unknown>): CallResult<null> {
  return result.ok || result.failure.kind === 'not-found' ? { ok: true, value: null } : result;
}
