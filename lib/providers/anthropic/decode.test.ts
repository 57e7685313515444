import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedResponse } from '#lib/core/response';
import { decode } from './decode.ts';

const A = { input_id: 'a', tone: 'good' };
const B = { input_id: 'b', tone: 'bad' };
const json = (value: unknown) => JSON.stringify(value);
const ID = 'j-chunk-000000';

const line = (result: unknown) => json({ custom_id: ID, result });
const message = (content: unknown, more: object = {}) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-x-1',
  content,
  stop_reason: 'end_turn',
  stop_details: null,
  usage: { input_tokens: 10, output_tokens: 5 },
  ...more,
});
const said = (content: unknown, stop: string | null = 'end_turn', more: object = {}) =>
  line({ type: 'succeeded', message: message(content, { stop_reason: stop, ...more }) });
const text = (words: unknown) => ({ type: 'text', text: words });
const tool = (input: unknown, name = 'extract_results') => ({ type: 'tool_use', id: 'toolu_1', name, input });
const thinking = { type: 'thinking', thinking: `{"all_results":[${json(B)}]}`, signature: 'x' };
const redacted = { type: 'redacted_thinking', data: 'x' };
const errored = (error: unknown) => line({ type: 'errored', error });

/** Line, outcome, and the rows' ids (null: an object that names none), then words of the problem and the code. */
const LINES: [string, string, DecodedResponse['outcome'], (string | null)[], string | null, string | null][] = [
  ['a forced tool', said([tool({ all_results: [A, B] })], 'tool_use'), 'answered', ['a', 'b'], null, null],
  ['results in a tool', said([tool({ results: [A] })], 'tool_use'), 'answered', ['a'], null, null],
  ['a tool of another name', said([tool({ all_results: [A] }, 'other')], 'tool_use'), 'answered', ['a'], null, null],
  ['a tool whose input is text', said([tool(json({ all_results: [A] }))], 'tool_use'), 'answered', ['a'], null, null],
  ['a tool whose list is text', said([tool({ all_results: json([A, B]) })], 'tool_use'), 'answered', ['a', 'b'], null, null],
  ['a tool whose list is text under another key', said([tool({ results: json([A]) })], 'tool_use'), 'answered', ['a'], null, null],
  ['a tool whose input is null', said([tool(null)], 'tool_use'), 'unreadable', [], 'empty answer', null],
  [
    'a tool whose list is broken text',
    said([tool({ all_results: `[${json(A)},{"x` })], 'tool_use'),
    'answered',
    ['a'],
    'not whole JSON',
    null,
  ],
  ['a row with a field called results', said([tool({ input_id: 'a', results: 'fine' })], 'tool_use'), 'answered', ['a'], null, null],
  ['a tool whose input is one row', said([tool(A)], 'tool_use'), 'answered', ['a'], null, null],
  ['a tool called twice', said([tool({ all_results: [A] }), tool({ all_results: [B] })], 'tool_use'), 'answered', ['a', 'b'], null, null],
  ['an empty list in a tool', said([tool({ all_results: [] })], 'tool_use'), 'answered', [], null, null],
  ['an empty tool', said([tool({})], 'tool_use'), 'answered', [], null, null],
  ['a tool without input', said([{ type: 'tool_use', name: 'x' }], 'tool_use'), 'unreadable', [], 'empty answer', null],
  ['strays in a tool', said([tool({ all_results: [A, 'b', null] })], 'tool_use'), 'answered', ['a'], 'left out: 2', null],
  ['a preface before a tool', said([text('Here they are:'), tool({ all_results: [A] })], 'tool_use'), 'answered', ['a'], null, null],
  ['a draft before a tool', said([text(json({ all_results: [B] })), tool({ all_results: [A] })]), 'answered', ['a'], null, null],
  ['rows in text beside an empty tool', said([text(json({ all_results: [B] })), tool({})]), 'answered', ['b'], null, null],
  ['thinking before a tool', said([thinking, redacted, tool({ all_results: [A] })], 'tool_use'), 'answered', ['a'], null, null],
  ['thinking before text', said([thinking, text(json({ all_results: [A] }))]), 'answered', ['a'], null, null],
  ['thinking and nothing else', said([thinking, redacted]), 'unreadable', [], 'empty answer', null],
  [
    'another kind of block',
    said([{ type: 'server_tool_use', name: 'x', input: { all_results: [B] } }, text(json([A]))]),
    'answered',
    ['a'],
    null,
    null,
  ],
  ['an output format', said([text(json({ all_results: [A, B] }))]), 'answered', ['a', 'b'], null, null],
  ['results in text', said([text(json({ results: [A] }))]), 'answered', ['a'], null, null],
  ['a list', said([text(json([A, B]))]), 'answered', ['a', 'b'], null, null],
  ['a single object', said([text(json(A))]), 'answered', ['a'], null, null],
  ['content that is a string', said(json([A])), 'answered', ['a'], null, null],
  ['a code fence', said([text('```json\n' + json({ all_results: [A] }) + '\n```')]), 'answered', ['a'], null, null],
  [
    'a preface and a fence',
    said([text('Sure [here]:'), text('```json\n' + json({ all_results: [A] }) + '\n```')]),
    'answered',
    ['a'],
    null,
    null,
  ],
  [
    'a preface and an afterword',
    said([text(`I read {them}.\n${json({ all_results: [A, B] })}\nMore?`)]),
    'answered',
    ['a', 'b'],
    null,
    null,
  ],
  ['JSON cut across blocks', said([text(`{"all_results":[${json(A)},{"input_`), text(`id":"b"}]}`)]), 'answered', ['a', 'b'], null, null],
  [
    'two answers in two blocks',
    said([text(json({ all_results: [A] })), text(json({ all_results: [B] }))]),
    'answered',
    ['a', 'b'],
    null,
    null,
  ],
  [
    'a broken block before a whole one',
    said([text(`{"all_results":[${json(A)},{"inp`), text(json({ all_results: [A, B] }))]),
    'answered',
    ['a', 'b'],
    null,
    null,
  ],
  ['free text', said([text('The tone is good.')]), 'unreadable', [], 'no JSON with rows', null],
  ['no content', said([]), 'unreadable', [], 'empty answer', null],
  ['null content', said(null), 'unreadable', [], 'empty answer', null],
  ['blank text', said([text('  '), text(7)]), 'unreadable', [], 'empty answer', null],
  ['blocks that are none', said([null, 'x', 3, [], {}, text(json([A]))]), 'answered', ['a'], null, null],
  ['a tool cut off', said([tool({ all_results: [A] })], 'max_tokens'), 'truncated', ['a'], 'output limit', 'max_tokens'],
  [
    'text cut off in a row',
    said([text(`{"all_results":[${json(A)},{"input_id":"b","to`)], 'max_tokens'),
    'truncated',
    ['a'],
    'output limit',
    'max_tokens',
  ],
  ['cut off while thinking', said([thinking], 'max_tokens'), 'truncated', [], 'Thinking used up', 'max_tokens'],
  ['cut off while thinking unseen', said([redacted], 'max_tokens'), 'truncated', [], 'Thinking used up', 'max_tokens'],
  ['cut off before a word', said([], 'max_tokens'), 'truncated', [], 'cut off at the output limit', 'max_tokens'],
  ['cut off after thinking', said([thinking, text('{"a')], 'max_tokens'), 'truncated', [], 'cut off at the output limit', 'max_tokens'],
  [
    'cut off after a preface and a tool',
    said([thinking, text('So:'), tool({})], 'max_tokens'),
    'truncated',
    [],
    'cut off at the output limit',
    'max_tokens',
  ],
  ['a pause while thinking', said([thinking], 'pause_turn'), 'truncated', [], 'paused', 'pause_turn'],
  [
    'a full window',
    said([text(`[${json(A)},`)], 'model_context_window_exceeded'),
    'truncated',
    ['a'],
    'can hold',
    'model_context_window_exceeded',
  ],
  ['a pause', said([text('Let me see.')], 'pause_turn'), 'truncated', [], 'paused', 'pause_turn'],
  ['a refusal', said([], 'refusal'), 'refused', [], 'declined to answer.', 'refusal'],
  [
    'a refusal with a reason',
    said([], 'refusal', { stop_details: { type: 'refusal', category: 'bio', explanation: 'Not this.' } }),
    'refused',
    [],
    'declined to answer: Not this.',
    'refusal',
  ],
  [
    'a refusal with a category',
    said([text('No.')], 'refusal', { stop_details: { type: 'refusal', category: 'cyber', explanation: null } }),
    'refused',
    [],
    ': cyber',
    'refusal',
  ],
  ['a refusal after rows', said([tool({ all_results: [A] })], 'refusal'), 'refused', ['a'], 'declined', 'refusal'],
  ['a stop nobody knows', said([text(json([A]))], 'constructor'), 'answered', ['a'], null, null],
  ['no stop at all', said([text(json([A]))], null), 'answered', ['a'], null, null],
  [
    'an error',
    errored({ type: 'error', error: { type: 'invalid_request_error', message: 'Bad schema' }, request_id: 'req_1' }),
    'failed',
    [],
    'Bad schema',
    'invalid_request_error',
  ],
  [
    'an error with a code',
    errored({ type: 'error', error: { type: 'rate_limit_error', message: 'No.', details: { error_code: 'ramp_limit_exceeded' } } }),
    'failed',
    [],
    'No.',
    'ramp_limit_exceeded',
  ],
  ['an error without its wrapping', errored({ type: 'overloaded_error', message: 'Busy' }), 'failed', [], 'Busy', 'overloaded_error'],
  ['an error that is text', errored('boom'), 'failed', [], 'boom', null],
  ['an error that only says it is one', errored({ type: 'error', message: 'Busy' }), 'failed', [], 'Busy', null],
  ['an error in a result of an unknown kind', line({ type: 'partial', error: { message: 'No.' } }), 'failed', [], 'No.', null],
  ['an error that is not there', line({ type: 'errored' }), 'failed', [], 'gave no reason', null],
  ['an error that says nothing', errored({ type: 'error', error: {} }), 'failed', [], 'no reason', null],
  ['no error', errored(null), 'failed', [], 'no reason', null],
  ['canceled', line({ type: 'canceled' }), 'cancelled', [], 'was cancelled', 'canceled'],
  ['expired', line({ type: 'expired' }), 'expired', [], 'ran out of time', 'expired'],
  ['a success without message', line({ type: 'succeeded' }), 'unreadable', [], 'holds no answer', null],
  ['a result of an unknown kind', line({ type: 'constructor' }), 'failed', [], 'neither an answer nor an error', 'constructor'],
  [
    'a result of an unknown kind with an answer',
    line({ type: 'partial', message: message([text(json([A]))]) }),
    'answered',
    ['a'],
    null,
    null,
  ],
  ['no result', json({ custom_id: ID }), 'failed', [], 'neither an answer nor an error', null],
  ['a null result', line(null), 'failed', [], 'neither an answer nor an error', null],
];

