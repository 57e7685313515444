import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedResponse } from '#lib/core/response';
import { decode } from './decode.ts';

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
const A = { input_id: 'a', tone: 'good' };
const B = { input_id: 'b', tone: 'bad' };

const line = (more: object) => JSON.stringify({ id: 'batch_req_1', custom_id: 'j-0-0', ...more });
const replied = (body: object, status: unknown = 200) =>
  line({ response: { status_code: status, request_id: 'req_1', body }, error: null });
const chose = (choice: object) =>
  replied({ id: 'chatcmpl-1', object: 'chat.completion', model: 'gpt-x-2026', choices: [{ index: 0, ...choice }], usage: USAGE });
const said = (content: unknown, finish: string | null = 'stop', more: object = {}) =>
  chose({ message: { role: 'assistant', content, refusal: null, ...more }, finish_reason: finish });
const json = (value: unknown) => JSON.stringify(value);

/** Line, outcome, and the rows' ids (null: an object that names none), then words of the problem and the code. */
const LINES: [string, string, DecodedResponse['outcome'], (string | null)[], string | null, string | null][] = [
  ['all_results', said(json({ all_results: [A, B] })), 'answered', ['a', 'b'], null, null],
  ['“all results”', said(json({ 'all results': [A] })), 'answered', ['a'], null, null],
  ['results', said(json({ results: [A] })), 'answered', ['a'], null, null],
  ['allResults', said(json({ allResults: [A] })), 'answered', ['a'], null, null],
  ['the contract’s key before others', said(json({ results: [B], all_results: [A] })), 'answered', ['a'], null, null],
  ['a single object', said(json(A)), 'answered', ['a'], null, null],
  ['a single object under the key', said(json({ all_results: A })), 'answered', ['a'], null, null],
  ['a row that has a field called results', said(json({ input_id: 'a', results: [{ x: 1 }] })), 'answered', ['a'], null, null],
  ['a list', said(json([A, B])), 'answered', ['a', 'b'], null, null],
  ['a list around the object', said(json([{ all_results: [A, B] }])), 'answered', ['a', 'b'], null, null],
  ['an object without id', said(json({ tone: 'good' })), 'answered', [null], null, null],
  ['an id that is a number', said(json({ all_results: [{ input_id: 7 }, { input_id: 1.5 }] })), 'answered', ['7', '1.5'], null, null],
  ['an id too large to be told apart', said('{"all_results":[{"input_id":12345678901234567891}]}'), 'answered', [null], null, null],
  ['an id that is no id', said(json([{ input_id: null }, { input_id: { x: 1 } }])), 'answered', [null, null], null, null],
  ['an id under another spelling', said(json([{ 'Input ID': 'a' }])), 'answered', ['a'], null, null],
  ['an empty list', said(json({ all_results: [] })), 'answered', [], null, null],
  ['strays in the list', said(json({ all_results: [A, 'b', null] })), 'answered', ['a'], 'left out: 2', null],
  ['a list of texts', said(json({ all_results: ['a', 'b'] })), 'unreadable', [], 'no JSON with rows', null],
  ['nothing under the key', said(json({ all_results: null })), 'unreadable', [], 'no JSON with rows', null],
  ['a code fence', said('```json\n' + json({ all_results: [A] }) + '\n```'), 'answered', ['a'], null, null],
  [
    'a preface with brackets and more after',
    said(`Here [as asked] is {it}:\n${json({ all_results: [A, B] })}\nAnything else?`),
    'answered',
    ['a', 'b'],
    null,
    null,
  ],
  ['one object a line', said(`${json(A)}\n${json(B)}\n`), 'answered', ['a', 'b'], null, null],
  ['two lists in a row', said(json({ all_results: [A] }) + json({ all_results: [B] })), 'answered', ['a', 'b'], null, null],
  ['a draft object before the list', said(`${json({ thought: 'hm' })} ${json({ all_results: [A] })}`), 'answered', ['a'], null, null],
  ['JSON inside a JSON string', said(json(json({ all_results: [A] }))), 'answered', ['a'], null, null],
  ['a trailing comma', said(`{"all_results":[${json(A)},${json(B)},]}`), 'answered', ['a', 'b'], 'not whole JSON', null],
  ['a bracket forgotten', said(`{"all_results":[${json(A)},${json(B)}}`), 'answered', ['a', 'b'], 'not whole JSON', null],
  [
    'brackets and quotes inside texts',
    said(json({ all_results: [{ input_id: 'a', x: '}]{"all_results":[\\"' }] })),
    'answered',
    ['a'],
    null,
    null,
  ],
  [
    'cut off in a row',
    said(`{"all_results":[${json(A)},{"input_id":"b","to`, 'length'),
    'truncated',
    ['a'],
    'cut off at the output limit',
    'length',
  ],
  [
    'cut off in a nested row',
    said(`{"all_results":[{"input_id":"a","tags":[{"t":1}]},{"input_id":"b","tags":[{"t":1},{"t":`, 'length'),
    'truncated',
    ['a'],
    'cut off',
    'length',
  ],
  [
    'cut off within a lone row that holds a list',
    said('{"input_id":"a","tags":[{"t":1},{"t":2},{"t', 'length'),
    'truncated',
    [],
    'cut off',
    'length',
  ],
  ['cut off, yet whole', said(json({ all_results: [A, B] }), 'length'), 'truncated', ['a', 'b'], 'cut off', 'length'],
  [
    'cut off within a lone row that holds objects',
    said('{"input_id":"a","who":{"input_id":"z"},"x":{"results":[{"t":1}]},"y', 'length'),
    'truncated',
    [],
    'cut off',
    'length',
  ],
  [
    'a lone row with a raw line break in it',
    said('{"input_id":"a","who":{"name":"x"},"text":"one\ntwo"}'),
    'unreadable',
    [],
    'no JSON with rows',
    null,
  ],
  [
    'a row with a bracket too many',
    said('{"all_results":[{"input_id":"a","tags":["x"}},{"t":2}]}'),
    'unreadable',
    [],
    'no JSON with rows',
    null,
  ],
  ['cut off unsaid', said(`[${json(A)},{"input_id":`), 'answered', ['a'], 'not whole JSON', null],
  [
    'cut off and begun anew',
    said(`{"all_results":[${json(A)},{"input_id":"b" ... {"all_results": [${json(B)}]}`),
    'answered',
    ['b', 'a'],
    null,
    null,
  ],
  ['cut off before a row', said('{"all_results":[{"inp', 'length'), 'truncated', [], 'cut off', 'length'],
  ['a refusal', said(null, 'stop', { refusal: 'I cannot help with that.' }), 'refused', [], 'declined to answer: I cannot help', 'refusal'],
  ['a content filter', said(`{"all_results":[${json(A)},{"inp`, 'content_filter'), 'refused', ['a'], 'content filter', 'content_filter'],
  ['null content', said(null), 'unreadable', [], 'empty answer', null],
  ['empty content', said('  '), 'unreadable', [], 'empty answer', null],
  ['free text', said('The tone is good.'), 'unreadable', [], 'no JSON with rows', null],
  ['free text with brackets', said('Good [1], {mostly}. []'), 'unreadable', [], 'no JSON with rows', null],
  ['a number', said('42'), 'unreadable', [], 'no JSON with rows', null],
  ['text in parts', said([{ type: 'text', text: json({ all_results: [A] }) }]), 'answered', ['a'], null, null],
  [
    'one JSON cut across parts',
    said([
      { type: 'text', text: `{"all_results":[${json(A).slice(0, 9)}` },
      { type: 'text', text: `${json(A).slice(9)},${json(B)}]}` },
    ]),
    'answered',
    ['a', 'b'],
    null,
    null,
  ],
  [
    'parts of which the first is cut off',
    said([
      { type: 'text', text: `{"all_results":[${json(A)},{"inp` },
      { type: 'text', text: json({ all_results: [A, B] }) },
    ]),
    'answered',
    ['a', 'b'],
    null,
    null,
  ],
  ['a refusal in parts', said([{ type: 'refusal', refusal: 'No.' }]), 'refused', [], 'declined to answer: No.', 'refusal'],
  [
    'a tool call',
    chose({
      message: { content: null, tool_calls: [{ type: 'function', function: { name: 'x', arguments: json({ all_results: [A] }) } }] },
      finish_reason: 'tool_calls',
    }),
    'answered',
    ['a'],
    null,
    null,
  ],
  [
    'a tool call with plain arguments',
    chose({ message: { tool_calls: [{ function: { arguments: { results: [A] } } }] } }),
    'answered',
    ['a'],
    null,
    null,
  ],
  [
    'an old function call',
    chose({ message: { content: null, function_call: { arguments: json([A]) } }, finish_reason: 'function_call' }),
    'answered',
    ['a'],
    null,
    null,
  ],
  [
    'a second choice that has the rows',
    replied({ choices: [{ message: { content: 'hm' } }, { message: { content: json([A]) } }] }),
    'answered',
    ['a'],
    null,
    null,
  ],
  [
    'a choice, a part and a tool call that are none beside others',
    replied({ choices: [null, { message: { content: [null, { type: 'text', text: json([A]) }], tool_calls: [null] } }] }),
    'answered',
    ['a'],
    null,
    null,
  ],
  ['no choices', replied({ choices: [] }), 'unreadable', [], 'holds no answer', null],
  ['a choice without message', chose({ finish_reason: 'stop' }), 'unreadable', [], 'empty answer', null],
  ['an end nobody knows', said(json([A]), 'constructor'), 'answered', ['a'], null, null],
  ['no end at all', said(json([A]), null), 'answered', ['a'], null, null],
  ['no status', line({ response: { body: { choices: [{ message: { content: json([A]) } }] } } }), 'answered', ['a'], null, null],
  [
    'a body that is a string',
    replied(json({ choices: [{ message: { content: json([A]) } }] }) as unknown as object),
    'answered',
    ['a'],
    null,
    null,
  ],
  ['a null response', line({ response: null, error: null }), 'failed', [], 'neither an answer nor an error', null],
  ['a line with nothing', line({}), 'failed', [], 'neither an answer nor an error', null],
  [
    'a rejected request, error:null beside it',
    replied({ error: { message: 'Bad schema', type: 'invalid_request_error', code: null } }, 400),
    'failed',
    [],
    'Bad schema',
    'invalid_request_error',
  ],
  [
    'a rate limit',
    replied({ error: { message: 'Slow down', code: 'rate_limit_exceeded' } }, 429),
    'failed',
    [],
    'Slow down',
    'rate_limit_exceeded',
  ],
  ['a status without a reason', replied({}, 503), 'failed', [], 'status 503', '503'],
  ['any status of success', replied({ choices: [{ message: { content: json([A]) } }] }, 299), 'answered', ['a'], null, null],
  [
    'an answer under a status of failure',
    replied({ choices: [{ message: { content: json([A]) } }] }, 500),
    'failed',
    [],
    'status 500',
    '500',
  ],
  [
    'an answer beside an error',
    replied({ choices: [{ message: { content: json([A]) } }], error: { message: 'Overloaded' } }),
    'failed',
    [],
    'Overloaded',
    '200',
  ],
  [
    'an answer beside an error that says nothing',
    replied({ choices: [{ message: { content: json([A]) } }], error: {} }),
    'answered',
    ['a'],
    null,
    null,
  ],
  ['status 0 and an empty body', replied({}, 0), 'failed', [], 'status 0', '0'],
  ['an error under status 200', replied({ error: { message: 'Overloaded' } }), 'failed', [], 'Overloaded', '200'],
  ['an error with a number for a code', replied({ error: { message: 'x', code: 402 } }, 400), 'failed', [], 'x', '402'],
  ['an error that is a code', replied({ error: { code: 'overloaded' } }, 500), 'failed', [], 'gave no reason', 'overloaded'],
  ['an error that is a text', line({ response: null, error: 'boom' }), 'failed', [], 'boom', null],
  ['an error that is an empty text', line({ response: null, error: '' }), 'failed', [], 'neither an answer nor an error', null],
  [
    'expired',
    line({
      response: null,
      error: { code: 'batch_expired', message: 'This request could not be executed before the completion window expired.' },
    }),
    'expired',
    [],
    'ran out of time',
    'batch_expired',
  ],
  [
    'cancelled',
    line({ response: null, error: { code: 'batch_cancelled', message: 'x' } }),
    'cancelled',
    [],
    'was cancelled',
    'batch_cancelled',
  ],
  [
    'another batch error',
    line({ response: null, error: { code: 'server_error', message: 'It broke' } }),
    'failed',
    [],
    'It broke',
    'server_error',
  ],
  [
    'a code that is an object’s own word',
    line({ response: null, error: { code: 'constructor', message: 'x' } }),
    'failed',
    [],
    'x',
    'constructor',
  ],
];

