import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { responseFormat } from './response-format.ts';
import { readSchema, type ReadSchema } from './schema.ts';

const ROW: Json = {
  type: 'object',
  properties: { input_id: { type: 'string' }, tone: { type: 'string', enum: ['good', 'bad'] } },
  required: ['input_id', 'tone'],
  additionalProperties: false,
};
const ANSWER: Json = {
  type: 'object',
  properties: { all_results: { type: 'array', items: ROW } },
  required: ['all_results'],
  additionalProperties: false,
};
const WRAPPER: Json = { type: 'json_schema', json_schema: { name: 'tones', strict: true, schema: ANSWER } };

function read(json: Json): ReadSchema {
  const reading = readSchema(json);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.schema;
}

describe('readSchema', () => {
  it('takes the wrapper, the answer and the row to the same thing', () => {
    const { input_id: _id, ...properties } = (ROW as { properties: Record<string, Json> }).properties;
    const bareRow = { ...(ROW as object), properties, required: ['tone'] } as Json;
    expect(read(WRAPPER)).toMatchObject({ given: 'wrapper', wrapper: WRAPPER, resultsKey: 'all_results', pointer: '/json_schema/schema' });
    expect(read(ANSWER)).toMatchObject({ given: 'answer', wrapper: null, resultsKey: 'all_results', pointer: '' });
    expect(read(bareRow)).toMatchObject({ given: 'row', wrapper: null, resultsKey: 'all_results', pointer: '' });
    for (const json of [WRAPPER, ANSWER, bareRow]) {
      expect(read(json).answerSchema).toEqual(ANSWER);
      expect(read(json).rowSchema).toEqual(ROW);
    }
  });

  it('puts input_id first among a row’s fields', () => {
    const { answerSchema } = read({ properties: { b: { type: 'string' }, a: { type: 'number' } } });
    const items = (answerSchema as { properties: { all_results: { items: { properties: object; required: string[] } } } }).properties
      .all_results.items;
    expect(Object.keys(items.properties)).toEqual(['input_id', 'b', 'a']);
    expect(items.required).toEqual(['input_id']);
  });

  it.each([
    ['all results', 'all results'],
    ['results', 'results'],
  ])('finds the list under “%s”', (key, found) => {
    expect(read({ type: 'object', properties: { [key]: { type: 'array', items: ROW } } })).toMatchObject({
      given: 'answer',
      resultsKey: found,
    });
  });

  it('takes a field called results for a field where it is one of several', () => {
    const schema = read({
      type: 'object',
      properties: { title: { type: 'string' }, results: { type: 'array', items: { type: 'object' } } },
    });
    expect(schema).toMatchObject({ given: 'row', resultsKey: 'all_results' });
  });

  it('lets a wrapper answer with a single row', () => {
    const wrapper = { type: 'json_schema', json_schema: { name: 'one', schema: ROW } };
    expect(read(wrapper)).toMatchObject({ resultsKey: null, rowSchema: ROW });
  });

  it('keeps references working, in the answer and in the row cut out of it', () => {
    const $defs = { tone: { type: 'string' } };
    const row = { type: 'object', properties: { tone: { $ref: '#/$defs/tone' }, parts: { type: 'array', items: { $ref: '#' } } }, $defs };
    const schema = read(row);
    expect(schema.answerSchema.$defs).toEqual($defs);
    expect(JSON.stringify(schema.answerSchema)).toContain('"$ref":"#/properties/all_results/items"');
    expect(schema.rowSchema).toMatchObject({ $defs, properties: { parts: { items: { $ref: '#' } }, tone: { $ref: '#/$defs/tone' } } });
  });

  it('follows a list whose items are a reference', () => {
    const schema = { type: 'object', properties: { all_results: { type: 'array', items: { $ref: '#/$defs/row' } } }, $defs: { row: ROW } };
    expect(read(schema).rowSchema).toMatchObject(ROW as object);
  });

  it.each<[string, Json, string]>([
    ['a text', 'x', 'starts with {'],
    ['a list', [], 'starts with {'],
    ['an empty object', {}, 'must describe an object'],
    ['a text’s schema', { type: 'string' }, 'must describe an object'],
    ['a list’s schema', { type: 'array', items: ROW }, 'schema of one row'],
    ['json_object', { type: 'json_object' }, 'Leave the schema empty'],
    ['half a wrapper', { type: 'json_schema' }, '“json_schema” with the schema in it is missing'],
    ['a wrapper without schema', { type: 'json_schema', json_schema: { name: 'x' } }, 'holds no “schema”'],
    ['a wrapper’s inside', { name: 'x', strict: true, schema: ANSWER }, 'inside of OpenAI’s wrapper'],
    [
      'texts for rows',
      { type: 'object', properties: { all_results: { type: 'array', items: { type: 'string' } } } },
      'one object for each row',
    ],
    ['no list', { type: 'object', properties: { all_results: { type: 'object' } } }, 'must be a list'],
    ['a circle', { $ref: '#' }, 'must describe an object'],
  ])('says what is wrong with %s', (_name, json, words) => {
    const reading = readSchema(json);
    expect(reading.ok ? '' : reading.problem).toContain(words);
  });

  it('refuses a bottomless schema instead of falling into it', () => {
    let deep: Json = { type: 'string' };
    for (let i = 0; i < 50_000; i++) deep = { type: 'array', items: deep };
    const reading = readSchema({ type: 'object', properties: { deep } });
    expect(reading.ok ? '' : reading.problem).toContain('100 levels');
  });
});

describe('responseFormat', () => {
  const json = { structuredOutput: 'json_schema' } as const;
  it('sends a wrapper as it is', () => {
    expect(responseFormat(WRAPPER, json)).toBe(WRAPPER);
  });
  it('asks strictly for a bare schema that meets strict mode', () => {
    expect(responseFormat(ANSWER, json)).toEqual({
      type: 'json_schema',
      json_schema: { name: 'extraction', strict: true, schema: ANSWER },
    });
    expect(responseFormat(ROW, json)).toEqual(responseFormat(ANSWER, json));
  });
  it('asks without strictness where the provider would refuse the schema', () => {
    const loose = { type: 'object', properties: { tone: { type: 'string' } } };
    expect(responseFormat(loose, json)).toMatchObject({ json_schema: { strict: false } });
  });
  it('asks for any object without a schema, or where that is chosen', () => {
    expect(responseFormat(null, json)).toEqual({ type: 'json_object' });
    expect(responseFormat(WRAPPER, { structuredOutput: 'json_object' })).toEqual({ type: 'json_object' });
    expect(responseFormat('nonsense', json)).toEqual({ type: 'json_object' });
  });
});
