import { readAnswerRows, type Given } from '#lib/core/answer-rows';
import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import type { DecodedResponse, Usage } from '#lib/core/response';
import {
  answerFrom,
  brokenLine,
  decodedLine,
  noAnswer,
  providerError,
  rowsInParts,
  type Answer,
  type BadEnd,
  type Outcome,
} from '../read-answer.ts';
import { countOr, objectOr, parseJson, textOr } from '../read-json.ts';

/** Codes of requests the batch never got to; every other error is a failure of its own. */
const NEVER_RUN: Record<string, { outcome: Outcome; problem: string }> = {
  batch_expired: { outcome: 'expired', problem: 'The batch ran out of time before this request was done.' },
  batch_cancelled: { outcome: 'cancelled', problem: 'The batch was cancelled before this request was done.' },
};

/** Ends of an answer that may leave it incomplete; any other `finish_reason` is an ordinary end. */
const BAD_ENDS: Record<string, { outcome: Outcome; problem: string }> = {
  length: { outcome: 'truncated', problem: 'The answer was cut off at the output limit.' },
  content_filter: { outcome: 'refused', problem: 'The provider’s content filter stopped the answer.' },
};

function usageOf(usage: Json | undefined): Usage | null {
  if (!isJsonObject(usage)) return null;
  return {
    inputTokens: countOr(usage.prompt_tokens),
    outputTokens: countOr(usage.completion_tokens),
    cachedTokens: countOr(objectOr(usage.prompt_tokens_details)?.cached_tokens),
    reasoningTokens: countOr(objectOr(usage.completion_tokens_details)?.reasoning_tokens),
  };
}

/** An error object, or a bare message, as servers of this protocol write it. Null where there is none to speak of. */
function errorOf(error: Json | undefined): { code: string | null; message: string | null } | null {
  if (typeof error === 'string' && error !== '') return { code: null, message: error };
  if (!isJsonObject(error)) return null;
  const code = typeof error.code === 'number' ? String(error.code) : (textOr(error.code) ?? textOr(error.type));
  const message = textOr(error.message);
  return code === null && message === null ? null : { code, message };
}

function failure(error: { code: string | null; message: string | null }, status: number | null): Answer {
  const code = error.code ?? (status === null ? null : String(status));
  const neverRun = error.code !== null && Object.hasOwn(NEVER_RUN, error.code) ? NEVER_RUN[error.code] : undefined;
  return neverRun ? noAnswer(neverRun.outcome, neverRun.problem, code) : providerError(error.message, code);
}

/** What a message gives: the texts of its content, whole or in parts, and the arguments of tools it called. */
function givenIn(message: JsonObject): { spoken: string[]; called: Given[] } {
  const { content, tool_calls: calls, function_call: call } = message;
  const parts = Array.isArray(content) ? content : [content];
  const asked = [call, ...(Array.isArray(calls) ? calls.map((one) => objectOr(one)?.function) : [])];
  const given = asked.map((one) => objectOr(one)?.arguments);
  const isText = (text: unknown): text is string => typeof text === 'string' && text.trim() !== '';
  return {
    spoken: parts.map((part) => (isJsonObject(part) ? part.text : part)).filter(isText),
    called: given.filter((args): args is Given => isText(args) || isJsonObject(args)),
  };
}

function refusalOf(message: JsonObject): string | null {
  const parts = Array.isArray(message.content) ? message.content : [];
  return [message.refusal, ...parts.map((part) => objectOr(part)?.refusal)].map(textOr).find((text) => text !== null) ?? null;
}

function endOf(choice: JsonObject, message: JsonObject): BadEnd | null {
  const refusal = refusalOf(message);
  if (refusal !== null) return { outcome: 'refused', problem: `The model declined to answer: ${refusal}`, code: 'refusal' };
  const reason = textOr(choice.finish_reason);
  const end = reason !== null && Object.hasOwn(BAD_ENDS, reason) ? BAD_ENDS[reason] : undefined;
  return reason !== null && end ? { ...end, code: reason } : null;
}

function answerOf(choice: JsonObject): Answer {
  const message = objectOr(choice.message) ?? {};
  const { spoken, called } = givenIn(message);
  const given = [...spoken, ...called];
  return answerFrom(given, called.length > 0 ? readAnswerRows(given) : rowsInParts(spoken), endOf(choice, message));
}

/** The first choice that has rows, else the first one. */
function bestAnswer(choices: Json[]): Answer | null {
  let first: Answer | null = null;
  for (const choice of choices) {
    if (!isJsonObject(choice)) continue;
    const answer = answerOf(choice);
    if (answer.rows.length > 0) return answer;
    first ??= answer;
  }
  return first;
}

function statusOf(response: JsonObject): number | null {
  const status = Number(response.status_code ?? NaN);
  return Number.isFinite(status) ? status : null;
}

function bodyOf(response: JsonObject): JsonObject {
  const { body } = response;
  return objectOr(body) ?? (typeof body === 'string' ? objectOr(parseJson(body)) : null) ?? {};
}

function answerIn(line: JsonObject, response: JsonObject, body: JsonObject): Answer {
  const status = statusOf(response);
  const isRefusedStatus = status !== null && (status < 200 || status > 299);
  const bodyError = errorOf(body.error);
  const choices = Array.isArray(body.choices) ? body.choices : [];
  const answer = isRefusedStatus || bodyError ? null : bestAnswer(choices);
  if (answer) return answer;
  const error = bodyError ?? errorOf(line.error);
  if (error) return failure(error, status);
  if (isRefusedStatus) return noAnswer('failed', `The provider answered with status ${status} and gave no reason.`, String(status));
  if (!isJsonObject(line.response)) return noAnswer('failed', 'The provider sent neither an answer nor an error.', null);
  return noAnswer('unreadable', 'The provider’s reply holds no answer.', null);
}

/**
 * Reads one line of an output or error file of a batch of chat completions: `{custom_id, response: {status_code, body} | null,
 * error: {code, message} | null}`. Both files have this shape. Whole rows are read out of every kind of answer. Never throws.
 */
export function decode(line: string): DecodedResponse {
  const json = parseJson(line);
  if (!isJsonObject(json)) return brokenLine(line);
  const response = objectOr(json.response) ?? {};
  const body = bodyOf(response);
  const answer = answerIn(json, response, body);
  return decodedLine(textOr(json.custom_id), answer, { usage: usageOf(body.usage), model: textOr(body.model) });
}
