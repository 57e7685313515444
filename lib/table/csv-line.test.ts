import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_START, csvLine } from './csv-line.ts';
import { readRows } from './read-table.fixture.ts';

const plain = { formulaGuard: false };
const guarded = { formulaGuard: true };

describe('quoting', () => {
  it.each([
    [['a', 'b'], 'a,b\r\n'],
    [['a,b', 'say "hi"', 'two\nlines', 'a\rb'], '"a,b","say ""hi""","two\nlines","a\rb"\r\n'],
    [['', ''], ',\r\n'],
    [[''], '""\r\n'],
    [[' a', 'b '], '" a","b "\r\n'],
  ])('%j', (cells, line) => {
    expect(csvLine(cells, plain)).toBe(line);
  });

  it('is read back cell by cell', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '"', ',', '\n', '\r', ' ', '=', '-', '1'), maxLength: 8 });
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const header = (table[0] ?? []).map((_, i) => `c${i}`);
        const text = CSV_START + [header, ...table].map((row) => csvLine(row, plain)).join('');
        const read = await readRows(text, { choice: { delimiter: ',' } });
        expect(read.rows).toEqual(table);
        expect(read.table.format).toMatchObject({ encoding: 'utf-8', hasBom: true, newline: '\r\n' });
      }),
    );
  });
});

describe('formula guard', () => {
  it.each(['=1+1', '+1+1', '-1-1', '@SUM(A1)', '\tx', '\rx', '-', '+', '-x', '=-3', '+49 30 1234', '-1e', '+.', '-=1', '--1', '-3.5|cmd'])(
    'guards %j',
    (cell) => {
      const unquoted = csvLine([cell, 'x'], guarded).replaceAll('"', '');
      expect(unquoted.startsWith(`'${cell}`)).toBe(true);
    },
  );

  it.each(['-3.5', '+4e10', '-3,5', '-1,234.50', '+7%', '-.5', '-2E-3', '5', 'a=b', "'x", ''])('leaves %j alone', (cell) => {
    expect(csvLine([cell, 'x'], guarded)).toBe(csvLine([cell, 'x'], plain));
  });

  it('is off unless asked for', () => {
    expect(csvLine(['=1+1', '@x'], plain)).toBe('=1+1,@x\r\n');
  });
});
