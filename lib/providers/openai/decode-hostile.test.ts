import { describe, expect, it } from 'vitest';
import type { DecodedResponse } from '#lib/core/response';
import { decode } from './decode.ts';

const said = (content: unknown, finish = 'stop') => {
  const choice = { index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: finish };
  return JSON.stringify({ custom_id: 'j-0-0', response: { status_code: 200, body: { choices: [choice] } }, error: null });
};

describe('decode of hostile text', () => {
  const OUTCOMES = /^(answered|unreadable|refused|truncated|failed|expired|cancelled)$/;
  const isDecoded = ({ rows, outcome, problem }: DecodedResponse) =>
    Array.isArray(rows) && OUTCOMES.test(outcome) && (outcome === 'answered' || problem !== null);

  it.each([
    ['lists', '['.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000)],
    ['results', '{"all_results":['.repeat(50_000)],
    ['closed lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['closed results', '[{"results":'.repeat(50_000) + '[]' + '}]'.repeat(50_000)],
    ['a row of them', `{"all_results":[{"input_id":"a","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`],
    ['prose full of brackets', '{ [1, '.repeat(100_000)],
    ['beginnings of rows', '{"a":[{"'.repeat(60_000)],
    ['broken objects', '{"a": b} '.repeat(100_000)],
    ['answers begun over and over', '{"all_results":['.repeat(50_000) + '{"all_results": x}'.repeat(50_000)],
    ['backslashes', `{"all_results":["${'\\'.repeat(100_001)}`],
    ['many rows', `[${'{"input_id":"a"},'.repeat(200_000)}{}]`],
    ['many broken rows', `[${'{"input_id":"a"},'.repeat(200_000)}`],
  ])('survives %s', (_name, content) => {
    expect(isDecoded(decode(said(content)))).toBe(true);
    expect(isDecoded(decode(content))).toBe(true);
  });
});
