import type { CallFailure } from '#lib/core/failure';
import { callFailure, type ToldFailure } from '../call-failure.ts';

/** `details.error_code` of an account that may spend no more: no retry helps, though the status is 429 (@anthropic-ai/sdk 1.12). */
const MONEY_CODES = new Set([
  'enforced_spend_limit_reached',
  'contract_spend_limit_reached',
  'linked_organization_spend_limit_reached',
  'linked_organization_billing_unavailable',
]);

/** `error.type`, the provider's own word; messages may change and are not looked at. */
const KINDS: Record<string, CallFailure['kind']> = {
  authentication_error: 'auth',
  permission_error: 'auth',
  billing_error: 'money',
  not_found_error: 'not-found',
  request_too_large: 'too-large',
  rate_limit_error: 'rate-limit',
  timeout_error: 'server',
  api_error: 'server',
  overloaded_error: 'server',
};

function kindOf({ type, code }: ToldFailure): CallFailure['kind'] | null {
  if (code !== null && MONEY_CODES.has(code)) return 'money';
  return type !== null && Object.hasOwn(KINDS, type) ? KINDS[type]! : null;
}

/** Any error of Anthropic's SDK, or of fetch, as data. Where no code was given, `code` is the error's type. */
export function failureOf(error: unknown, signal?: AbortSignal): CallFailure {
  const failure = callFailure(error, kindOf, signal);
  const type = (error as { type?: unknown } | null)?.type;
  return failure.code === null && typeof type === 'string' ? { ...failure, code: type } : failure;
}
