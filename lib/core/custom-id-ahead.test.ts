import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customIdAhead } from './custom-id-ahead.ts';

const ahead = (line: string) => customIdAhead(new TextEncoder().encode(line));

describe('customIdAhead', () => {
  it('reads the id behind plain members', () => {
    expect(ahead('{"id": "batch_req_1", "custom_id": "job-0-7", "response": {"body": [1, 2]}}')).toBe('job-0-7');
    expect(ahead('{"custom_id":"a\u00e9","result":{}} \r')).toBe('aé');
    expect(ahead('{"n":-1.5e+3,"is":true,"no":null,"s":"a \\" , {","custom_id":"b"}')).toBe('b');
  });

  it.each([
    '',
    '{}',
    '[{"custom_id":"a"}]',
    '{"custom_id":"a"',
    '{"custom_id":5}',
    '{"custom_id":""}',
    '{"custom_id":"a\\u0062"}',
    '{"response":{"custom_id":"a"},"custom_id":"b"}',
    '{"list":[],"custom_id":"b"}',
    '{"custom_id" "a"}',
    '{"a":"b" "custom_id":"b"}',
    '{"a":,"custom_id":"b"}',
    '{"custom_i\\u0064":"a"}',
  ])('leaves %j to be parsed', (line) => {
    expect(ahead(line)).toBeNull();
  });

  it('leaves an id that is no UTF-8 to be parsed', () => {
    expect(customIdAhead(Uint8Array.from([...new TextEncoder().encode('{"custom_id":"'), 0xff, 34, 125]))).toBeNull();
  });

  it('agrees with a parse of the whole line, whatever stands in it', () => {
    const member = fc.tuple(fc.oneof(fc.constantFrom('id', 'custom_id', 'response', 'a"b'), fc.string()), fc.jsonValue());
    const space = fc.constantFrom('', ' ', '\t', ' \t');
    const line = fc.tuple(fc.uniqueArray(member, { selector: ([name]) => name, maxLength: 5 }), space).map(([members, gap]) => {
      const written = members.map(([name, value]) => `${gap}${JSON.stringify(name)}${gap}:${gap}${JSON.stringify(value)}${gap}`);
      return `${gap}{${written.join(',')}}${gap}`;
    });
    fc.assert(
      fc.property(line, (text) => {
        const { custom_id: id } = JSON.parse(text) as { custom_id?: unknown };
        expect([id, null]).toContain(ahead(text));
      }),
      { numRuns: 2000 },
    );
  });
});