describe('decode', () => {
  it.each(LINES)('reads %s', (_name, given, outcome, ids, problem, code) => {
    const decoded = decode(given);
    expect(decoded.customId).toBe(ID);
    expect({ outcome: decoded.outcome, ids: decoded.rows.map((row) => row.inputId), code: decoded.code }).toEqual({ outcome, ids, code });
    expect(decoded.problem ?? '').toContain(problem ?? '');
    expect(decoded.problem === null).toBe(problem === null);
  });

  it('keeps values whole and reads what was used', () => {
    const value = { input_id: 'a', extra: { nested: [1, { x: null }] } };
    const usage = {
      input_tokens: 100,
      cache_creation_input_tokens: 20,
      cache_read_input_tokens: 3,
      output_tokens: 50,
      output_tokens_details: { thinking_tokens: 40 },
    };
    expect(decode(said([tool({ all_results: [value] })], 'tool_use', { usage }))).toEqual({
      customId: ID,
      outcome: 'answered',
      rows: [{ inputId: 'a', value }],
      text: null,
      problem: null,
      code: null,
      usage: { inputTokens: 123, outputTokens: 50, cachedTokens: 3, reasoningTokens: 40 },
      model: 'claude-x-1',
    });
  });

  it('reads usage only where it is one', () => {
    expect(decode(line({ type: 'expired' })).usage).toBeNull();
    expect(decode(said([], 'end_turn', { usage: null })).usage).toBeNull();
    const odd = { input_tokens: 'many', output_tokens: -1, cache_read_input_tokens: null, output_tokens_details: null };
    const none = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, reasoningTokens: 0 };
    expect(decode(said([], 'end_turn', { usage: odd })).usage).toEqual(none);
  });

  it('keeps the text of an answer without rows, and no thinking', () => {
    expect(decode(said([thinking, text('The tone'), text('is good.')])).text).toBe('The tone\nis good.');
    expect(decode(said([tool({ all_results: [] })])).text).toBe('{"all_results":[]}');
    expect(decode(said([text(json([A]))])).text).toBeNull();
  });

  it('tells of a line that names no request', () => {
    expect(decode(json({ result: { type: 'expired' } }))).toMatchObject({
      customId: null,
      outcome: 'expired',
      problem: expect.stringContaining('names no request'),
    });
  });

  it.each(['', 'not json', '{"custom_id":"j","result":', 'null', '[]', '7', '"x"'])('tells of a line that is none: %j', (given) => {
    expect(decode(given)).toMatchObject({
      customId: null,
      outcome: 'unreadable',
      text: given,
      problem: expect.stringContaining('not JSON'),
    });
  });
});

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
});
