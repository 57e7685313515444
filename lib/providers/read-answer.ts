import { readAnswerRows, type AnswerRows, type Given } from '#lib/core/answer-rows';
import type { DecodedResponse } from '#lib/core/response';
import { stringifyJson } from './read-json.ts';

export type Outcome = DecodedResponse['outcome'];

/** What a response says, without the line it stands in. */
export type Answer = Pick<DecodedResponse, 'outcome' | 'rows' | 'text' | 'problem' | 'code'>;

/** An end that may leave an answer incomplete. */
export interface BadEnd {
  outcome: Outcome;
  problem: string;
  code: string;
}

const textOf = (given: Given) => (typeof given === 'string' ? given : stringifyJson(given));

/** The answer in what a model gave, from the rows read out of it. `end` null: it ended as usual. */
export function answerFrom(given: readonly Given[], { rows, found, strays }: AnswerRows, end: BadEnd | null): Answer {
  const text = rows.length === 0 && given.length > 0 ? given.map(textOf).join('\n') : null;
  if (end) return { ...end, rows, text };
  if (given.length === 0) return { outcome: 'unreadable', rows, text, problem: 'The model sent an empty answer.', code: null };
  if (found === 'none') return { outcome: 'unreadable', rows, text, problem: 'The answer holds no JSON with rows in it.', code: null };
  const problems = [
    found === 'salvaged' ? 'The answer is not whole JSON; the whole rows in it were kept.' : '',
    strays > 0 ? `Entries in the list of rows that are no rows, and were left out: ${strays}.` : '',
  ].filter(Boolean);
  return { outcome: 'answered', rows, text, problem: problems.join(' ') || null, code: null };
}

/** The rows of several texts. A JSON value may be cut across them, or each may hold its own. */
export function rowsInParts(texts: readonly string[]): AnswerRows {
  const joined = readAnswerRows([texts.join('')]);
  if (texts.length < 2 || joined.found === 'whole') return joined;
  const apart = readAnswerRows(texts);
  return apart.rows.length > joined.rows.length ? apart : joined;
}

/** An answer without a word of the model. */
export function noAnswer(outcome: Outcome, problem: string, code: string | null): Answer {
  return { outcome, rows: [], text: null, problem, code };
}

/** What an error of the provider's makes of a request. */
export function providerError(message: string | null, code: string | null): Answer {
  const problem = message ? `The provider reported an error: ${message}` : 'The provider reported an error and gave no reason.';
  return noAnswer('failed', problem, code);
}

/** A line of a result file that is not JSON. */
export function brokenLine(line: string): DecodedResponse {
  const problem = 'This line is not JSON: it was damaged or cut off on its way.';
  return { customId: null, outcome: 'unreadable', rows: [], text: line, problem, code: null, usage: null, model: null };
}

/** A line read: the request it names, the answer to it, and what was used. */
export function decodedLine(customId: string | null, answer: Answer, told: Pick<DecodedResponse, 'usage' | 'model'>): DecodedResponse {
  const problem = customId === null ? `The line names no request. ${answer.problem ?? ''}`.trim() : answer.problem;
  return { customId, ...answer, problem, ...told };
}
