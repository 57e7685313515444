import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#lib/core/json';
import { outputSchema } from './output-schema.ts';

/** A whole answer's schema around one field. */
const around = (field: Json, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties: { x: field },
  required: ['x'],
  additionalProperties: false,
  ...more,
});

const fieldOf = (field: Json, more: JsonObject = {}) => {
  const output = outputSchema(around(field, more));
  if (!output.ok) return output.problem;
  return { field: (output.schema.properties as JsonObject).x, moved: output.moved.map(({ pointer, keyword }) => `${pointer} ${keyword}`) };
};

function schemaOf(given: JsonObject): JsonObject {
  const output = outputSchema(given);
  if (!output.ok) throw new Error(output.problem);
  return output.schema;
}

describe('outputSchema', () => {
  it.each<[string, Json, Json, string[]]>([
    [
      'bounds of numbers',
      { type: 'number', minimum: 0, maximum: 1 },
      { type: 'number', description: '(minimum: 0, maximum: 1)' },
      ['minimum', 'maximum'],
    ],
    [
      'bounds of lengths',
      { type: 'string', description: 'A name.', maxLength: 9 },
      { type: 'string', description: 'A name. (maxLength: 9)' },
      ['maxLength'],
    ],
    ['a pattern', { type: 'string', pattern: '^a' }, { type: 'string', description: '(pattern: "^a")' }, ['pattern']],
    ['a known format', { type: 'string', format: 'date' }, { type: 'string', format: 'date' }, []],
    ['an unknown format', { type: 'string', format: 'color' }, { type: 'string', description: '(format: "color")' }, ['format']],
    [
      'a list of at least one',
      { type: 'array', items: { type: 'string' }, minItems: 1 },
      { type: 'array', items: { type: 'string' }, minItems: 1 },
      [],
    ],
    [
      'a list of exactly three',
      { type: 'array', items: { type: 'string' }, minItems: 3, maxItems: 3 },
      { type: 'array', items: { type: 'string' }, description: '(minItems: 3, maxItems: 3)' },
      ['minItems', 'maxItems'],
    ],
    ['choices', { type: 'string', enum: ['a', 'b'] }, { type: 'string', enum: ['a', 'b'] }, []],
    ['choices without a type', { enum: ['a', 1, null] }, { enum: ['a', 1, null], type: ['string', 'number', 'null'] }, []],
    ['a constant', { const: 'a' }, { const: 'a', type: 'string' }, []],
    ['several types', { type: ['string', 'null'] }, { type: ['string', 'null'] }, []],
    [
      'anyOf',
      { anyOf: [{ type: 'number', minimum: 0 }, { type: 'null' }] },
      { anyOf: [{ type: 'number', description: '(minimum: 0)' }, { type: 'null' }] },
      ['/anyOf/0 minimum'],
    ],
    ['oneOf', { oneOf: [{ type: 'string' }, { type: 'null' }] }, { anyOf: [{ type: 'string' }, { type: 'null' }] }, []],
    ['allOf', { allOf: [{ type: 'string' }, { description: 'd' }] }, { type: 'string', description: 'd' }, []],
    [
      'a default and a dialect',
      { type: 'string', default: 'a', $comment: 'c' },
      { type: 'string', description: '(default: "a")' },
      ['default'],
    ],
    [
      'an object left open',
      { type: 'object', properties: { 'a/b': { type: 'integer', multipleOf: 2 } } },
      {
        type: 'object',
        properties: { 'a/b': { type: 'integer', description: '(multipleOf: 2)' } },
        required: [],
        additionalProperties: false,
      },
      ['/properties/a~1b multipleOf'],
    ],
    [
      'an object with more fields allowed',
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a', 'gone'], additionalProperties: true },
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
      ['additionalProperties'],
    ],
    [
      'a missing type',
      { properties: { a: { type: 'string' } }, required: ['a'] },
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
      [],
    ],
  ])('takes %s', (_name, field, expected, moved) => {
    const pointers = moved.map((one) => (one.includes(' ') ? `/properties/x${one}` : `/properties/x ${one}`));
    expect(fieldOf(field)).toEqual({ field: expected, moved: pointers });
  });

  it('puts definitions where they are looked for, and references alone', () => {
    const output = outputSchema(
      around({ $ref: '#/definitions/T', description: 'd' }, { definitions: { T: { type: 'string', minLength: 1 } } }),
    );
    expect(output).toEqual({
      ok: true,
      schema: around({ $ref: '#/$defs/T' }, { $defs: { T: { type: 'string', description: '(minLength: 1)' } } }),
      moved: [
        { pointer: '/properties/x', keyword: 'description' },
        { pointer: '/$defs/T', keyword: 'minLength' },
      ],
    });
  });

  it('lets two fields share a definition', () => {
    const field = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/T' }, b: { $ref: '#/$defs/T' } },
      required: [],
      additionalProperties: false,
    };
    expect(fieldOf(field, { $defs: { T: { type: 'string' } } })).toMatchObject({ moved: [] });
  });

  it.each<[string, Json, JsonObject, string]>([
    ['a circle', { $ref: '#/$defs/T' }, { $defs: { T: { type: 'array', items: { $ref: '#/$defs/T' } } } }, 'refers to itself'],
    [
      'a circle of two',
      { $ref: '#/$defs/A' },
      { $defs: { A: { anyOf: [{ $ref: '#/$defs/B' }] }, B: { anyOf: [{ $ref: '#/$defs/A' }] } } },
      'refers to itself',
    ],
    ['itself as a whole', { $ref: '#' }, {}, 'refers to itself'],
    ['a reference to nothing', { $ref: '#/$defs/T' }, {}, 'leads nowhere'],
    ['a reference elsewhere', { $ref: 'https://example.com/s.json' }, {}, 'leads nowhere'],
    ['open fields', { type: 'object', additionalProperties: { type: 'string' } }, {}, 'no fixed names'],
    ['any object', { type: 'object' }, {}, 'no fixed names'],
    ['anything', {}, {}, 'may hold anything'],
    ['true', true, {}, 'may hold anything'],
    ['a list of anything', { type: 'array' }, {}, 'does not say what it holds'],
    ['allOf that says two things', { allOf: [{ type: 'string' }, { type: 'number' }] }, {}, 'allOf'],
    [
      'a choice with fields beside it',
      { type: 'object', properties: { a: { type: 'string' } }, anyOf: [{ type: 'object' }] },
      {},
      'beside it',
    ],
  ])('refuses %s', (_name, field, more, problem) => {
    expect(fieldOf(field, more)).toContain(problem);
  });

  it('counts what the provider counts', () => {
    const many = (count: number, field: Json): JsonObject => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, field]));
    const fields = (count: number, field: Json, isRequired: boolean) => {
      const properties = many(count, field);
      return outputSchema({ type: 'object', properties, required: isRequired ? Object.keys(properties) : [] });
    };
    expect(fields(24, { type: 'string' }, false).ok).toBe(true);
    expect(fields(25, { type: 'string' }, false)).toMatchObject({ ok: false, problem: expect.stringContaining('25 of its fields') });
    expect(fields(16, { type: ['string', 'null'] }, true).ok).toBe(true);
    expect(fields(17, { type: ['string', 'null'] }, true)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('17 of its fields'),
    });
  });

  it('gives only what the provider takes, and nothing more the second time', () => {
    const leaf = fc.constantFrom<JsonObject>(
      { type: 'string', minLength: 2 },
      { type: 'integer', minimum: 1 },
      { enum: ['a', 'b'] },
      { type: 'boolean' },
      { format: 'color', type: 'string' },
    );
    const { node } = fc.letrec<{ node: JsonObject }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        leaf,
        fc.record({ type: fc.constant('array'), items: tie('node'), minItems: fc.nat(3), uniqueItems: fc.boolean() }),
        fc
          .dictionary(fc.string({ minLength: 1, maxLength: 3 }), tie('node'), { minKeys: 1, maxKeys: 3 })
          .map((properties) => ({ type: 'object', properties, required: Object.keys(properties), minProperties: 1 })),
      ) as fc.Arbitrary<JsonObject>,
    }));
    fc.assert(
      fc.property(node, (field) => {
        const once = schemaOf(around(field));
        expect(JSON.stringify(once)).not.toMatch(/"(minLength|minimum|uniqueItems|minProperties)":|"minItems":[23]/);
        expect(outputSchema(once)).toEqual({ ok: true, schema: once, moved: [] });
      }),
    );
  });
});
