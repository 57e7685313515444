import * as fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { outerLineEnd, unifyLineEnds, type LineEnd } from './line-ends.ts';

const text = fc.string({ unit: fc.constantFrom('a', '"', '""', ',', '\n', '\r\n', '\r', ' ', ',"', '"\r\n', '"\n'), maxLength: 30 });

/** The closed rows of a text, and the characters they take. */
function closedRows(of: string, newline: LineEnd) {
  const { data, meta } = new Papa.Parser({ delimiter: ',', newline }).parse(of, 0, true) as Papa.ParseResult<string[]>;
  return { rows: data, consumed: data.length === 0 ? 0 : meta.cursor };
}

describe('outerLineEnd', () => {
  it.each<[string, string | null]>([
    ['', null],
    ['a,b', null],
    ['a\n"x\r\ny",b\n', '\n'],
    ['a\r\n"x\ny"\r\n"\r', '\r\n'],
    ['"a\nb"\r"c\r\n"\r', '\r'],
    ['a\r\nb\n', 'mixed'],
    ['"a" \n"b"\r', 'mixed'],
    ['"a\n\r\n\r', null],
    ['a "b\r\n" c\n', '\r\n'],
    ['a "b\r\n c" d\n', 'mixed'],
  ])('%j: %j', (of, end) => {
    expect(outerLineEnd(of, ',')).toBe(end);
  });

  it('names an end only where rows read by it are those of the text with one kind of line end', () => {
    fc.assert(
      fc.property(text, (of) => {
        const end = outerLineEnd(of, ',');
        if (end === 'mixed') return;
        const unified = unifyLineEnds(of, ',');
        const { rows, consumed } = closedRows(of, end ?? '\n');
        expect(rows).toEqual(closedRows(unified.text, '\n').rows);
        expect(consumed).toBe(unified.consumed);
      }),
      { numRuns: 3000 },
    );
  });
});
