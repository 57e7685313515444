import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSchemaText } from './schema-text.ts';

describe('parseSchemaText', () => {
  it('reads JSON, with or without a byte order mark', () => {
    expect(parseSchemaText('\ufeff {"a": [1, null]}')).toEqual({ ok: true, json: { a: [1, null] } });
  });

  it.each([
    ['', 1, 1, 'ends where a value is missing'],
    ['{\n  "a": 1,\n}', 3, 1, 'a comma too many before this }'],
    ['{"a": 1\n "b": 2}', 2, 2, 'a comma or } is missing'],
    ['[1 2]', 1, 4, 'a comma or ] is missing'],
    ['{"a": tru}', 1, 7, '“tru” needs double quotes'],
    ["{'a': 1}", 1, 2, 'a name in double quotes'],
    ['{"a": “x”}', 1, 7, 'straight double quotes'],
    ['{"a" 1}', 1, 6, 'a : is missing'],
    ['{"a": "x}', 1, 7, 'no closing "'],
    ['{"a": "x\ny"}', 1, 7, 'no closing "'],
    ['{"a": "\\q"}', 1, 8, 'this escape does not exist'],
    ['{"a": "\t"}', 1, 8, 'must be written as an escape'],
    ['{"a": [1, {"b": 2}', 1, 7, 'never closed; a ] is missing'],
    ['{"a": 1} x', 1, 10, 'the JSON was complete before this'],
    ['{"a": 01}', 1, 8, 'a comma or } is missing'],
    ['// note\n{}', 1, 1, 'JSON has no comments'],
    ['{a: 1}', 1, 2, 'a name in double quotes'],
  ])('places the fault of %j', (text, line, column, words) => {
    const parsed = parseSchemaText(text);
    if (parsed.ok) throw new Error('read without a fault');
    expect(parsed.fault).toMatchObject({ line, column });
    expect(parsed.problem).toBe(`Line ${line}, column ${column}: ${parsed.fault.words}.`);
    expect(parsed.problem).toContain(words);
  });

  it('finds a fault in every text that is not JSON, and never throws', () => {
    const jsonish = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', 'a', '\\', '1', '-', '.', 'null', '\n', ' '), {
      maxLength: 14,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          jsonish.map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const parsed = parseSchemaText(text);
          expect(parsed.ok ? '' : parsed.fault.words).not.toBe('this is not JSON');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('survives brackets without end', () => {
    const parsed = parseSchemaText('['.repeat(200_000));
    expect(parsed.ok ? '' : parsed.problem).toContain('nested too deeply');
  });
});
