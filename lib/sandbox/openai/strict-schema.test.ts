import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#lib/core/json';
import { ROW_SCHEMA } from '../test-drive.ts';
import { strictFault } from './strict-schema.ts';

const object = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const nested = (levels: number): JsonObject => (levels === 0 ? { type: 'string' } : object({ a: nested(levels - 1) }));
const many = (count: number, length = 3): string[] => Array.from({ length: count }, (_, i) => String(i).padStart(length, 'v'));

describe('strict schemas', () => {
  test.each<[string, Json]>([
    ['the usual list of results', ROW_SCHEMA],
    [
      'references and definitions',
      { ...object({ a: { $ref: '#/$defs/a' } }), $defs: { a: object({ b: { anyOf: [{ $ref: '#' }, { type: 'null' }] } }) } },
    ],
    [
      'bounds, formats, patterns and lengths of lists',
      object({
        a: { type: 'array', items: { type: 'number', minimum: 1 }, minItems: 1 },
        b: { type: 'string', pattern: 'x', format: 'date' },
      }),
    ],
    ['ten levels', nested(10)],
    ['a thousand values', object({ a: { type: 'string', enum: many(1_000) } })],
  ])('may hold %s', (_, schema) => {
    expect(strictFault(schema)).toBeNull();
  });

  test.each<[string, Json, RegExp]>([
    ['no object at the root', { type: 'array', items: { type: 'string' } }, /root/],
    ['anyOf at the root', { anyOf: [object({})] }, /anyOf/],
    ['further properties', { ...object({}), additionalProperties: true }, /additionalProperties/],
    ['an optional property', { ...object({ a: { type: 'string' } }), required: [] }, /Missing 'a'/],
    ['a required property it does not have', { ...object({}), required: ['a'] }, /'a'/],
    ['allOf', object({ a: { allOf: [{ type: 'string' }] } }), /'allOf' is not permitted/],
    ['oneOf deep inside', object({ a: { type: 'array', items: { anyOf: [object({ b: { oneOf: [] } })] } } }), /oneOf/],
    ['uniqueItems', object({ a: { type: 'array', items: { type: 'string' }, uniqueItems: true } }), /uniqueItems/],
    ['no type', object({ a: { description: 'x' } }), /'type' key/],
    ['a list of nothing', object({ a: { type: 'array' } }), /items/],
    ['a reference to nothing', object({ a: { $ref: '#/$defs/none' } }), /points to nothing/],
    ['a fault in an unused definition', { ...object({}), $defs: { a: { type: 'object', properties: {} } } }, /additionalProperties/],
    ['twelve levels', nested(12), /levels/],
    ['more than a thousand values', object({ a: { type: 'string', enum: many(1_001) } }), /1001 enum values/],
    ['long values', object({ a: { type: 'string', enum: many(300, 60) } }), /15000/],
    ['too many properties', object(Object.fromEntries(many(5_001).map((name) => [name, { type: 'string' }]))), /5001 properties/],
    ['too many characters', object(Object.fromEntries(many(1_300, 100).map((name) => [name, { type: 'string' }]))), /120000/],
  ])('may not hold %s', (_, schema, fault) => {
    expect(strictFault(schema)).toMatch(fault);
  });
});
