import type { CallFailure } from '#lib/core/failure';
import { callFailure, type ToldFailure } from '../call-failure.ts';

/** Codes of the account having nothing left to spend: no retry helps (error codes guide, read 2026-11). */
const MONEY_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active', 'enforced_spend_limit_reached']);

/** Codes with a meaning of their own, whatever the status they come with. */
const KINDS: Record<string, CallFailure['kind']> = {
  model_not_found: 'model',
  // The queue of a model is full: mostly told by a batch that fails, sometimes on the create.
  token_limit_exceeded: 'room',
};

function kindOf({ code }: ToldFailure): CallFailure['kind'] | null {
  if (code === null) return null;
  return MONEY_CODES.has(code) ? 'money' : Object.hasOwn(KINDS, code) ? KINDS[code]! : null;
}

/** A create right after an upload may be told, with a 400, that there is no such file, though there is (bespokelabs curator thread 116). */
function isFileUnknown({ status, message }: CallFailure, error: unknown): boolean {
  if (status !== 400) return false;
  return (error as { param?: unknown }).param === 'input_file_id' || /^(400 )?cannot find file/i.test(message);
}

/** Any error of OpenAI's SDK, or of fetch, as data. */
export function failureOf(error: unknown, signal?: AbortSignal): CallFailure {
  const failure = callFailure(error, kindOf, signal);
  return isFileUnknown(failure, error) ? { ...failure, kind: 'not-found' } : failure;
}
