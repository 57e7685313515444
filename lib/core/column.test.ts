import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellCount, cellLength, cellText, isBlankCell, packCells, packColumn, unpackColumn } from './column.ts';
import { GrowingBytes } from './growing-bytes.ts';

const cell = fc
  .array(
    fc.oneof(fc.constantFrom('', ' ', '\u00a0', '\u2003', '\ufeff', 'é', '日本', '😀', '\r\n', '\u0000', '\ud83d', '\ude00'), fc.string()),
    {
      maxLength: 4,
    },
  )
  .map((parts) => parts.join(''));

describe('a packed column', () => {
  it('says of each cell what the cell itself says', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 8 }), (cells) => {
        const column = packColumn(cells);
        expect(unpackColumn(column)).toEqual(cells);
        expect(cellCount(column)).toBe(cells.length);
        expect(cellText(column, cells.length)).toBe('');
        for (const [at, text] of cells.entries()) {
          expect(cellText(column, at)).toBe(text);
          expect(cellLength(column, at)).toBe(text.length);
          expect(isBlankCell(column, at)).toBe(text.trim() === '');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is bytes but for cells that UTF-8 cannot say', () => {
    expect(packColumn(['a', 'é😀'])).toMatchObject({ ends: Uint32Array.of(1, 7), units: Uint32Array.of(1, 4) });
    expect(packColumn(['\ud83d', '\ude00'])).toEqual(['\ud83d', '\ude00']);
    expect(packColumn(['a\ud83d'])).toEqual(['a\ud83d']);
  });

  it('has the bytes of the browser’s own encoder, at the edge of every length', () => {
    const points = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x103ff, 0x10400, 0x10ffff];
    const cells = points.map((point) => `a${String.fromCodePoint(point)}z`);
    expect(packColumn(cells)).toMatchObject({ bytes: new TextEncoder().encode(cells.join('')) });
  });

  it('is the same for cells too large to be written together', () => {
    const cells = ['a', 'é'.repeat(70_000), 'b', 'c', '日'.repeat(30_000), '', 'd'.repeat(2768), 'e'];
    const column = packColumn(cells);
    expect(column).toMatchObject({
      ends: Uint32Array.of(1, 140_001, 140_002, 140_003, 230_003, 230_003, 232_771, 232_772),
      units: Uint32Array.of(1, 70_001, 70_002, 70_003, 100_003, 100_003, 102_771, 102_772),
    });
    expect(unpackColumn(column)).toEqual(cells);
    expect(packColumn([...cells, 'a\ud83d'])).toEqual([...cells, 'a\ud83d']);
  });

  it('says places from its own beginning, behind others in the same bytes', () => {
    const out = new GrowingBytes();
    out.addText('é before');
    expect(packCells(['ab', '', 'c'], out)).toEqual({ ends: Uint32Array.of(2, 2, 3), units: Uint32Array.of(2, 2, 3) });
    expect(packCells(['é', 'x'], out)).toEqual({ ends: Uint32Array.of(2, 3), units: Uint32Array.of(1, 2) });
    expect(packCells(['good', 'bad\ud83d'], out)).toBeNull();
    expect(new TextDecoder().decode(out.bytes.subarray(0, out.length))).toBe('é beforeabcéx');
    const ascii = packCells(['yz'], out)!;
    expect(ascii.ends).toBe(ascii.units);
  });

  it('keeps ASCII’s places once', () => {
    const column = packColumn(['ab', '', 'c']);
    expect(Array.isArray(column) ? null : column.ends === column.units).toBe(true);
  });
});
