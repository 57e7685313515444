import { expect, it } from 'vitest';
import type { Json } from '#lib/core/json';
import { reconcile } from '#lib/core/reconcile';
import { RESENDABLE } from '#lib/core/row-state';
import { fieldsOf } from '#lib/jobs/row-source';
import { codecOf } from '#lib/providers/registry';

const openai = codecOf('openai');
const anthropic = codecOf('anthropic');

const rows = [
  { input_id: 'a', tone: 'glad' },
  { input_id: 'b', tone: 'sad' },
];
const openaiLine = (response: Json) => JSON.stringify({ custom_id: 'job-0-0', response, error: null });
const reply = (content: Json) => openaiLine({ status_code: 200, body: { choices: [{ message: { content }, finish_reason: 'stop' }] } });
const message = (content: Json) =>
  JSON.stringify({ custom_id: 'job-chunk-000000', result: { type: 'succeeded', message: { content, stop_reason: 'end_turn' } } });
const text = (words: string) => ({ type: 'text', text: words });
const tool = (input: Json) => ({ type: 'tool_use', id: 't', name: 'extract_results', input });

it.each<[string, string, Json]>([
  ['all_results', JSON.stringify({ all_results: rows }), rows],
  ['all results', JSON.stringify({ 'all results': rows }), rows],
  ['results', JSON.stringify({ results: rows }), rows],
  ['one object in place of the list', JSON.stringify({ all_results: rows[0] }), [rows[0]!]],
  ['a single object', JSON.stringify(rows[0]), [rows[0]!]],
  ['a top-level list', JSON.stringify(rows), rows],
  ['code fences', `\`\`\`json\n${JSON.stringify({ all_results: rows })}\n\`\`\``, rows],
])('parity: OpenAI content: rows out of %s', (_name, content, expected) => {
  const { outcome, rows: read } = openai.decode(reply(content));
  expect([outcome, read.map(({ value }) => value)]).toEqual(['answered', expected]);
});

it.each<[string, string, string]>([
  ['null content', reply(null), 'unreadable'],
  ['a null response', openaiLine(null), 'failed'],
  ['empty choices', openaiLine({ status_code: 200, body: { choices: [] } }), 'unreadable'],
  ['a status of 500', openaiLine({ status_code: 500, body: { error: { message: 'No.' } } }), 'failed'],
])('parity: OpenAI content: %s is told, never thrown', (_name, line, outcome) => {
  expect(openai.decode(line)).toMatchObject({ customId: 'job-0-0', outcome, rows: [], problem: expect.any(String) });
});

it.each<[string, Json, Json]>([
  ['all_results of a tool', [tool({ all_results: rows })], rows],
  ['results of a tool', [tool({ results: rows })], rows],
  ['text in fences', [text(`\`\`\`json\n${JSON.stringify({ all_results: rows })}\n\`\`\``)], rows],
  ['text around braces', [text(`Here: ${JSON.stringify({ results: rows })} Done.`)], rows],
  [
    'a tool after thinking and a preface',
    [{ type: 'thinking', thinking: '{"input_id":"z"}' }, text('{"input_id":"y"}'), tool({ all_results: rows })],
    rows,
  ],
])('parity: Anthropic content: rows out of %s', (_name, content, expected) => {
  const { outcome, rows: read } = anthropic.decode(message(content));
  expect([outcome, read.map(({ value }) => value)]).toEqual(['answered', expected]);
});

it('parity: Anthropic content: text without JSON becomes the row’s text', () => {
  const { slots } = reconcile(anthropic.decode(message([text('It praises the kettle.')])), ['a'], null);
  expect(slots).toMatchObject([{ state: 'ok', valueJson: '{"text":"It praises the kettle."}' }]);
});

it.each<[string, string]>([
  ['prose', reply('I cannot say.')],
  ['broken JSON', reply('{"all_results": [{"input_id": "a", "to')],
  ['an error', openaiLine({ status_code: 500, body: { error: { message: 'Overloaded.' } } })],
])('parity: Unusable lines: %s gives every row of the request a state, a reason, and another chance', (_name, line) => {
  const { slots } = reconcile(openai.decode(line), ['a', 'b'], null);
  expect(slots).toHaveLength(2);
  for (const { state, note } of slots) {
    expect(RESENDABLE).toContain(state);
    expect(note).not.toBe('');
  }
});

it('parity: Rows: joined by id whatever their order, extra and nested fields kept', () => {
  const answered = [
    { input_id: 'b', place: { city: 'Rome', years: [1, 2] }, extra: true },
    { input_id: 'a', place: null },
  ];
  const { slots } = reconcile(openai.decode(reply(JSON.stringify({ all_results: answered }))), ['a', 'b'], null);
  expect(slots.map((slot) => JSON.parse(slot.valueJson))).toEqual([answered[1], answered[0]]);
  expect(fieldsOf(slots[1]!.valueJson)).toEqual({ place: '{"city":"Rome","years":[1,2]}', extra: 'true' });
});

it('parity: batch_error_{id}.txt, errors.txt: each provider’s failures have the original’s file', () => {
  expect(openai.paths.errors(0, 'batch_7')).toBe('batch_output/batch_error_batch_7.txt');
  expect(anthropic.paths.errors(0, 'msgbatch_7')).toBe('batch_output/errors.txt');
  expect([openai.errorFile, anthropic.errorFile]).toEqual(['own', 'derived']);
});
