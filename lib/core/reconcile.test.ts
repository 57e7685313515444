import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from './json.ts';
import { looseId } from './loose-id.ts';
import { reconcile } from './reconcile.ts';
import type { AnsweredRow, DecodedResponse } from './response.ts';
import { rowValidator } from './row-validator.ts';

const row = (inputId: string | null, more: JsonObject = {}): AnsweredRow => ({
  inputId,
  value: inputId === null ? more : { input_id: inputId, ...more },
});

function response(rows: AnsweredRow[], more: Partial<DecodedResponse> = {}): DecodedResponse {
  return { customId: 'j-0-0', outcome: 'answered', rows, text: null, problem: null, code: null, usage: null, model: null, ...more };
}

const strict = rowValidator({
  properties: { input_id: { type: 'string' }, tone: { type: 'string' } },
  required: ['input_id', 'tone'],
});

const states = (result: ReturnType<typeof reconcile>) => result.slots.map((slot) => slot.state);

describe('reconcile', () => {
  it('joins by id, in the order sent, values kept whole', () => {
    const { slots, invented, notes } = reconcile(response([row('b', { x: { y: [1] } }), row('a', { extra: null })]), ['a', 'b'], null);
    expect(slots).toEqual([
      { slot: 0, state: 'ok', valueJson: '{"input_id":"a","extra":null}', note: '' },
      { slot: 1, state: 'ok', valueJson: '{"input_id":"b","x":{"y":[1]}}', note: '' },
    ]);
    expect({ invented, notes }).toEqual({ invented: [], notes: [] });
  });

  it('leaves rows left out as missing, and answers for ids never sent unjoined', () => {
    const { slots, invented, notes } = reconcile(response([row('a'), row('z')]), ['a', 'b'], null);
    expect(slots.map((slot) => slot.state)).toEqual(['ok', 'missing']);
    expect(slots[1]!.note).toBe('The model left this row out of its answer. It answers for ids that were not sent: “z”.');
    expect(invented).toEqual([row('z')]);
    expect(notes).toEqual(['Answers for ids that were not sent, kept with the response and joined to nothing: 1.']);
  });

  it('keeps rows that break the schema, and says how', () => {
    const { slots } = reconcile(response([row('a', { tone: 1 }), row('b', { tone: 'x' })]), ['a', 'b'], strict);
    expect(slots[0]).toEqual({
      slot: 0,
      state: 'invalid',
      valueJson: '{"input_id":"a","tone":1}',
      note: '“tone” is a number, but should be text.',
    });
    expect(slots[1]).toMatchObject({ state: 'ok', note: '' });
  });

  it('does not blame an answer for the way its id is written', () => {
    const answer = { inputId: '1', value: { input_id: 1, tone: 'x' } };
    expect(reconcile(response([answer]), ['1'], strict).slots).toEqual([
      { slot: 0, state: 'ok', valueJson: '{"input_id":1,"tone":"x"}', note: '' },
    ]);
  });

  it.each([
    ['1.0', '1'],
    ['1', '1.0'],
    ['a', ' A '],
    ['Seg  1', 'seg 1'],
    ['007', '7'],
    ['é', 'e\u0301'],
    ['x', '"x"'],
  ])('joins %j answered as %j, saying so', (sent, answered) => {
    const { slots } = reconcile(response([row(answered)]), ['other', sent], null);
    expect(slots[1]).toMatchObject({ state: 'ok', note: expect.stringContaining(`“${answered}”`) });
    expect(slots[0]!.state).toBe('missing');
  });

  it('joins no id that could mean two rows, nor one whose row has its answer', () => {
    expect(states(reconcile(response([row('A')]), ['a', ' a'], null))).toEqual(['missing', 'missing']);
    const { slots, invented } = reconcile(response([row('A', { x: 2 }), row('a', { x: 1 })]), ['a', 'b'], null);
    expect(slots.map((slot) => slot.valueJson)).toEqual(['{"input_id":"a","x":1}', '']);
    expect(invented).toEqual([row('A', { x: 2 })]);
  });

  it('takes the same answer twice for one, whatever the order of its keys', () => {
    const again = { inputId: 'a', value: { y: 2, x: 1, input_id: 'a' } };
    expect(reconcile(response([row('a', { x: 1, y: 2 }), again]), ['a'], null).slots[0]).toMatchObject({ state: 'ok', note: '' });
    const asNumber = { inputId: '1', value: { input_id: 1, x: 1 } };
    expect(states(reconcile(response([row('1', { x: 1 }), asNumber]), ['1'], null))).toEqual(['ok']);
  });

  it('keeps both of two different answers', () => {
    const { slots } = reconcile(response([row('a', { x: 1 }), row('a', { x: 2 })]), ['a'], null);
    expect(slots[0]).toEqual({
      slot: 0,
      state: 'duplicate',
      valueJson: '{"input_id":"a","x":1}',
      note: 'Answered more than once, differently. The other answer: {"input_id":"a","x":2}',
    });
  });

  it('tells of the request what its answers have in common', () => {
    const problem = 'The answer is not whole JSON.';
    expect(reconcile(response([row('a')], { problem }), ['a'], null).notes).toEqual([problem]);
    expect(reconcile(response([row('a')], { problem }), ['a', 'b'], null).notes).toEqual([problem]);
    expect(reconcile(response([row('a'), row(null)]), ['a', 'b'], null).notes).toEqual(['Answers without input_id, joined to nothing: 1.']);
  });

  it('leaves rows missing where the answer holds none', () => {
    const note = 'The model left this row out of its answer.';
    expect(reconcile(response([]), ['a'], null).slots).toEqual([{ slot: 0, state: 'missing', valueJson: '', note }]);
  });

  it('names three of the ids that were not sent', () => {
    const noteOn = (...ids: string[]) => reconcile(response(ids.map((id) => row(id))), ['a'], null).slots[0]!.note;
    expect(noteOn('x', 'y', 'z')).toContain('not sent: “x”, “y”, “z”.');
    expect(noteOn('w', 'x', 'y', 'z')).toContain('not sent: “w”, “x”, “y” ….');
  });

  it('cuts long texts in notes', () => {
    const noteOn = (length: number) =>
      reconcile(response([], { outcome: 'refused', text: 'x'.repeat(length) }), ['a'], null).slots[0]!.note;
    expect(noteOn(2000)).toBe(`The answer’s text: ${'x'.repeat(2000)}`);
    expect(noteOn(2001)).toBe(`The answer’s text: ${'x'.repeat(2000)}…`);
  });

  it.each(['refused', 'truncated', 'failed', 'expired', 'cancelled'] as const)(
    'gives rows without answer the state %s of their request',
    (outcome) => {
      const { slots } = reconcile(response([row('a')], { outcome, problem: 'What happened.' }), ['a', 'b'], null);
      expect(slots[0]!.state).toBe('ok');
      expect(slots[1]).toEqual({ slot: 1, state: outcome, valueJson: '', note: 'What happened.' });
    },
  );

  it('keeps the text of an answer it cannot read', () => {
    const unreadable = response([], { outcome: 'unreadable', text: 'Sorry, no.', problem: 'No JSON.' });
    const note = 'No JSON. The answer’s text: Sorry, no.';
    expect(reconcile(unreadable, ['a', 'b'], null).slots).toEqual([0, 1].map((slot) => ({ slot, state: 'invalid', valueJson: '', note })));
    expect(reconcile(unreadable, ['a'], strict).slots).toEqual([{ slot: 0, state: 'invalid', valueJson: '', note }]);
  });

  it('takes free text for the answer of a row alone, without a schema', () => {
    const { slots } = reconcile(response([], { outcome: 'unreadable', text: 'Cheerful.' }), ['a'], null);
    expect(slots).toEqual([{ slot: 0, state: 'ok', valueJson: '{"text":"Cheerful."}', note: 'The answer is free text, not JSON.' }]);
    expect(states(reconcile(response([], { outcome: 'truncated', text: 'Cheer' }), ['a'], null))).toEqual(['truncated']);
    expect(states(reconcile(response([], { outcome: 'unreadable', text: null }), ['a'], null))).toEqual(['invalid']);
  });

  it.each(['```json\n{"input_id": "a', '```[{', '``` ["a', ' {"a', '{\n "a', '{ } {', '[ [', '["a"'])(
    'takes %j for no answer in prose',
    (text) => {
      expect(states(reconcile(response([], { outcome: 'unreadable', text }), ['a'], null))).toEqual(['invalid']);
    },
  );

  it.each(['It is {"good', '[1] is good', '[sic]', '{good} "x"', '`{"` is good'])('takes %j for an answer in prose', (text) => {
    expect(reconcile(response([], { outcome: 'unreadable', text }), ['a'], null).slots).toMatchObject([{ state: 'ok' }]);
  });

  it('joins an answer without id to a row alone, and says so', () => {
    const { slots, invented, notes } = reconcile(response([row(null, { tone: 'x' })]), ['a'], strict);
    expect({ invented, notes }).toEqual({ invented: [], notes: [] });
    expect(slots).toEqual([
      { slot: 0, state: 'ok', valueJson: '{"tone":"x"}', note: 'The answer has no input_id; the request carried this row alone.' },
    ]);
    expect(states(reconcile(response([row(null, { tone: 'x' }), row(null, { tone: 'y' })]), ['a'], strict))).toEqual(['duplicate']);
    const named = reconcile(response([row(null, { x: 2 }), row('a', { x: 1 })]), ['a'], null);
    expect(named).toMatchObject({ slots: [{ state: 'ok', note: '' }], values: [{ input_id: 'a', x: 1 }], invented: [row(null, { x: 2 })] });
  });

  it('never joins by place, even where the numbers agree', () => {
    const { slots, invented } = reconcile(response([row(null, { x: 1 }), row(null, { x: 2 })]), ['a', 'b'], null);
    expect(slots.map((slot) => slot.state)).toEqual(['invalid', 'invalid']);
    expect(slots[0]).toMatchObject({
      valueJson: '',
      note: expect.stringMatching(/^The answer holds 2 objects without input_id; with 2 rows/),
    });
    expect(invented).toHaveLength(2);
    const one = reconcile(response([row('a'), row(null)]), ['a', 'b'], null);
    expect(one.slots).toMatchObject([{ state: 'ok' }, { state: 'missing', note: expect.stringContaining(' 1 object without input_id') }]);
    expect(states(reconcile(response([row(null)], { outcome: 'truncated' }), ['a', 'b'], null))).toEqual(['truncated', 'truncated']);
  });

  it('survives answers nested without end', () => {
    let deep: JsonObject = {};
    for (let i = 0; i < 50_000; i++) deep = { a: deep };
    const { slots } = reconcile(response([row('a', { deep }), row('a', { deep }), row('b')]), ['a', 'b'], null);
    expect(slots).toMatchObject([{ state: 'invalid', valueJson: '', note: expect.stringContaining('too deeply') }, { state: 'ok' }]);
    const second = reconcile(response([row('a'), row('a', { deep })]), ['a'], null).slots;
    expect(second).toMatchObject([{ state: 'duplicate', note: expect.stringContaining('The other answer: (nested too deeply)') }]);
    expect(reconcile(response([row('a', { deep }), row('b')]), ['a', 'b'], null).values.map((value) => value === null)).toEqual([
      true,
      false,
    ]);
  });

  it('accounts for every row once and every answer once, whatever comes', () => {
    const id = fc.constantFrom<string[]>('a', 'A', ' a', '1', '1.0', 'b', '');
    const answers = fc.array(
      fc.tuple(fc.option(id), fc.nat(2)).map(([inputId, x]) => row(inputId, { x })),
      { maxLength: 8 },
    );
    const outcomes = fc.constantFrom('answered', 'unreadable', 'refused', 'truncated', 'failed', 'expired', 'cancelled');
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1 }), answers, outcomes, fc.option(fc.string()), (ids, rows, outcome, text) => {
        const { slots, values, invented } = reconcile(response(rows, { outcome: outcome as DecodedResponse['outcome'], text }), ids, null);
        expect(values.map((value) => (value === null ? '' : JSON.stringify(value)))).toEqual(slots.map((one) => one.valueJson));
        expect(slots.map((one) => one.slot)).toEqual(ids.map((_, i) => i));
        for (const { state, valueJson, slot } of slots) {
          expect(valueJson !== '').toBe(['ok', 'duplicate'].includes(state));
          const answer = JSON.parse(valueJson || '{}') as JsonObject;
          expect(answer.input_id === undefined || looseId(String(answer.input_id)) === looseId(ids[slot]!)).toBe(true);
        }
        expect(invented.length).toBeLessThanOrEqual(rows.length);
        const exact = rows.filter((one) => one.inputId !== null && ids.includes(one.inputId)).map((one) => one.inputId);
        for (const inputId of exact) expect(slots[ids.indexOf(inputId!)]!.valueJson).toContain(`"input_id":${JSON.stringify(inputId)}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('says the same of answers in the order sent as in any other', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'A', 'b', '1', '01', ''), { minLength: 2 });
    const tone = fc.constantFrom<JsonObject>({ tone: 'x' }, { tone: 1 }, {});
    fc.assert(
      fc.property(ids, fc.array(tone, { minLength: 6, maxLength: 6 }), (given, tones) => {
        const rows = given.map((id, at) => row(id, tones[at]));
        expect(reconcile(response(rows), given, strict)).toEqual(reconcile(response(rows.toReversed()), given, strict));
      }),
    );
  });
});
