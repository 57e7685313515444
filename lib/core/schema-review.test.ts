import { describe, expect, it } from 'vitest';
import { reviewSchema } from './schema-review.ts';

const LOOSE = `{
  "type": "object",
  "properties": {
    "a": { "type": "string", "minLength": 2 },
    "b": {
      "type": "object",
      "properties": {}
    }
  }
}`;

describe('reviewSchema', () => {
  it('has nothing to say of no schema and of one that meets strict mode', () => {
    expect(reviewSchema('', true)).toEqual([]);
    const strict = '{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}';
    expect(reviewSchema(strict, true)).toEqual([]);
  });

  it('places a fault of the JSON on its line', () => {
    expect(reviewSchema('{\n"a": 1,\n}', false)).toEqual([
      { line: 3, message: 'There is a comma too many before this }.', severity: 'error', mendable: false },
    ]);
  });

  it('places what strict mode refuses on the lines of the text, in their order', () => {
    const notes = reviewSchema(LOOSE, true);
    expect(notes.length).toBeGreaterThan(1);
    expect(notes.map(({ line }) => line)).toEqual(notes.map(({ line }) => line).toSorted((a, b) => a! - b!));
    expect(notes.some(({ line }) => line === 5)).toBe(true);
    expect(notes.every(({ mendable }) => mendable)).toBe(true);
  });

  it('leaves strict mode out where the provider is not asked to enforce the schema', () => {
    expect(reviewSchema(LOOSE, false)).toEqual([]);
  });
});
