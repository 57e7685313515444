import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_KINDS, fieldProblems, fieldsFromSchema, hasChoices, schemaFromFields, type Field } from './schema-fields.ts';

const field = (over: Partial<Field>): Field => ({ name: 'a', kind: 'text', choices: [], description: '', mayBeEmpty: false, ...over });

/** Integer-like names are left out: objects put them first, whatever the order they were given in. */
const fieldName = fc.stringMatching(/^[a-z_][a-z0-9_ ]{0,10}$/).filter((name) => !['input_id', 'all_results'].includes(name));

const anyField: fc.Arbitrary<Field> = fc
  .record({
    name: fieldName,
    kind: fc.constantFrom(...FIELD_KINDS),
    choices: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 5 }),
    description: fc.string(),
    mayBeEmpty: fc.boolean(),
  })
  .filter((one) => one.name === one.name.trim())
  .map((one) => (hasChoices(one.kind) ? one : { ...one, choices: [] }));

describe('fields and schemas', () => {
  it('writes a schema that reads back as the same fields', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyField, { selector: (one) => one.name }), (fields) => {
        expect(fieldsFromSchema(schemaFromFields(fields))).toEqual(fields);
      }),
    );
  });

  it('requires every field and allows null where a field may be empty', () => {
    expect(schemaFromFields([field({ name: 'mood', kind: 'one-of', choices: ['good', 'bad'], mayBeEmpty: true })])).toEqual({
      type: 'object',
      properties: { mood: { type: ['string', 'null'], enum: ['good', 'bad', null] } },
      required: ['mood'],
      additionalProperties: false,
    });
  });

  it.each([
    ['a pattern', { type: 'string', pattern: 'x' }],
    ['an integer', { type: 'integer' }],
    ['a list of numbers', { type: 'array', items: { type: 'number' } }],
    ['a list with a length', { type: 'array', items: { type: 'string', maxLength: 2 } }],
    ['a choice of nothing', { type: 'string', enum: [] }],
    ['a choice listed twice', { type: 'string', enum: ['a', 'a'] }],
    ['a list of choices of nothing', { type: 'array', items: { type: 'string', enum: [] } }],
    ['a list of choices of numbers', { type: 'array', items: { type: 'string', enum: [1] } }],
    ['a nested object', { type: 'object', properties: {} }],
    ['null among the choices but not the types', { type: 'string', enum: ['a', null] }],
    ['two kinds', { type: ['string', 'number'] }],
    ['numbers to choose from', { type: 'number', enum: [1, 2] }],
  ])('does not pretend to understand %s', (_, property) => {
    expect(fieldsFromSchema({ type: 'object', properties: { a: property }, required: ['a'], additionalProperties: false })).toBeNull();
  });

  it('does not pretend to understand a schema that leaves fields optional, is wrapped, or names rows itself', () => {
    const whole = schemaFromFields([field({})]);
    expect(fieldsFromSchema({ ...whole, required: [] })).toBeNull();
    expect(fieldsFromSchema({ ...whole, title: 'Row' })).toBeNull();
    expect(fieldsFromSchema({ schema: whole })).toBeNull();
    expect(fieldsFromSchema(schemaFromFields([field({ name: 'input_id' })]))).toBeNull();
    expect(fieldsFromSchema([])).toBeNull();
  });
});

describe('fieldProblems', () => {
  it('finds empty, repeated and reserved names and missing choices, each at its place', () => {
    const problems = fieldProblems([
      field({ name: 'a' }),
      field({ name: ' ' }),
      field({ name: 'a' }),
      field({ name: 'input_id' }),
      field({ name: 'b', kind: 'one-of', choices: [] }),
      field({ name: 'c', kind: 'one-of', choices: ['x', 'x'] }),
    ]);
    expect(problems.map((problem) => problem?.part)).toEqual([undefined, 'name', 'name', 'name', 'choices', 'choices']);
    expect(problems[5]?.message).toContain('twice');
  });
});
