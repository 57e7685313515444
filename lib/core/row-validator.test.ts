import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { rowValidator } from './row-validator.ts';

const validate = rowValidator({
  type: 'object',
  properties: {
    input_id: { type: 'string' },
    tone: { type: 'string', enum: ['good', 'bad'] },
    score: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    date: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
    people: {
      type: 'array',
      maxItems: 2,
      items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false },
    },
  },
  required: ['input_id', 'tone'],
  additionalProperties: false,
});

describe('rowValidator', () => {
  it('passes what fits', () => {
    expect(validate({ input_id: 'a', tone: 'good', score: null, date: '2026-01-31', people: [{ name: 'x' }] })).toBeNull();
    expect(validate({ input_id: 'a', tone: 'bad', date: null })).toBeNull();
  });

  it.each<[JsonObject, string]>([
    [{ input_id: 'a' }, '“tone” is missing.'],
    [{ input_id: 'a', tone: 'ugly' }, '“tone” is none of ["good","bad"].'],
    [{ input_id: 1, tone: 'good' }, '“input_id” is a number, but should be text.'],
    [{ input_id: 'a', tone: 'good', score: 'high' }, '“score” is text, but should be a number or null.'],
    [{ input_id: 'a', tone: 'good', score: 2 }, '“score”: 2 is greater than 1.'],
    [{ input_id: 'a', tone: 'good', mood: 1 }, '“mood” is not a field of the schema.'],
    [{ input_id: 'a', tone: 'good', date: 'soon' }, '“date” fits none of the forms allowed.'],
    [{ input_id: 'a', tone: 'good', people: [{ name: 'x' }, {}] }, '“people › 2” lacks “name”.'],
    [
      { input_id: 'a', tone: 'good', people: [{}, {}, {}] },
      '“people”: Array has too many items (3 > 2); “people › 1” lacks “name”; “people › 2” lacks “name” (and 1 more).',
    ],
    [
      { input_id: 1, tone: 2 },
      '“input_id” is a number, but should be text; “tone” is a number, but should be text; “tone” is none of ["good","bad"].',
    ],
  ])('says of %j: %s', (value, words) => {
    expect(validate(value)).toBe(words);
  });

  it('names what is wrong inside a union', () => {
    const nested = rowValidator({
      properties: { a: { anyOf: [{ type: 'object', properties: { b: { type: 'string' } } }, { type: 'null' }] } },
    });
    expect(nested({ a: { b: 1 } })).toBe('“a › b” is a number, but should be text.');
  });

  it('follows references and leaves the schema as it was', () => {
    const schema = Object.freeze({ properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'string' } } }) as unknown as Json;
    const check = rowValidator(schema);
    expect(check({ a: 'x' })).toBeNull();
    expect(check({ a: 1 })).toBe('“a” is a number, but should be text.');
    expect(JSON.stringify(schema)).toBe('{"properties":{"a":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":"string"}}}');
  });

  it('tells of schemas that cannot be used instead of throwing', () => {
    expect(rowValidator({ properties: { a: { $ref: '#/nowhere' } } })({ a: 1 })).toContain('could not be checked');
    expect(rowValidator({ properties: { a: { pattern: '(' } } })({ a: 'x' })).toContain('could not be checked');
    expect(rowValidator({ $id: 'http://[' })({})).toContain('schema itself is broken');
  });

  it('never throws, whatever the model answers', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('input_id', 'tone', 'people', '__proto__')), fc.jsonValue()),
        (value) => {
          expect(validate(value as JsonObject)).toSatisfy((words: unknown) => words === null || typeof words === 'string');
        },
      ),
    );
    let deep: Json = {};
    for (let i = 0; i < 50_000; i++) deep = { a: deep };
    expect(rowValidator({ properties: { a: { $ref: '#' } } })(deep as JsonObject)).toContain('nested too deeply');
  });
});