describe('decode', () => {
  it.each(LINES)('reads %s', (_name, text, outcome, ids, problem, code) => {
    const decoded = decode(text);
    expect(decoded.customId).toBe('j-0-0');
    expect({ outcome: decoded.outcome, ids: decoded.rows.map((row) => row.inputId), code: decoded.code }).toEqual({ outcome, ids, code });
    expect(decoded.problem ?? '').toContain(problem ?? '');
    expect(decoded.problem === null).toBe(problem === null);
    for (const row of decoded.rows) expect(row.value).toBeTypeOf('object');
  });

  it('keeps values whole and reads what was used', () => {
    const value = { input_id: 'a', extra: { nested: [1, { x: null }] } };
    const usage = { ...USAGE, prompt_tokens_details: { cached_tokens: 64 }, completion_tokens_details: { reasoning_tokens: 12 } };
    const decoded = decode(replied({ model: 'gpt-x-2026', choices: [{ message: { content: json({ all_results: [value] }) } }], usage }));
    expect(decoded).toEqual({
      customId: 'j-0-0',
      outcome: 'answered',
      rows: [{ inputId: 'a', value }],
      text: null,
      problem: null,
      code: null,
      usage: { inputTokens: 100, outputTokens: 20, cachedTokens: 64, reasoningTokens: 12 },
      model: 'gpt-x-2026',
    });
  });

  it('keeps the text of an answer without rows', () => {
    expect(decode(said('The tone is good.')).text).toBe('The tone is good.');
    expect(decode(said(json({ all_results: [] }))).text).toBe('{"all_results":[]}');
    expect(decode(said(json([A]))).text).toBeNull();
  });

  it('reads usage only where it is one', () => {
    expect(decode(replied({ choices: [], usage: null })).usage).toBeNull();
    const odd = replied({ choices: [], usage: { prompt_tokens: 'many', completion_tokens: -1 } });
    expect(decode(odd).usage).toEqual({ inputTokens: 0, outputTokens: 0, cachedTokens: 0, reasoningTokens: 0 });
  });

  it.each(['', 'not json', '{"custom_id":"j-0-0","response":', 'null', '[]', '7', '"x"'])('tells of a line that is none: %j', (text) => {
    expect(decode(text)).toMatchObject({
      customId: null,
      outcome: 'unreadable',
      rows: [],
      text,
      problem: expect.stringContaining('not JSON'),
    });
  });

  it('tells of a line that names no request', () => {
    const decoded = decode(JSON.stringify({ response: { status_code: 200, body: { choices: [{ message: { content: json([A]) } }] } } }));
    expect(decoded).toMatchObject({ customId: null, outcome: 'answered', problem: 'The line names no request.' });
    expect(decoded.rows).toHaveLength(1);
  });
});

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
});
