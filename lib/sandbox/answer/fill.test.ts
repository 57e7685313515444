import { Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { strictFault } from '../openai/strict-schema.ts';
import { answer } from './answer.ts';

const NAMES = [
  'sentiment',
  'price',
  'topics',
  'people',
  'date',
  'rating',
  'confidence',
  'cause',
  'effect',
  'is_new',
  'count',
  'x',
  'type',
  'name',
  'summary',
  'ключ',
];
const name = fc.constantFrom(...NAMES);
const words = fc.constantFrom('positive', 'negative', 'other', 'late', 'a b', 'Berlin', '', '5', 'yes', 'no');

const string: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constant({ type: 'string' }),
  fc.record({ type: fc.constant('string'), description: fc.string({ maxLength: 30 }) }),
  fc.tuple(fc.nat(8), fc.nat(20)).map(([minLength, more]) => ({ type: 'string', minLength, maxLength: minLength + more })),
  fc.constantFrom('^[A-Z]{2,4}-\\d+$', '^\\d{4}$', '^(?:yes|no)$', '^[a-z]+(?:,[a-z]+)*$').map((pattern) => ({ type: 'string', pattern })),
  fc
    .constantFrom('date', 'date-time', 'time', 'email', 'uuid', 'ipv4', 'hostname', 'duration')
    .map((format) => ({ type: 'string', format })),
  fc.uniqueArray(words, { minLength: 1, maxLength: 6 }).map((values) => ({ type: 'string', enum: values })),
  words.map((value) => ({ type: 'string', const: value })),
);
const number: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constantFrom<JsonObject>({ type: 'number' }, { type: 'integer' }),
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 60 }))
    .map(([minimum, more]) => ({ type: 'number', minimum, maximum: minimum + more })),
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 2, max: 9 }))
    .map(([low, more]) => ({ type: 'integer', exclusiveMinimum: low, exclusiveMaximum: low + more })),
  fc
    .tuple(fc.constantFrom(2, 5, 7), fc.integer({ min: -20, max: 20 }))
    .map(([multipleOf, minimum]) => ({ type: 'integer', multipleOf, minimum })),
  fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 }).map((values) => ({ type: 'integer', enum: values })),
);

const { node } = fc.letrec<{ node: JsonObject; object: JsonObject }>((tie) => ({
  object: fc.dictionary(name, tie('node'), { minKeys: 0, maxKeys: 5 }).map(strict),
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    string,
    number,
    fc.constantFrom<JsonObject>(
      { type: 'boolean' },
      { type: 'null' },
      { type: ['string', 'null'] },
      { type: ['number', 'null'], minimum: 3 },
    ),
    fc.constant<JsonObject>({ type: ['string', 'null'], enum: ['a', 'positive'] }),
    fc.constant<JsonObject>({ $ref: '#/$defs/thing' }),
    fc
      .tuple(tie('node'), fc.nat(2), fc.nat(3))
      .map(([items, minItems, more]) => ({ type: 'array', items, minItems, maxItems: minItems + more })),
    tie('node').map((items) => ({ type: 'array', items })),
    tie('node').map((inner) => ({ anyOf: [inner, { type: 'null' }] })),
    fc.tuple(tie('node'), tie('node')).map((anyOf) => ({ anyOf })),
    tie('object'),
  ),
}));

function strict(properties: JsonObject): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const THING = strict({
  name: { type: 'string' },
  inside: { anyOf: [{ $ref: '#/$defs/thing' }, { type: 'null' }] },
  parts: { type: 'array', items: { $ref: '#/$defs/thing' } },
});
const root = fc
  .tuple(fc.dictionary(name, node, { maxKeys: 5 }), fc.dictionary(name, node, { maxKeys: 3 }), fc.boolean())
  .map(([row, beside, listed]): JsonObject => {
    const results = { type: 'array', items: strict({ input_id: { type: 'string' }, ...row }) };
    return { ...strict(listed ? { ...beside, all_results: results } : { ...beside, ...row }), $defs: { thing: THING } };
  });

const SENTENCES = [
  'I love it, though the battery died after 3 weeks.',
  'Anna Berg paid $49.99 in Berlin on 12 March 2024 because of the rain.',
  'A drought caused crop failures, which led to higher prices. 4 out of 5 stars!',
  '',
  '🙂🙂 «ничего» 价格是 20 евро',
];
const rows = fc.array(
  fc.record({ input_id: fc.stringMatching(/^[a-z0-9]{1,6}$/), input_text: fc.oneof(fc.constantFrom(...SENTENCES), fc.string()) }),
  { minLength: 1, maxLength: 4 },
);

test('every answer to a permitted strict schema is valid, and always the same', () => {
  fc.assert(
    fc.property(root, rows, (schema, rows) => {
      fc.pre(strictFault(schema) === null);
      const ask = { prompt: 'Answer in JSON.', message: JSON.stringify(rows), format: { kind: 'schema' as const, schema } };
      const given = answer(ask);
      if (given.kind !== 'text') throw new Error(given.kind);
      const value = JSON.parse(given.text) as Json;
      const { valid, errors } = new Validator(schema as object, '2020-12', false).validate(value);
      expect(errors.map((error) => `${error.instanceLocation} ${error.error}`)).toEqual([]);
      expect(valid).toBe(true);
      const results = isJsonObject(value) && Array.isArray(value['all_results']) ? value['all_results'] : null;
      const ids = results?.map((result) => (result as JsonObject)['input_id']) ?? rows.map((row) => row.input_id);
      expect(ids).toEqual(rows.map((row) => row.input_id));
      expect(answer(ask)).toEqual(given);
    }),
    { numRuns: 600 },
  );
});
