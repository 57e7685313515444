import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedResponse } from '#lib/core/response';
import { decode } from './decode.ts';

const json = (value: unknown) => JSON.stringify(value);
const text = (words: string) => ({ type: 'text', text: words });
const said = (content: unknown, stop = 'end_turn') =>
  json({ custom_id: 'j-0', result: { type: 'succeeded', message: { role: 'assistant', content, stop_reason: stop } } });

describe('decode against anything', () => {
  const OUTCOMES = /^(answered|unreadable|refused|truncated|failed|expired|cancelled)$/;
  const isDecoded = ({ rows, outcome, problem }: DecodedResponse) =>
    Array.isArray(rows) && OUTCOMES.test(outcome) && (outcome === 'answered' || problem !== null);

  it('never throws on text or JSON', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (given) => void expect(decode(given)).toSatisfy(isDecoded)));
    fc.assert(fc.property(fc.jsonValue(), (value) => void expect(decode(json(value))).toSatisfy(isDecoded)));
  });

  it('never throws on JSON of nearly the right shape', () => {
    const key = fc.constantFrom(
      'custom_id',
      'result',
      'message',
      'content',
      'error',
      'type',
      'text',
      'input',
      'usage',
      'stop_reason',
      'stop_details',
      'details',
      'all_results',
      'input_id',
      '__proto__',
    );
    const word = fc.constantFrom('succeeded', 'errored', 'canceled', 'text', 'tool_use', 'thinking', 'refusal', 'max_tokens', 'error');
    const { any } = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 8, withCrossShrink: true },
        fc.oneof(word, fc.string(), fc.integer(), fc.constant(null), fc.boolean()),
        fc.dictionary(key, tie('any')),
        fc.array(tie('any'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, any), (value) => void expect(decode(json(value))).toSatisfy(isDecoded)),
      { numRuns: 1000 },
    );
  });

  it('finds every whole row, wherever the text is cut off and into blocks', () => {
    const row = fc.record({ input_id: fc.string(), x: fc.jsonValue() });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), share, share, (rows, where, split) => {
        const parts = rows.map(json);
        const content = `{"all_results":[${parts.join(',')}]}`;
        const at = Math.floor(where * content.length);
        const middle = Math.floor(split * at);
        let end = '{"all_results":['.length;
        const whole = parts.filter((part) => (end += part.length + 1) - 1 <= at);
        const blocks = [text(content.slice(0, middle)), text(content.slice(middle, at))];
        const found = decode(said(blocks, 'max_tokens')).rows.map((one) => json(one.value));
        expect(whole.every((one) => found.includes(one))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

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
