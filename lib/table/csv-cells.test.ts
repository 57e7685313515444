import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { packColumn } from '#lib/core/column';
import { GrowingBytes } from '#lib/core/growing-bytes';
import { writeCell } from './csv-cells.ts';
import { csvLine } from './csv-line.ts';

/** The line of one row, written cell by cell from columns as they are stored. */
function written(cells: readonly string[], formulaGuard: boolean): string {
  const out = new GrowingBytes();
  // Other cells stand before and behind in each column.
  for (const [c, cell] of cells.entries()) {
    if (c > 0) out.addAscii(',');
    writeCell(packColumn(['"é ', cell, '　,']), 1, { formulaGuard }, out);
  }
  return `${new TextDecoder('utf-8', { ignoreBOM: true }).decode(out.bytes.subarray(0, out.length))}\r\n`;
}

const character = fc.oneof(
  fc.constantFrom('a', '"', ',', '\r', '\n', ' ', '\t', '=', '+', '-', '@', '1', '.', 'e', '%'),
  // Blank ones beyond ASCII, and others whose bytes begin as theirs do.
  fc.constantFrom('\u00a0', '\u1680', '\u2003', '\u2028', '\u202f', '\u205f', '\u3000', '\ufeff', '\u0085', '£', 'ḁ', '…', '。', 'あ', '!'),
  fc.constantFrom('é', '中', '😀', '\0', '\x7f'),
);

it('writes what a line of text would be, cells of bytes or not', () => {
  const cells = fc.array(fc.string({ unit: fc.oneof({ weight: 4, arbitrary: character }, fc.constant('\ud800')), maxLength: 60 }), {
    minLength: 2,
    maxLength: 4,
  });
  fc.assert(
    fc.property(cells, fc.boolean(), (given, formulaGuard) => {
      expect(written(given, formulaGuard)).toBe(csvLine(given, { formulaGuard }).replaceAll('\ud800', '\ufffd'));
    }),
    { numRuns: 2000 },
  );
});

it.each([' a', 'a ', '\u3000a', 'a\u00a0', '\ufeffa', 'a\u2003', 'a\u2028'])('quotes %j for its outer blank', (cell) => {
  expect(written([cell, ''], false)).toBe(`"${cell}",\r\n`);
});

it('guards formulas, whose cells become text first', () => {
  expect(written(['=1+1', '-3.5', ''], true)).toBe("'=1+1,-3.5,\r\n");
});
