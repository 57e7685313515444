import type { CallFailure } from '#lib/core/failure';
import { callFailure, type ToldFailure } from '../call-failure.ts';

/** Codes of the account having nothing left to spend: no retry helps (error codes guide, read 2026-11). */
const MONEY_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active', 'enforced_spend_limit_reached']);

const kindOf = ({ code }: ToldFailure): CallFailure['kind'] | null => (code !== null && MONEY_CODES.has(code) ? 'money' : null);

/** Any error of OpenAI's SDK, or of fetch, as data. */
export function failureOf(error: unknown, signal?: AbortSignal): CallFailure {
  return callFailure(error, kindOf, signal);
}
