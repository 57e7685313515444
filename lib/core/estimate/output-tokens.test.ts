import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { findModel } from '../models/find-model.ts';
import { outputFromSchema, outputFromTrial } from './output-tokens.ts';

const schema: JsonObject = {
  type: 'object',
  properties: {
    input_id: { type: 'string' },
    sentiment: { type: ['string', 'null'], enum: ['positive', 'negative', 'neutral', null] },
    price: { type: ['number', 'null'] },
    is_recommended: { type: 'boolean' },
    topics: { type: 'array', items: { type: 'string', enum: ['price', 'service', 'quality'] } },
    summary: { type: 'string' },
  },
  required: ['input_id', 'sentiment', 'price', 'is_recommended', 'topics', 'summary'],
};

const luna = findModel('openai', 'gpt-6-luna');
const perRow = (rowSchema: JsonObject) => outputFromSchema(rowSchema, luna, 'none').perRow;

describe('output from a schema', () => {
  it('holds ordinary answers', () => {
    const { low, high } = perRow(schema);
    const answers = [
      { input_id: '1', sentiment: null, price: null, is_recommended: true, topics: [], summary: 'Good.' },
      {
        input_id: '12345',
        sentiment: 'negative',
        price: 1249.5,
        is_recommended: false,
        topics: ['price', 'service'],
        summary: 'The guest waited an hour for cold soup and was then charged twice for it.',
      },
    ];
    for (const answer of answers) {
      const tokens = countTokens(JSON.stringify(answer)) + 1;
      expect(tokens).toBeGreaterThanOrEqual(low);
      expect(tokens).toBeLessThanOrEqual(high);
    }
  });

  it('grows with the fields', () => {
    const more = { ...schema, properties: { ...(schema.properties as JsonObject), year: { type: 'integer' } } };
    expect(perRow(more).high).toBeGreaterThan(perRow(schema).high);
    expect(perRow(more).low).toBe(perRow(schema).low);
  });

  it('follows references and stands circles of them', () => {
    const of = (name: string) =>
      perRow({
        type: 'object',
        properties: { [name]: { $ref: `#/$defs/${name}` } },
        $defs: { aa: { type: 'string' }, bb: { type: 'boolean' } },
      });
    expect(of('aa').high).toBeGreaterThan(of('bb').high);
    const children = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`c${i}`, { $ref: '#' }]));
    const { low, high } = perRow({ type: 'object', properties: children });
    expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
  });

  it('adds thinking as the model does it', () => {
    const thought = (model: string, value: 'default' | 'none' | 'high') =>
      outputFromSchema(schema, findModel('openai', model), value).thinkingPerRequest;
    expect(thought('gpt-6-luna', 'none')).toEqual({ low: 0, high: 0 });
    expect(thought('gpt-4.1', 'default')).toEqual({ low: 0, high: 0 });
    expect(thought('gpt-5.4', 'default')).toEqual({ low: 0, high: 0 });
    expect(thought('gpt-6-luna', 'default').high).toBeGreaterThan(0);
    expect(thought('gpt-6-luna', 'high').high).toBeGreaterThan(thought('gpt-6-luna', 'default').high);
    expect(thought('nobody', 'default').high).toBeGreaterThan(0);
  });
});

describe('output from a live answer', () => {
  it('lies around what was measured, closer the more rows answered', () => {
    const one = outputFromTrial({ outputTokens: 150, reasoningTokens: 100, rows: 1 })!;
    const many = outputFromTrial({ outputTokens: 1100, reasoningTokens: 100, rows: 20 })!;
    for (const { perRow } of [one, many]) {
      expect(perRow.low).toBeLessThan(50);
      expect(perRow.high).toBeGreaterThan(50);
    }
    expect(many.perRow.high).toBeLessThan(one.perRow.high);
    expect(one.thinkingPerRequest.high).toBeGreaterThan(100);
  });

  it('is nothing where nothing was answered', () => {
    expect(outputFromTrial({ outputTokens: 0, reasoningTokens: 0, rows: 1 })).toBeNull();
    expect(outputFromTrial({ outputTokens: 80, reasoningTokens: 80, rows: 2 })).toBeNull();
    expect(outputFromTrial({ outputTokens: 80, reasoningTokens: 0, rows: 0 })).toBeNull();
  });
});
