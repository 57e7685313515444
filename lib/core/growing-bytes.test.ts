import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingBytes } from './growing-bytes.ts';

const encoder = new TextEncoder();
const written = ({ bytes, length }: GrowingBytes) => Array.from(bytes.subarray(0, length));
const encoded = (text: string) => Array.from(encoder.encode(text));

/** Units of every width, surrogates in pairs and alone among them. */
const unit = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
  fc.integer({ min: 0x80, max: 0x7ff }),
  fc.integer({ min: 0x800, max: 0xffff }),
  fc.constantFrom(0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xffff),
);
const units = fc.array(unit, { maxLength: 80 }).map((codes) => String.fromCharCode(...codes));
const graphemes = fc.string({ unit: 'grapheme', maxLength: 80 });
const anyText = fc.oneof(units, graphemes, fc.string({ unit: 'binary', maxLength: 80 }));

describe('addUnits', () => {
  it('writes what the encoder writes of any piece of any text, or nothing where a surrogate in it is alone', () => {
    fc.assert(
      fc.property(anyText, fc.nat(80), fc.nat(80), (text, one, other) => {
        const [from, to] = [one, other].map((at) => Math.min(at, text.length)).sort((a, b) => a - b) as [number, number];
        const piece = text.slice(from, to);
        const out = new GrowingBytes();
        out.addText('before');
        expect(out.addUnits(text, from, to)).toBe(piece.isWellFormed());
        expect(written(out)).toEqual(encoded(piece.isWellFormed() ? `before${piece}` : 'before'));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['a', 'é', '雨', '🌧️'])('goes through long texts of %s in steps, whose ends cut no pair', (one) => {
    for (const before of ['', 'x', 'xy', 'xyz']) {
      const text = before + one.repeat(40_000);
      const out = new GrowingBytes();
      expect(out.addUnits(text, 0, text.length)).toBe(true);
      expect(Buffer.from(out.bytes.buffer, 0, out.length).equals(Buffer.from(text))).toBe(true);
      expect(out.addUnits(`${text}\ud83d`, 0, text.length + 1)).toBe(false);
      expect(out.length).toBe(encoder.encode(text).length);
    }
  });
});

it.each(['abcd', 'éééé', '雨雨雨雨', '🌧️🌧️', 'a雨🌧️é'])('makes room for %s, however little is left', (text) => {
  for (let left = 0; left <= 20; left++) {
    const out = new GrowingBytes();
    const before = out.bytes.length - left;
    out.add(new Uint8Array(before));
    expect(out.addUnits(text, 0, text.length)).toBe(true);
    expect(Array.from(out.bytes.subarray(before, out.length))).toEqual(encoded(text));
  }
});

describe('addText', () => {
  it('writes what the encoder writes, with U+FFFD for lone surrogates', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), (texts) => {
        const out = new GrowingBytes();
        for (const text of texts) out.addText(text);
        expect(written(out)).toEqual(texts.flatMap(encoded));
      }),
    );
  });
});

describe('add', () => {
  it.each([0, 1, 31, 32, 33, 200_000])('adds %i bytes from the middle of others, behind what is there', (length) => {
    const source = Uint8Array.from({ length: length + 20 }, (_, i) => i % 251);
    const out = new GrowingBytes();
    out.addAscii('before');
    out.add(source, 7, 7 + length);
    out.add(Uint8Array.of(1, 2, 3));
    expect(
      Buffer.from(written(out)).equals(Buffer.concat([Buffer.from('before'), source.subarray(7, 7 + length), Buffer.of(1, 2, 3)])),
    ).toBe(true);
    out.clear();
    out.addText('again');
    expect(written(out)).toEqual(encoded('again'));
  });

  it('has U+FFFD for what is no text of Unicode', () => {
    const out = new GrowingBytes();
    out.addText('a\ud83db\ude00');
    expect(written(out)).toEqual(encoded('a\ufffdb\ufffd'));
  });
});
