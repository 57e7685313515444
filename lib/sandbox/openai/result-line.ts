import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { derivedId } from '../run/derived-id.ts';
import { complete, type TokenUsage } from './complete.ts';

export interface Result {
  customId: string;
  /** `expired`: not come to before the window closed. */
  outcome: 'completed' | 'failed' | 'expired';
  /** The line as it stands in the output file (`completed`) or the error file, without a line end. */
  text: string;
  usage: TokenUsage;
}

/** Answers one line of a batch's input. `salt` makes the ids of this batch its own. */
export function answerLine(line: string, salt: string): Result {
  const request = JSON.parse(line) as { custom_id: string; body: Json };
  const body: JsonObject = isJsonObject(request.body) ? request.body : {};
  const key = `${salt}/${request.custom_id}`;
  const completion = complete(body, key);
  if (completion.kind === 'never') return expiredLine(line, salt);
  const text = JSON.stringify({
    id: derivedId('batch_req_', key),
    custom_id: request.custom_id,
    response: { status_code: completion.status, request_id: derivedId('req_', key), body: completion.body },
    error: null,
  });
  return { customId: request.custom_id, outcome: completion.status < 300 ? 'completed' : 'failed', text, usage: completion.usage };
}

/** The line of a request the window closed on. */
export function expiredLine(line: string, salt: string): Result {
  const { custom_id: customId } = JSON.parse(line) as { custom_id: string };
  const error = { code: 'batch_expired', message: 'This request could not be executed before the completion window expired.' };
  const text = JSON.stringify({ id: derivedId('batch_req_', `${salt}/${customId}`), custom_id: customId, response: null, error });
  return { customId, outcome: 'expired', text, usage: { input: 0, output: 0 } };
}
