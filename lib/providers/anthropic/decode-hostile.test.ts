import { describe, expect, it } from 'vitest';
import type { DecodedResponse } from '#lib/core/response';
import { decode } from './decode.ts';

const json = (value: unknown) => JSON.stringify(value);
const text = (words: string) => ({ type: 'text', text: words });
const said = (content: unknown, stop = 'end_turn') =>
  json({ custom_id: 'j-0', result: { type: 'succeeded', message: { role: 'assistant', content, stop_reason: stop } } });

describe('decode of hostile text', () => {
  const OUTCOMES = /^(answered|unreadable|refused|truncated|failed|expired|cancelled)$/;
  const isDecoded = ({ rows, outcome, problem }: DecodedResponse) =>
    Array.isArray(rows) && OUTCOMES.test(outcome) && (outcome === 'answered' || problem !== null);

  it.each([
    ['lists', '['.repeat(100_000)],
    ['closed lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a row of them', `{"all_results":[{"input_id":"a","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`],
    ['broken objects', '{"a": b} '.repeat(50_000)],
  ])('survives %s', (_name, content) => {
    expect(isDecoded(decode(said([text(content), text(content)])))).toBe(true);
    expect(
      isDecoded(decode(`{"custom_id":"j","result":{"type":"succeeded","message":{"content":[{"type":"tool_use","input":${content}}]}}}`)),
    ).toBe(true);
  });
});
