import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#lib/core/json';
import { ROW_SCHEMA } from '../test-drive.ts';
import { schemasFault } from './schema-limits.ts';

const object = (properties: JsonObject, changes: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...changes,
});
const fields = (count: number, node: JsonObject): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, node]));
const TEXT = { type: 'string' };
const NULLABLE = { type: ['string', 'null'] };

describe('schemas of structured outputs', () => {
  test.each<[string, JsonObject]>([
    ['rows in a list', ROW_SCHEMA],
    [
      'all that is supported',
      object({ a: { type: 'string', format: 'date', pattern: '^2', description: 'x' }, b: { enum: ['x', 1, null] }, c: { const: 1 } }),
    ],
    ['lists with at least one', object({ a: { type: 'array', items: TEXT, minItems: 1 } })],
    ['definitions used twice', object({ a: { $ref: '#/$defs/x' }, b: { $ref: '#/$defs/x' } }, { $defs: { x: object({ c: TEXT }) } })],
    ['16 unions', object(fields(16, NULLABLE))],
    ['24 optional properties', object(fields(24, TEXT), { required: [] })],
    ['branches', object({ a: { anyOf: [TEXT, { type: 'null' }] }, b: { allOf: [TEXT] } })],
  ])('pass with %s', (_, schema) => expect(schemasFault([schema])).toBeNull());

  test.each<[string, JsonObject, RegExp]>([
    ['an open object', { type: 'object', properties: {} }, /^'additionalProperties'/],
    [
      'an open object further down',
      object({ a: { type: 'array', items: { type: 'object' } } }),
      /^at properties\.a\.items: 'additionalProperties'/,
    ],
    ['a bound', object({ a: { type: 'number', minimum: 0 } }), /^at properties\.a: 'minimum'/],
    ['a step', object({ a: { type: 'integer', multipleOf: 5 } }), /multipleOf/],
    ['a length', object({ a: { type: 'string', maxLength: 5 } }), /maxLength/],
    ['a list of two at least', object({ a: { type: 'array', items: TEXT, minItems: 2 } }), /minItems/],
    ['a list of so many at most', object({ a: { type: 'array', items: TEXT, maxItems: 5 } }), /maxItems/],
    ['oneOf', object({ a: { oneOf: [TEXT] } }), /oneOf/],
    ['an unknown format', object({ a: { type: 'string', format: 'isbn' } }), /isbn/],
    ['objects in an enum', object({ a: { enum: [{}] } }), /enum/],
    ['no type', object({ a: { description: 'x' } }), /type/],
    ['a property that is no schema', object({ a: 1 }), /must be an object/],
    ['recursion', object({ a: { $ref: '#' } }), /recursive/],
    [
      'recursion through definitions',
      object({}, { $defs: { x: object({ y: { $ref: '#/$defs/y' } }), y: object({ x: { $ref: '#/$defs/x' } }) } }),
      /recursive/,
    ],
    ['a reference to nothing', object({ a: { $ref: '#/$defs/x' } }), /points to nothing/],
    ['17 unions', object(fields(17, NULLABLE)), /^17 properties have more than one type/],
    ['17 unions by anyOf', object(fields(17, { anyOf: [TEXT, { type: 'null' }] })), /^17/],
    [
      'unions behind a definition used twice',
      object({ a: { $ref: '#/$defs/x' }, b: { $ref: '#/$defs/x' } }, { $defs: { x: object(fields(9, NULLABLE)) } }),
      /^18/,
    ],
    ['25 optional properties', object(fields(25, TEXT), { required: [] }), /^25 properties are optional/],
  ])('fail with %s', (_, schema, fault) => expect(schemasFault([schema])).toMatch(fault));

  test('count together', () => {
    expect(schemasFault([object(fields(9, NULLABLE)), object(fields(9, NULLABLE))])).toMatch(/^18/);
  });
});
