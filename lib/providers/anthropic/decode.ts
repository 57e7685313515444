import { readAnswerRows, type Given } from '#lib/core/answer-rows';
import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import type { DecodedResponse, Usage } from '#lib/core/response';
import { RESULT_KEYS } from '#lib/core/schema';
import { answerFrom, brokenLine, decodedLine, noAnswer, providerError, rowsInParts, type Answer, type BadEnd } from '../read-answer.ts';
import { countOr, objectOr, parseJson, textOr } from '../read-json.ts';

/** Requests the batch never got to. */
const NEVER_RUN: Record<string, Answer> = {
  expired: noAnswer('expired', 'The batch ran out of time before this request was done. It was not charged.', 'expired'),
  canceled: noAnswer('cancelled', 'The batch was cancelled before this request was done. It was not charged.', 'canceled'),
};

/** Ends of an answer that may leave it incomplete; any other `stop_reason` is an ordinary end. */
const BAD_ENDS: Record<string, Omit<BadEnd, 'code'>> = {
  max_tokens: { outcome: 'truncated', problem: 'The answer was cut off at the output limit.' },
  model_context_window_exceeded: {
    outcome: 'truncated',
    problem: 'The answer was cut off: rows and answer together do not fit into what the model can hold.',
  },
  pause_turn: { outcome: 'truncated', problem: 'The model paused before the answer was done.' },
};

function usageOf(usage: Json | undefined): Usage | null {
  if (!isJsonObject(usage)) return null;
  const cachedTokens = countOr(usage.cache_read_input_tokens);
  return {
    inputTokens: countOr(usage.input_tokens) + countOr(usage.cache_creation_input_tokens) + cachedTokens,
    outputTokens: countOr(usage.output_tokens),
    cachedTokens,
    reasoningTokens: countOr(objectOr(usage.output_tokens_details)?.thinking_tokens),
  };
}

/** What a tool's input gives. Models now and then write the list of rows as a text with JSON in it. */
function inputGiven(input: Json | undefined): Given | null {
  if (Array.isArray(input)) return input;
  if (!isJsonObject(input)) return textOr(input);
  if ('input_id' in input) return input;
  const list = RESULT_KEYS.map((key) => input[key]).find((value) => value !== undefined);
  return textOr(list) ?? input;
}

const isGiven = (given: Given | null): given is Given => (typeof given === 'string' ? given.trim() !== '' : given !== null);

interface Said {
  /** Inputs of the tools the model called. */
  called: Given[];
  spoken: string[];
  isThinking: boolean;
}

/** What the blocks of a message say, by their types: thinking stands before the answer, and is none. */
function saidIn(content: Json | undefined): Said {
  const listed: Json[] = Array.isArray(content) ? content : [{ type: 'text', text: content ?? null }];
  const blocks = listed.filter((block) => isJsonObject(block));
  const of = (type: string) => blocks.filter((block) => block.type === type);
  const inputs = of('tool_use').map(({ input }) => inputGiven(input));
  const isText = (text: Json | undefined): text is string => typeof text === 'string' && text.trim() !== '';
  return {
    called: inputs.filter(isGiven),
    spoken: of('text')
      .map(({ text }) => text)
      .filter(isText),
    isThinking: of('thinking').length + of('redacted_thinking').length > 0,
  };
}

function endOf(message: JsonObject, { called, spoken, isThinking }: Said): BadEnd | null {
  const reason = textOr(message.stop_reason);
  if (reason === 'refusal') {
    const details = objectOr(message.stop_details);
    const why = textOr(details?.explanation) ?? textOr(details?.category);
    return { outcome: 'refused', problem: `The model declined to answer${why ? `: ${why}` : '.'}`, code: reason };
  }
  const end = reason !== null && Object.hasOwn(BAD_ENDS, reason) ? BAD_ENDS[reason] : undefined;
  if (reason === null || !end) return null;
  const isThoughtOnly = reason === 'max_tokens' && isThinking && called.length + spoken.length === 0;
  const problem = isThoughtOnly ? 'Thinking used up the output limit, in which it counts, before the answer began.' : end.problem;
  return { ...end, problem, code: reason };
}

/** A tool's input is the answer, and text beside it a preface, unless only the text holds rows. */
function answerIn(message: JsonObject): Answer {
  const said = saidIn(message.content);
  const { called, spoken } = said;
  const end = endOf(message, said);
  const calledRows = readAnswerRows(called);
  if (calledRows.rows.length > 0) return answerFrom(called, calledRows, end);
  const spokenRows = rowsInParts(spoken);
  const isToolEmpty = called.length > 0 && spokenRows.rows.length === 0;
  return isToolEmpty ? answerFrom(called, calledRows, end) : answerFrom(spoken, spokenRows, end);
}

/** `{type: 'error', error: {type, message}}`, or the inner object alone. */
function errorIn(given: Json | undefined): Answer {
  const outer = objectOr(given) ?? {};
  const error = objectOr(outer.error) ?? outer;
  const code = textOr(objectOr(error.details)?.error_code) ?? textOr(error.type);
  return providerError(textOr(error.message) ?? textOr(given), code === 'error' ? null : code);
}

function resultOf(result: JsonObject): Answer {
  const type = textOr(result.type);
  const neverRun = type !== null && Object.hasOwn(NEVER_RUN, type) ? NEVER_RUN[type] : undefined;
  if (neverRun) return neverRun;
  if (isJsonObject(result.message)) return answerIn(result.message);
  if (result.error !== undefined || type === 'errored') return errorIn(result.error);
  if (type === 'succeeded') return noAnswer('unreadable', 'The provider’s reply holds no answer.', null);
  return noAnswer('failed', 'The provider sent neither an answer nor an error.', type);
}

/**
 * Reads one line of a result file: `{custom_id, result: {type: succeeded | errored | canceled | expired, message?, error?}}`.
 * Any tool's input is taken for the answer, whatever its name. Whole rows are read out of every kind of answer. Never throws.
 */
export function decode(line: string): DecodedResponse {
  const json = parseJson(line);
  if (!isJsonObject(json)) return brokenLine(line);
  const result = objectOr(json.result) ?? {};
  const message = objectOr(result.message) ?? {};
  return decodedLine(textOr(json.custom_id), resultOf(result), { usage: usageOf(message.usage), model: textOr(message.model) });
}
