import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { mendSchema } from './mend-schema.ts';
import { strictProblems } from './strict-schema.ts';

const row = (properties: Json, more: object = {}): Json => ({ type: 'object', properties, ...more }) as Json;

describe('mendSchema', () => {
  it.each<[string, Json, Json]>([
    [
      'closes objects and requires fields, null for those left out',
      row({ a: { type: 'string' }, b: { type: 'number' } }, { required: ['b'] }),
      row({ a: { type: ['string', 'null'] }, b: { type: 'number' } }, { required: ['a', 'b'], additionalProperties: false }),
    ],
    [
      'adds null to an enum',
      row({ a: { type: 'string', enum: ['x'] } }),
      row({ a: { type: ['string', 'null'], enum: ['x', null] } }, { required: ['a'], additionalProperties: false }),
    ],
    [
      'adds null to a constant',
      row({ a: { const: 'x' } }),
      row({ a: { type: ['string', 'null'], enum: ['x', null] } }, { required: ['a'], additionalProperties: false }),
    ],
    [
      'adds null to a list',
      row({ a: { type: 'array', items: { type: 'string' }, description: 'd' } }),
      row(
        { a: { description: 'd', anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }] } },
        { required: ['a'], additionalProperties: false },
      ),
    ],
    [
      'tells what strict mode does not know',
      row({ a: { type: 'array', uniqueItems: true, items: { type: 'string', format: 'uri' } } }, { required: ['a'] }),
      row(
        { a: { type: 'array', items: { type: 'string', description: '(format: "uri")' }, description: '(uniqueItems: true)' } },
        { required: ['a'], additionalProperties: false },
      ),
    ],
    [
      'turns oneOf into anyOf',
      row({ a: { oneOf: [{ type: 'string' }, { type: 'number' }] } }, { required: ['a'] }),
      row({ a: { anyOf: [{ type: 'string' }, { type: 'number' }] } }, { required: ['a'], additionalProperties: false }),
    ],
    [
      'folds allOf',
      row(
        { a: { allOf: [row({ b: { type: 'string' } }, { required: ['b'] }), row({ c: { type: 'string' } }, { required: ['c'] })] } },
        { required: ['a'] },
      ),
      row(
        { a: row({ b: { type: 'string' }, c: { type: 'string' } }, { required: ['b', 'c'], additionalProperties: false }) },
        { required: ['a'], additionalProperties: false },
      ),
    ],
    [
      'sets a reference apart',
      row({ a: { $ref: '#/$defs/d', description: 'x' } }, { required: ['a'], $defs: { d: { type: 'string' } } }),
      row(
        { a: { description: 'x', anyOf: [{ $ref: '#/$defs/d' }] } },
        { required: ['a'], $defs: { d: { type: 'string' } }, additionalProperties: false },
      ),
    ],
    [
      'names types',
      row({ a: { type: 'float' }, b: { enum: ['x', 'y'] }, c: { properties: { d: { type: 'bool' } } } }, { required: ['a', 'b', 'c'] }),
      row(
        {
          a: { type: 'number' },
          b: { type: 'string', enum: ['x', 'y'] },
          c: row({ d: { type: ['boolean', 'null'] } }, { required: ['d'], additionalProperties: false }),
        },
        { required: ['a', 'b', 'c'], additionalProperties: false },
      ),
    ],
  ])('%s', (_name, given, mended) => {
    expect(mendSchema(given)).toEqual(mended);
  });

  it('gives rows their input_id, as text and first', () => {
    const answer = (items: Json) =>
      row({ all_results: { type: 'array', items } }, { required: ['all_results'], additionalProperties: false });
    const mended = row(
      { input_id: { type: 'string' }, a: { type: 'string' } },
      { required: ['input_id', 'a'], additionalProperties: false },
    );
    expect(mendSchema(answer(row({ a: { type: 'string' } }, { required: ['a'] })))).toEqual(answer(mended));
    expect(mendSchema(answer(row({ a: { type: 'string' }, input_id: { type: 'integer' } }, { required: ['a'] })))).toEqual(answer(mended));
    expect(Object.keys((mended as { properties: object }).properties)[0]).toBe('input_id');
  });

  it('mends a wrapper: name, strictness, and room for more rows than one', () => {
    const mended = mendSchema({
      type: 'json_schema',
      json_schema: { name: 'my schema!', schema: row({ a: { type: 'string' } }, { required: ['a'] }) },
    });
    expect(mended).toMatchObject({ json_schema: { name: 'my_schema_', strict: true, schema: { required: ['all_results'] } } });
    expect(strictProblems(mended)).toEqual([]);
  });

  it('leaves a schema without faults, and one it cannot read, as they are', () => {
    const good = row({ a: { type: 'string' } }, { required: ['a'], additionalProperties: false });
    expect(mendSchema(good)).toEqual(good);
    expect(mendSchema({ type: 'string' })).toEqual({ type: 'string' });
    expect(mendSchema(7)).toBe(7);
  });

  const literal = fc.oneof(fc.string({ maxLength: 3 }), fc.integer({ max: 9 }), fc.constant(null));
  const name = fc.constantFrom('a', 'b', 'c', 'input_id', 'all_results', 'results', '__proto__', 'a/b~c');
  const { schema } = fc.letrec((tie) => {
    const some = tie('schema');
    const keywords = {
      type: fc.oneof(
        fc.constantFrom('object', 'array', 'string', 'number', 'null', 'float', 'dict', 'nonsense'),
        fc.constant(['string', 'null']),
        fc.constant(['object', 'null']),
      ),
      properties: fc.dictionary(name, some, { maxKeys: 3 }),
      required: fc.uniqueArray(name, { maxLength: 3 }),
      additionalProperties: fc.oneof(fc.boolean(), some),
      items: fc.oneof(some, fc.array(some, { maxLength: 2 })),
      enum: fc.array(literal, { maxLength: 3 }),
      const: literal,
      anyOf: fc.array(some, { maxLength: 2 }),
      oneOf: fc.array(some, { maxLength: 2 }),
      allOf: fc.array(some, { maxLength: 2 }),
      not: some,
      uniqueItems: fc.boolean(),
      minProperties: fc.nat(3),
      format: fc.constantFrom('date', 'uri'),
      pattern: fc.constantFrom('^a', '('),
      $ref: fc.constantFrom('#', '#/$defs/d', '#/nowhere', 'https://example.org'),
      $defs: fc.record({ d: some }),
      description: fc.string({ maxLength: 3 }),
    };
    const entries = Object.entries(keywords).map(([keyword, value]) =>
      (value as fc.Arbitrary<unknown>).map((one) => [keyword, one] as const),
    );
    const object = fc.array(fc.oneof(...entries), { maxLength: 4 }).map((members) => Object.fromEntries(members));
    return { schema: fc.oneof({ maxDepth: 4 }, fc.boolean(), object) };
  });
  const given = fc.oneof(
    schema,
    fc.record({ type: fc.constant('object'), properties: fc.dictionary(name, schema, { maxKeys: 4 }), $defs: fc.record({ d: schema }) }),
    schema.map((items) => ({ type: 'object', properties: { all_results: { type: 'array', items } } })),
    fc.record({
      type: fc.constant('json_schema'),
      json_schema: fc.record({
        name: fc.string(),
        strict: fc.boolean(),
        schema: fc.record({ type: fc.constant('object'), properties: fc.dictionary(name, schema) }),
      }),
    }),
  );

  it('mends everything it says it can, at once', () => {
    fc.assert(
      fc.property(given, (schema) => {
        const mended = mendSchema(schema as Json);
        expect(strictProblems(mended).filter((problem) => problem.mendable)).toEqual([]);
        expect(JSON.stringify(mendSchema(mended))).toBe(JSON.stringify(mended));
      }),
      { numRuns: 1500 },
    );
  });
});
