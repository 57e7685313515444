import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { layOut, prettyJson } from './pretty-json.ts';

describe('layOut', () => {
  it('says the same as it was given, in the same order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(JSON.parse(layOut(value as Json)))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('opens the outermost and keeps on a line what fits on one', () => {
    const choices = Array.from({ length: 30 }, (_, at) => `choice ${at}`);
    const lines = layOut({ a: { type: ['string', 'null'] }, b: { enum: choices }, c: {} }).split('\n');
    expect(lines.slice(0, 5)).toEqual(['{', '  "a": { "type": ["string", "null"] },', '  "b": {', '    "enum": [', '      "choice 0",']);
    expect(lines.slice(-2)).toEqual(['  "c": {}', '}']);
    expect(lines.every((line) => line.length <= 72)).toBe(true);
  });
});

it('lays JSON text out and leaves any other text alone', () => {
  expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [1]\n}');
  expect(prettyJson('{"a":')).toBe('{"a":');
});
