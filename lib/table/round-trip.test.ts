import * as fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { DELIMITERS, type Encoding } from '#lib/core/dataset';
import { encode, problem, read, readRows, type Pages } from './read-table.fixture.ts';

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const tiny = fc.integer({ min: 1, max: 7 });
const cell = fc.oneof(
  fc.constantFrom('', 'a', ' ', 'x y', '😀', 'é', '日本', '"', '""', ',', ';', '\t', '|', '\n', '\r\n', '\r', '"\r\n"', "'"),
  fc.string({ unit: fc.constantFrom('a', '😀', '"', ',', '\n', '\r', ' ', ';', '\u2028'), maxLength: 6 }),
  fc.string({ maxLength: 5 }),
);
const cells = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
const printable = (rows: string[][]) => rows.map((row) => row.map((text) => text.replaceAll(/(?![\t\n\v\f\r])\p{Cc}/gu, '.')));

describe('round trips', () => {
  const header = (width: number) => Array.from({ length: width }, (_, i) => `h${i}`);

  it('reads back every cell, whatever the windows, bytes, line ends, delimiter and encoding', async () => {
    const options = fc.record({
      step: tiny,
      windowCharacters: tiny,
      encoding: fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'utf-16be'),
      bom: fc.boolean(),
      newline: fc.constantFrom('\n', '\r\n', '\r'),
      finalNewline: fc.boolean(),
      delimiter: fc.constantFrom(...DELIMITERS),
      style: fc.constantFrom('all', 'needed'),
    });
    await fc.assert(
      fc.asyncProperty(cells, options, async (raw, o) => {
        const rows = printable(raw);
        const needs = (text: string) => o.style === 'all' || text === '' || /["\r\n]/.test(text) || text.includes(o.delimiter);
        const line = (row: string[]) => row.map((text) => (needs(text) ? quoted(text) : text)).join(o.delimiter);
        const body = [header(rows[0]?.length ?? 0), ...rows].map(line).join(o.newline) + (o.finalNewline ? o.newline : '');
        const { table, rows: got } = await readRows(encode((o.bom ? '\uFEFF' : '') + body, o.encoding), {
          step: o.step,
          limits: { windowCharacters: o.windowCharacters },
          choice: o.bom ? { delimiter: o.delimiter } : { delimiter: o.delimiter, encoding: o.encoding },
        });
        expect(got).toEqual(rows);
        expect(table.format).toEqual({ encoding: o.encoding, delimiter: o.delimiter, newline: o.newline, hasBom: o.bom });
        expect(table.problems.filter((p) => p.code !== 'replaced-characters')).toEqual([]);
        expect(table.rowCount).toBe(rows.length);
      }),
      { numRuns: 400 },
    );
  });

  it('reads mixed line ends: each ends a row outside quotes and stays inside', async () => {
    const end = fc.constantFrom('\n', '\r\n', '\r');
    const ended = cells.chain((rows) => fc.tuple(fc.constant(rows), fc.array(end, { minLength: rows.length, maxLength: rows.length })));
    await fc.assert(
      fc.asyncProperty(ended, tiny, tiny, async ([raw, ends], step, windowCharacters) => {
        const rows = printable(raw);
        const body = rows.map((row, i) => row.map(quoted).join(',') + ends[i]).join('');
        const text = `${header(rows[0]?.length ?? 0).join(',')}\n${body}`;
        const { table, rows: got } = await readRows(text, { step, limits: { windowCharacters }, choice: { delimiter: ',' } });
        expect(got).toEqual(rows);
        expect(table.format.newline).toBe(ends.every((e) => e === '\n') ? '\n' : 'mixed');
        expect(problem(table, 'mixed-newlines') !== undefined).toBe(table.format.newline === 'mixed');
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with Papa.parse on any text with one kind of line end, however badly quoted', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', '"', ',', ' ', 'N', 'N', '😀'), minLength: 1, maxLength: 40 });
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('\n', '\r\n', '\r'), tiny, async (raw, newline, windowCharacters) => {
        const body = `h,i,j${newline}${raw.replaceAll('N', newline)}${newline}`;
        const oracle = Papa.parse<string[]>(body, { delimiter: ',', newline, skipEmptyLines: true });
        const { outcome, sink } = await read(body, { choice: { delimiter: ',' }, limits: { windowCharacters } });
        const unclosed = oracle.errors.some((error) => error.code === 'MissingQuotes');
        const expected = unclosed ? [] : oracle.data.slice(1).map(fitToThree).filter(hasText);
        expect(outcome.ok ? sink.rows().filter(hasText) : []).toEqual(expected);
        compared += expected.length;
      }),
      { numRuns: 1000 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('reads mixed line ends of badly quoted text as it reads uniform ones', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '"', ',', ' ', 'N', 'N', '\t'), minLength: 1, maxLength: 40 });
    const kinds = fc.constantFrom(['\r\n', '\n'], ['\r\n', '\r']);
    const picks = fc.array(fc.nat(1), { minLength: 50, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(text, kinds, picks, tiny, async (raw, ends, picked, windowCharacters) => {
        const body = `h,i,jN${raw}N`;
        let n = 0;
        const mixedBody = body.replaceAll('N', () => ends[picked[n++] ?? 0] ?? '\n');
        const uniform = await read(body.replaceAll('N', '\n'), { choice: { delimiter: ',' } });
        const mixed = await read(mixedBody, { choice: { delimiter: ',' }, limits: { windowCharacters } });
        const plain = (sink: Pages) => sink.rows().map((row) => row.map((value) => value.replaceAll(/\r\n?/g, '\n')));
        expect(mixed.outcome.ok).toBe(uniform.outcome.ok);
        expect(plain(mixed.sink)).toEqual(plain(uniform.sink));
      }),
      { numRuns: 500 },
    );
  });
});

/** Rows of empty cells are left out of the comparison: Papa drops a line that is only `""`, which is a row here. */
function hasText(row: string[]): boolean {
  return row.some((text) => text !== '');
}

function fitToThree(row: string[]): string[] {
  const extra = row.slice(2);
  while (extra.length > 1 && extra.at(-1) === '') extra.pop();
  return [row[0] ?? '', row[1] ?? '', extra.join(',')];
}
