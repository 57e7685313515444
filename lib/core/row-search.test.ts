import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowSearch } from './row-search.ts';

/** As fields are shown: texts as they are, lists of plain values with commas between, everything else as JSON. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  const isPlain = (item: unknown) => typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean';
  return Array.isArray(value) && value.every(isPlain) ? value.join(', ') : JSON.stringify(value);
}

describe('RowSearch', () => {
  it('finds a text whatever its case and the spaces around it', () => {
    expect(new RowSearch('  Größe ').isIn('DIE GRÖßE')).toBe(true);
    expect(new RowSearch('a b').isIn('a  b')).toBe(false);
    expect(new RowSearch('   ').isEmpty).toBe(true);
  });

  it('rules out by JSON text what cannot show it', () => {
    expect(new RowSearch('price').mayBeIn('{"tone":"comfort"}')).toBe(false);
    expect(new RowSearch('comfort, pri').mayBeIn('{"tone":["Comfort","price"]}')).toBe(true);
    expect(new RowSearch('said "no"').mayBeIn(JSON.stringify({ tone: 'She said "No".' }))).toBe(true);
  });

  it('never rules out an answer that shows it', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a "b"\n', 'ΑΣ', 'İ', '\ud800', 'x, y'));
    const item = fc.oneof(text, fc.double(), fc.boolean());
    const value = fc.oneof(item, fc.array(item, { maxLength: 4 }), fc.jsonValue({ depthSize: 'small' }));
    fc.assert(
      fc.property(value, fc.nat(), fc.nat(20), (given, from, length) => {
        const json = JSON.stringify({ field: given });
        const on = shown((JSON.parse(json) as { field: unknown }).field);
        const start = on.length === 0 ? 0 : from % on.length;
        const search = new RowSearch(on.slice(start, start + length));
        expect(search.isIn(on) && !search.mayBeIn(json)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });
});
