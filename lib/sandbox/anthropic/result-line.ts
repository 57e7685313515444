import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { derivedId } from '../run/derived-id.ts';
import type { Outcome } from './batch.ts';
import type { PromptCache } from './cache.ts';
import type { Rules } from './check-params.ts';
import { errorBody, SERVER_FAULT } from './errors.ts';
import { type Completion, completeMessage } from './message.ts';

export interface Result {
  customId: string;
  outcome: Outcome;
  /** The line of the results, without a line end. */
  text: string;
}

/** Answers one request of a batch. */
export function answerLine(line: string, batchId: string, version: Rules['version'], cacheFor: (customId: string) => PromptCache): Result {
  const { custom_id: customId, params } = JSON.parse(line) as { custom_id: string; params: Json };
  const salt = `${batchId}/${customId}`;
  const completion = complete(isJsonObject(params) ? params : {}, version, salt, cacheFor(customId));
  if (completion.kind === 'never') return result(customId, { type: 'expired' });
  if (completion.kind === 'message') return result(customId, { type: 'succeeded', message: completion.message });
  return result(customId, { type: 'errored', error: errorBody(completion.fault, derivedId('req_', salt)) });
}

/** The line of a request that was not come to. */
export function untouchedLine(line: string, outcome: 'canceled' | 'expired'): Result {
  const { custom_id: customId } = JSON.parse(line) as { custom_id: string };
  return result(customId, { type: outcome });
}

function complete(params: JsonObject, version: Rules['version'], salt: string, cache: PromptCache): Completion {
  try {
    return completeMessage(params, { kind: 'batch', version }, salt, cache);
  } catch {
    // A request that breaks the rules' own code, as one nested without end does, must not take the batch with it.
    return { kind: 'fault', fault: SERVER_FAULT };
  }
}

function result(customId: string, body: JsonObject & { type: Outcome }): Result {
  return { customId, outcome: body.type, text: JSON.stringify({ custom_id: customId, result: body }) };
}
