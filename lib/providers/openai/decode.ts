import { readAnswerRows } from '#lib/core/answer-rows';
import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import type { DecodedResponse, Usage } from '#lib/core/response';

type Outcome = DecodedResponse['outcome'];

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

const textOr = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
const objectOr = (value: Json | undefined): JsonObject | null => (isJsonObject(value) ? value : null);
const count = (value: Json | undefined): number => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0);

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function usageOf(usage: Json | undefined): Usage | null {
  if (!isJsonObject(usage)) return null;
  return {
    inputTokens: count(usage.prompt_tokens),
    outputTokens: count(usage.completion_tokens),
    cachedTokens: count(objectOr(usage.prompt_tokens_details)?.cached_tokens),
    reasoningTokens: count(objectOr(usage.completion_tokens_details)?.reasoning_tokens),
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

function failure(error: { code: string | null; message: string | null }, status: number | null) {
  const code = error.code ?? (status === null ? null : String(status));
  const neverRun = error.code !== null && Object.hasOwn(NEVER_RUN, error.code) ? NEVER_RUN[error.code] : undefined;
  if (neverRun) return { ...neverRun, code };
  const problem = error.message ? `The provider reported an error: ${error.message}` : 'The provider reported an error and gave no reason.';
  return { outcome: 'failed' as const, problem, code };
}

/** The texts of a message: its content, whole or in parts, and the arguments of tools it called. */
function textsOf(message: JsonObject): string[] {
  const { content, tool_calls: calls, function_call: call } = message;
  const parts = Array.isArray(content) ? content : [content];
  const spoken = parts.map((part) => (isJsonObject(part) ? part.text : part));
  const called = [call, ...(Array.isArray(calls) ? calls.map((one) => objectOr(one)?.function) : [])];
  const given = called.map((one) => {
    const args = objectOr(one)?.arguments;
    return isJsonObject(args) ? stringify(args) : args;
  });
  return [...spoken, ...given].filter((text): text is string => typeof text === 'string' && text.trim() !== '');
}

/** JSON text; '' for what is nested too deeply to be written. */
function stringify(value: JsonObject): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

function refusalOf(message: JsonObject): string | null {
  const parts = Array.isArray(message.content) ? message.content : [];
  return [message.refusal, ...parts.map((part) => objectOr(part)?.refusal)].map(textOr).find((text) => text !== null) ?? null;
}

function endOf(choice: JsonObject, message: JsonObject): { outcome: Outcome; problem: string; code: string } | null {
  const refusal = refusalOf(message);
  if (refusal !== null) return { outcome: 'refused', problem: `The model declined to answer: ${refusal}`, code: 'refusal' };
  const reason = textOr(choice.finish_reason);
  const end = reason !== null && Object.hasOwn(BAD_ENDS, reason) ? BAD_ENDS[reason] : undefined;
  return reason !== null && end ? { ...end, code: reason } : null;
}

type Answer = Pick<DecodedResponse, 'outcome' | 'rows' | 'text' | 'problem' | 'code'>;

function answerOf(choice: JsonObject): Answer {
  const message = objectOr(choice.message) ?? {};
  const texts = textsOf(message);
  const { rows, found, strays } = readAnswerRows(texts);
  const text = rows.length === 0 && texts.length > 0 ? texts.join('\n') : null;
  const end = endOf(choice, message);
  if (end) return { ...end, rows, text };
  if (texts.length === 0) return { outcome: 'unreadable', rows, text, problem: 'The model sent an empty answer.', code: null };
  if (found === 'none') return { outcome: 'unreadable', rows, text, problem: 'The answer holds no JSON with rows in it.', code: null };
  const problems = [
    found === 'salvaged' ? 'The answer is not whole JSON; the whole rows in it were kept.' : '',
    strays > 0 ? `Entries in the list of rows that are no rows, and were left out: ${strays}.` : '',
  ].filter(Boolean);
  return { outcome: 'answered', rows, text, problem: problems.join(' ') || null, code: null };
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
  return objectOr(body) ?? (typeof body === 'string' ? objectOr(parse(body)) : null) ?? {};
}

function answerIn(line: JsonObject, response: JsonObject, body: JsonObject): Answer {
  const status = statusOf(response);
  const isRefusedStatus = status !== null && (status < 200 || status > 299);
  const bodyError = errorOf(body.error);
  const choices = Array.isArray(body.choices) ? body.choices : [];
  const answer = isRefusedStatus || bodyError ? null : bestAnswer(choices);
  if (answer) return answer;
  const none = { rows: [], text: null };
  const error = bodyError ?? errorOf(line.error);
  if (error) return { ...failure(error, status), ...none };
  if (isRefusedStatus) {
    const problem = `The provider answered with status ${status} and gave no reason.`;
    return { outcome: 'failed', problem, code: String(status), ...none };
  }
  if (!isJsonObject(line.response)) {
    return { outcome: 'failed', problem: 'The provider sent neither an answer nor an error.', code: null, ...none };
  }
  return { outcome: 'unreadable', problem: 'The provider’s reply holds no answer.', code: null, ...none };
}

/**
 * Reads one line of an output or error file of a batch of chat completions: `{custom_id, response: {status_code, body} | null,
 * error: {code, message} | null}`. Both files have this shape. Whole rows are read out of every kind of answer. Never throws.
 */
export function decode(line: string): DecodedResponse {
  const json = parse(line);
  if (!isJsonObject(json)) {
    const problem = 'This line is not JSON: it was damaged or cut off on its way.';
    return { customId: null, outcome: 'unreadable', rows: [], text: line, problem, code: null, usage: null, model: null };
  }
  const response = objectOr(json.response) ?? {};
  const body = bodyOf(response);
  const customId = textOr(json.custom_id);
  const answer = answerIn(json, response, body);
  const problem = customId === null ? `The line names no request. ${answer.problem ?? ''}`.trim() : answer.problem;
  return { customId, ...answer, problem, usage: usageOf(body.usage), model: textOr(body.model) };
}
