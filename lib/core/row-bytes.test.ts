import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nestedString } from './json-escape.ts';
import type { RequestFrame } from './request-frame.ts';
import { fieldNames, packRequest, rowWriter } from './row-bytes.ts';

const FRAME: RequestFrame = {
  open: '',
  separator: '\n',
  close: '\n',
  beforeId: '{"custom_id":"',
  afterId: '","body":{"messages":[{"role":"system","content":"p"},{"role":"user","content":"[',
  end: ']"}]}}',
};

const ODD = [
  '"',
  '\\',
  '\\"',
  '\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u001f',
  '\u007f',
  '😀',
  '\ud800',
  '\udc00',
  '\u2028',
  '\u2029',
  'é',
  '{',
  '</script>',
];
const oddText = fc
  .array(fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'binary' }), fc.string()), { maxLength: 6 })
  .map((parts) => parts.join(''));
const names = fc.uniqueArray(fc.oneof(oddText, fc.constantFrom('input_id', 'input_id_2', '__proto__', '1')), {
  minLength: 2,
  maxLength: 4,
});

function rowsOf(line: string): unknown {
  return JSON.parse(JSON.parse(line).body.messages[1].content);
}

describe('packRequest', () => {
  it('carries one text column under input_text, whatever the characters', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(oddText, oddText), { maxLength: 5 }), (rows) => {
        const write = rowWriter(['Segment text']);
        const line = packRequest(
          FRAME,
          'job-0-0',
          rows.map(([id, text]) => write(id, [text])),
        );
        expect(rowsOf(line)).toEqual(rows.map(([id, text]) => ({ input_id: id, input_text: text })));
        expect(JSON.parse(line).custom_id).toBe('job-0-0');
      }),
    );
  });

  it('carries several text columns under their names, each beside the id', () => {
    fc.assert(
      fc.property(names, fc.array(oddText, { minLength: 5, maxLength: 5 }), (columns, texts) => {
        const line = packRequest(FRAME, 'x', [rowWriter(columns)(texts[4]!, texts)]);
        const [row] = rowsOf(line) as [Record<string, string>];
        const fields = fieldNames(columns);
        expect(Object.keys(row)).toHaveLength(columns.length + 1);
        expect(row.input_id).toBe(texts[4]);
        fields.forEach((name, c) => expect(Object.getOwnPropertyDescriptor(row, name)?.value).toBe(texts[c]));
      }),
    );
  });

  it('is well-formed text on one line, so that it can be written as UTF-8', () => {
    fc.assert(
      fc.property(oddText, (text) => {
        const line = packRequest(FRAME, 'x', [rowWriter(['t'])(text, [text])]);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\n\r]/);
      }),
    );
  });

  it('keeps non-ASCII as it is: escapes would multiply its tokens', () => {
    expect(rowWriter(['t'])('é', ['日本 😀'])).toBe('{\\"input_id\\":\\"é\\",\\"input_text\\":\\"日本 😀\\"}');
  });
});

describe('nestedString', () => {
  it('escapes twice', () => {
    expect(nestedString('say "hi"')).toBe('\\"say \\\\\\"hi\\\\\\"\\"');
    expect(nestedString('\ud800')).toBe('\\"\\\\ud800\\"');
  });
});

describe('fieldNames', () => {
  it.each([
    [['text'], ['input_text']],
    [['input_id'], ['input_text']],
    [
      ['title', 'body'],
      ['title', 'body'],
    ],
    [
      ['input_id', 'body'],
      ['input_id_2', 'body'],
    ],
    [
      ['input_id', 'input_id_2'],
      ['input_id_3', 'input_id_2'],
    ],
    [
      ['a', 'a', 'a_2'],
      ['a', 'a_3', 'a_2'],
    ],
  ])('%j → %j', (columns, fields) => {
    expect(fieldNames(columns)).toEqual(fields);
  });

  it('never repeats a name', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('input_id', 'input_id_2', 'a', 'a_2', 'a_3'), { maxLength: 8 }), (columns) => {
        const fields = ['input_id', ...fieldNames(columns)];
        expect(new Set(fields).size).toBe(fields.length);
      }),
    );
  });
});
