import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { strictProblems } from './strict-schema.ts';

const closed = (properties: { [key: string]: Json }, more: object = {}): Json =>
  ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false, ...more }) as Json;
const ID: Json = { type: 'string' };
const wrapped = (schema: Json, more: object = { strict: true }): Json => ({
  type: 'json_schema',
  json_schema: { name: 'x', ...more, schema: closed({ all_results: { type: 'array', items: schema } }) },
});

describe('strictProblems', () => {
  it.each<[string, Json]>([
    ['a row', closed({ a: { type: 'string' } })],
    ['an answer', closed({ all_results: { type: 'array', items: closed({ input_id: ID, a: { type: ['number', 'null'], minimum: 0 } }) } })],
    [
      'a wrapper',
      wrapped(closed({ input_id: ID, a: { type: 'array', items: { type: 'string', format: 'date', pattern: '^2' }, maxItems: 3 } })),
    ],
    [
      'references',
      closed({ a: { $ref: '#/$defs/a' }, b: { anyOf: [{ $ref: '#' }, { type: 'null' }] } }, { $defs: { a: { type: 'string' } } }),
    ],
  ])('finds nothing wrong with %s', (_name, schema) => {
    expect(strictProblems(schema)).toEqual([]);
  });

  it.each<[string, Json, string, string, boolean]>([
    ['a field left out of required', closed({ a: ID, b: ID }, { required: ['a'] }), '/properties/b', '“b” may be left out', true],
    ['a required name that is no field', closed({ a: ID }, { required: ['a', 'z'] }), '/required', '"z"', true],
    ['an open object', closed({ a: ID }, { additionalProperties: true }), '', '“additionalProperties” must be false', true],
    [
      'an object of open keys',
      closed({ a: { type: 'object', properties: {}, additionalProperties: ID } }),
      '/properties/a/additionalProperties',
      'Open keys',
      false,
    ],
    ['an object without fields', closed({ a: { type: 'object' } }), '/properties/a', 'lists no “properties”', false],
    ['a value without type', closed({ a: {} }), '/properties/a', 'No type is given. Use one of', false],
    ['a value whose type can be told', closed({ a: { enum: ['x'] } }), '/properties/a', 'It must be "string"', true],
    [
      'a type of another language',
      closed({ a: { type: 'float' } }),
      '/properties/a',
      'The type "float" does not exist. It must be "number"',
      true,
    ],
    ['anything goes', closed({ a: true }), '/properties/a', 'says nothing about the value', false],
    ['a list of anything', closed({ a: { type: 'array' } }), '/properties/a', 'does not say what it holds', false],
    [
      'an unknown keyword',
      closed({ a: { type: 'array', items: ID, uniqueItems: true } }),
      '/properties/a/uniqueItems',
      '“uniqueItems”',
      true,
    ],
    ['oneOf', closed({ a: { oneOf: [ID] } }), '/properties/a/oneOf', '“oneOf”', true],
    [
      'allOf that says two things',
      closed({ a: { allOf: [{ type: 'string' }, { type: 'number' }] } }),
      '/properties/a/allOf',
      '“allOf”',
      false,
    ],
    ['an unknown format', closed({ a: { type: 'string', format: 'uri' } }), '/properties/a/format', '“uri”', true],
    ['a broken pattern', closed({ a: { type: 'string', pattern: '(' } }), '/properties/a/pattern', 'not a regular expression', false],
    ['an empty enum', closed({ a: { type: 'string', enum: [] } }), '/properties/a/enum', 'at least one value', false],
    ['a reference to nothing', closed({ a: { $ref: '#/$defs/z' } }), '/properties/a/$ref', 'points at nothing', false],
    ['a reference abroad', closed({ a: { $ref: 'https://example.org/a' } }), '/properties/a/$ref', 'points at nothing', false],
    ['words beside a reference', closed({ a: { $ref: '#', description: 'x' } }), '/properties/a', 'stands “description”', true],
    [
      'a fault inside a list',
      closed({ 'a/b': { type: 'array', items: closed({ c: {} }) } }),
      '/properties/a~1b/items/properties/c',
      'No type',
      false,
    ],
    [
      'an id that is not text',
      closed({ input_id: { type: 'integer' } }),
      '/properties/input_id',
      '“input_id” must be of type "string"',
      true,
    ],
    ['a choice at the top', closed({ a: ID }, { anyOf: [ID] }), '', 'must not be a choice', false],
  ])('names %s', (_name, schema, pointer, words, mendable) => {
    expect(strictProblems(schema)).toEqual([
      expect.objectContaining({ pointer, message: expect.stringContaining(words), mendable, severity: 'warning' }),
    ]);
  });

  it('places faults inside a wrapper, where the provider would refuse them', () => {
    const [problem, ...more] = strictProblems(wrapped(closed({ input_id: ID, a: {} })));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ pointer: '/json_schema/schema/properties/all_results/items/properties/a', severity: 'error' });
  });

  it('warns where a wrapper does not enforce its form', () => {
    expect(strictProblems(wrapped(closed({ input_id: ID }), {}))).toMatchObject([
      { pointer: '/json_schema/strict', severity: 'warning', mendable: true },
    ]);
  });

  it('wants a proper name', () => {
    const problems = strictProblems(wrapped(closed({ input_id: ID }), { strict: true, name: 'my name' }));
    expect(problems).toMatchObject([{ pointer: '/json_schema/name', severity: 'error', mendable: true }]);
  });

  it('says when answers could not find their rows', () => {
    expect(strictProblems(wrapped(closed({ a: ID })))).toMatchObject([
      { message: expect.stringContaining('no “input_id”'), severity: 'warning' },
    ]);
    const single = { type: 'json_schema', json_schema: { name: 'x', strict: true, schema: closed({ a: ID }) } };
    expect(strictProblems(single)).toMatchObject([{ message: expect.stringContaining('one row only'), severity: 'warning' }]);
  });

  it('says why a schema cannot be read at all', () => {
    expect(strictProblems([])).toMatchObject([{ pointer: '', severity: 'error', mendable: false }]);
  });

  it('counts against the limits of strict mode', () => {
    const many = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`f${i}`, ID]));
    const nested = (n: number): Json => (n === 0 ? ID : closed({ a: nested(n - 1) }));
    const values = (n: number, length: number) => ({
      type: 'string',
      enum: Array.from({ length: n }, (_, i) => String(i).padStart(length, '0')),
    });
    const words = (schema: Json) => strictProblems(schema).map((problem) => problem.message);
    expect(words(closed(many(5000)))).toEqual([]);
    expect(words(closed(many(5001)))).toEqual(['The schema has 5,001 fields; strict mode takes 5,000.']);
    expect(words(nested(9))).toEqual([]);
    expect(words(nested(10))).toEqual(['The schema has 11 levels of objects within objects; strict mode takes 10.']);
    expect(words(closed({ a: values(600, 3), b: values(400, 3) }))).toEqual([]);
    expect(words(closed({ a: values(600, 3), b: values(401, 3) }))).toEqual([
      'The schema has 1,001 listed values in all; strict mode takes 1,000.',
    ]);
    expect(words(closed({ a: values(250, 100) }))).toEqual([]);
    expect(words(closed({ a: values(251, 60) }))).toEqual([
      'A list of more than 250 values may hold 15,000 characters; this one holds 15,060.',
    ]);
    expect(words(closed({ a: values(200, 601) }))).toEqual([
      'The schema has 120,201 characters in names and listed values; strict mode takes 120,000.',
    ]);
  });
});
