import { Validator, type Schema } from '@cfworker/json-schema';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { quickAccept } from './quick-accept.ts';

/** The full validator's word, `null` where it gives up on a value; none where it cannot use the schema at all. */
function fullValidator(schema: Json): ((value: Json) => boolean | null) | null {
  try {
    const validator = new Validator(structuredClone(schema) as Schema, '2020-12', false);
    return (value) => {
      try {
        return validator.validate(value).valid;
      } catch {
        return null;
      }
    };
  } catch {
    return null;
  }
}

const NAMES = ['a', 'b', 'toString', '__proto__', 'x y'];

/** Values that schemas below may well fit. */
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<Json>(null, true, false, 0, -0, 1, 2.5, 10, '', 'a', 'bad', '😀', '2026-02-28', '2026-02-31'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3 }),
  ),
}));

const object = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>;

const small = fc.integer({ min: -1, max: 3 });
const kinds = fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object');

/** Schemas of keywords known to the quick check; `more` mixes others in, changes or leaves them out. */
const nodes = (more: Record<string, fc.Arbitrary<unknown> | null>) =>
  fc.letrec<{ node: JsonObject }>((tie) => {
    const node = fc.oneof({ depthSize: 'small' }, fc.boolean() as unknown as fc.Arbitrary<JsonObject>, tie('node'));
    const keywords = {
      type: fc.oneof(kinds, fc.uniqueArray(kinds, { minLength: 1, maxLength: 3 })),
      enum: fc.array(fc.constantFrom<Json>('a', 'bad', 1, null, true), { minLength: 1, maxLength: 3 }),
      const: fc.constantFrom<Json>('a', 1, null),
      minimum: small,
      exclusiveMaximum: small,
      minLength: small,
      maxLength: small,
      maxItems: small,
      pattern: fc.constantFrom('^a', 'd$'),
      format: fc.constantFrom('date', 'none such'),
      title: fc.string(),
      required: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
      additionalProperties: node,
      properties: fc.dictionary(fc.constantFrom(...NAMES), node, { maxKeys: 3 }),
      items: node,
      anyOf: fc.array(node, { minLength: 1, maxLength: 3 }),
      $ref: fc.constantFrom('#/$defs/one', '#/definitions/two'),
      ...more,
    };
    const chosen = fc
      .subarray(
        Object.entries<fc.Arbitrary<unknown> | null>(keywords).filter(([, given]) => given !== null),
        { maxLength: 4 },
      )
      .chain((members) => fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>));
    return { node: chosen as fc.Arbitrary<JsonObject> };
  }).node;

const schemas = (top: fc.Arbitrary<JsonObject>, definition: fc.Arbitrary<JsonObject>) =>
  fc.tuple(top, definition, definition).map(([node, one, two]): JsonObject => ({ ...node, $defs: { one }, definitions: { two } }));

describe('quickAccept', () => {
  it('agrees with the full validator where it knows every keyword', () => {
    fc.assert(
      fc.property(schemas(nodes({}), nodes({ $ref: null })), fc.array(object, { minLength: 1, maxLength: 8 }), (schema, values) => {
        const isValid = fullValidator(schema)!;
        expect(values.map(quickAccept(schema))).toEqual(values.map((one) => isValid(one) === true));
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts nothing the full validator would not, whatever else the schema holds', () => {
    const other = {
      not: fc.constantFrom({ type: 'string' }, {}),
      oneOf: fc.constant([{ type: 'string' }, {}]),
      $id: fc.constantFrom('https://example.org/x', 'http://['),
      minProperties: small,
      pattern: fc.constantFrom('(', '^a'),
      items: fc.constantFrom<unknown>([{ type: 'string' }], { $ref: '#/nowhere' }, { $ref: '#' }),
      type: fc.constantFrom<unknown>('text', ['string', 'object'], 5),
      uniqueItems: fc.boolean(),
    };
    fc.assert(
      fc.property(schemas(nodes(other), nodes(other)), fc.array(object, { minLength: 1, maxLength: 8 }), (schema, values) => {
        const isValid = fullValidator(schema);
        fc.pre(isValid !== null);
        expect(values.filter(quickAccept(schema)).filter((one) => isValid?.(one) !== true)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts the usual answers of a strict schema', () => {
    const accept = quickAccept({
      type: 'object',
      properties: {
        input_id: { type: 'string' },
        tone: { type: 'string', enum: ['good', 'bad'] },
        when: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
        people: { type: 'array', items: { $ref: '#/$defs/person' } },
      },
      required: ['input_id', 'tone', 'when', 'people'],
      additionalProperties: false,
      $defs: { person: { type: 'object', properties: { name: { type: 'string' }, knows: { $ref: '#/$defs/person' } } } },
    });
    const answer = { input_id: '1', tone: 'good', when: null, people: [{ name: 'A', knows: { name: 'B' } }] };
    expect(accept(answer)).toBe(true);
    expect(accept({ ...answer, people: [{ name: 'A', knows: { name: 2 } }] })).toBe(false);
    expect(accept({ ...answer, more: 1 })).toBe(false);
  });

  it('knows its way around a field it does not understand, but not inside a union', () => {
    const odd = { not: { type: 'null' } };
    const accept = quickAccept({ properties: { a: { type: 'string' }, b: odd } });
    expect(accept({ a: 'x' })).toBe(true);
    expect(accept({ a: 'x', b: 1 })).toBe(false);
    expect(quickAccept({ properties: { a: { anyOf: [{ type: 'string' }, odd] } } })({ a: 'x' })).toBe(false);
  });

  it('leaves what is nested very deeply to the full validator', () => {
    let deep: JsonObject = {};
    for (let i = 0; i < 200; i++) deep = { a: deep };
    const accept = quickAccept({ $ref: '#/$defs/one', $defs: { one: { properties: { a: { $ref: '#/$defs/one' } } } } });
    expect(accept({ a: { a: {} } })).toBe(true);
    expect(accept(deep)).toBe(false);
  });
});
