import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packColumn, type StoredColumn } from './column.ts';
import { fieldNames, rowWriter } from './row-bytes.ts';
import { RowEncoder } from './row-encoder.ts';

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
  '\ufeff',
  '\ufffd',
  '😀',
  '\ud800',
  '\udc00',
  '\u2028',
  'é',
  '日本',
];
const oddText = fc
  .array(fc.oneof(fc.constantFrom(...ODD, ''), fc.string({ unit: 'binary' }), fc.string()), { maxLength: 6 })
  .map((parts) => parts.join(''));
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

interface Row {
  id: string;
  texts: string[];
}

const asStrings = (cells: string[]): StoredColumn => cells;

/** Rows as the encoder writes them, a block for each list. */
function written(columns: string[], blocks: Row[][], stored: (cells: string[]) => StoredColumn = packColumn): string[][] {
  const encoder = new RowEncoder(columns);
  return blocks.map((rows) => {
    const cells = columns.map((_, c) => stored(rows.map(({ texts }) => texts[c]!)));
    for (const [row, { id }] of rows.entries()) encoder.add(row, id, cells, row);
    const { bytes, starts, ends, ids, characters, rows: numbers } = encoder.takeBlock();
    expect(ids).toEqual(rows.map(({ id }) => id));
    expect([...numbers]).toEqual(rows.map((_, row) => row));
    return rows.map((_, n) => {
      const text = decoder.decode(bytes.subarray(starts[n], ends[n]));
      expect(characters[n]).toBe(text.length);
      return text;
    });
  });
}

describe('RowEncoder', () => {
  it('writes what the row writer says, whatever the names and texts', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(oddText, fc.constantFrom('input_id', '__proto__')), { minLength: 1, maxLength: 3 }).chain((columns) => {
          const row = fc.record({ id: oddText, texts: fc.array(oddText, { minLength: columns.length, maxLength: columns.length }) });
          return fc.tuple(fc.constant(columns), fc.array(fc.array(row, { maxLength: 4 }), { maxLength: 4 }));
        }),
        ([columns, blocks]) => {
          const write = rowWriter(columns);
          const expected = blocks.map((rows) => rows.map(({ id, texts }) => write(id, texts)));
          expect(written(columns, blocks)).toEqual(expected);
          expect(written(columns, blocks, asStrings)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('writes each single character as the row writer does', () => {
    const write = rowWriter(['t']);
    const rows = Array.from({ length: 0x10000 }, (_, code) => ({ id: 'n', texts: [String.fromCharCode(code)] }));
    expect(written(['t'], [rows])).toEqual([rows.map(({ id, texts }) => write(id, texts))]);
  });

  it('takes texts longer than the memory it starts with', () => {
    const write = rowWriter(['t']);
    const rows = [20_000, 1, 60_000].map((length) => ({ id: '😀', texts: ['\u0000é"日'.repeat(length)] }));
    expect(written(['t'], [rows, rows])).toEqual([rows, rows].map((block) => block.map(({ id, texts }) => write(id, texts))));
  });

  it('reads a missing cell as empty', () => {
    const encoder = new RowEncoder(['a', 'b']);
    encoder.add(0, 'x', [['t'], []], 0);
    const { bytes, ends } = encoder.takeBlock();
    expect(JSON.parse(JSON.parse(`"${decoder.decode(bytes.subarray(0, ends[0]))}"`))).toEqual({
      input_id: 'x',
      [fieldNames(['a', 'b'])[0]!]: 't',
      b: '',
    });
  });
});
