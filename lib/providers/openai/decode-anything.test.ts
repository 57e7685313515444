import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedResponse } from '#lib/core/response';
import { decode } from './decode.ts';

const said = (content: unknown, finish = 'stop') => {
  const choice = { index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: finish };
  return JSON.stringify({ custom_id: 'j-0-0', response: { status_code: 200, body: { choices: [choice] } }, error: null });
};

describe('decode against anything', () => {
  const OUTCOMES = /^(answered|unreadable|refused|truncated|failed|expired|cancelled)$/;
  const isDecoded = ({ rows, outcome, problem }: DecodedResponse) =>
    Array.isArray(rows) && OUTCOMES.test(outcome) && (outcome === 'answered' || problem !== null);

  it('never throws on text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decode(text)).toSatisfy(isDecoded);
      }),
    );
  });

  it('never throws on JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decode(JSON.stringify(value))).toSatisfy(isDecoded);
      }),
    );
  });

  it('never throws on JSON of nearly the right shape', () => {
    const key = fc.constantFrom(
      'custom_id',
      'response',
      'error',
      'body',
      'choices',
      'message',
      'content',
      'tool_calls',
      'function',
      'arguments',
      'code',
      'usage',
      'all_results',
      'input_id',
      'status_code',
      'refusal',
      'finish_reason',
      '__proto__',
    );
    const { any } = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 8, withCrossShrink: true },
        fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean()),
        fc.dictionary(key, tie('any')),
        fc.array(tie('any'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, any), (value) => {
        expect(decode(JSON.stringify(value))).toSatisfy(isDecoded);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds every whole row, wherever the answer is cut off', () => {
    const row = fc.record({ input_id: fc.string(), x: fc.jsonValue() });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.double({ min: 0, max: 1, noNaN: true }), (rows, where) => {
        const parts = rows.map((one) => JSON.stringify(one));
        const content = `{"all_results":[${parts.join(',')}]}`;
        const at = Math.floor(where * content.length);
        let end = '{"all_results":['.length;
        const whole = parts.filter((part) => (end += part.length + 1) - 1 <= at);
        const found = decode(said(content.slice(0, at), 'length')).rows.map((one) => JSON.stringify(one.value));
        expect(found).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

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
