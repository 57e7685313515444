import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#lib/core/json';
import { answer, type Ask } from './answer.ts';

const list = (items: JsonObject): JsonObject => ({ type: 'array', items });
const object = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const results = (properties: JsonObject): JsonObject =>
  object({ all_results: list(object({ input_id: { type: 'string' }, ...properties })) });
const message = (texts: string[]): string => JSON.stringify(texts.map((text, i) => ({ input_id: `r${i + 1}`, input_text: text })));

function ask(schema: JsonObject | null, texts: string[], prompt = 'Answer in JSON.'): Record<string, unknown>[] {
  const given = answer({ prompt, message: message(texts), format: schema ? { kind: 'schema', schema } : { kind: 'object' } });
  if (given.kind !== 'text') throw new Error(given.kind);
  return (JSON.parse(given.text) as { all_results: Record<string, unknown>[] }).all_results;
}

describe('product reviews', () => {
  const schema = results({
    sentiment: { type: 'string', enum: ['positive', 'negative', 'neutral', 'mixed'] },
    topics: list({ type: 'string', enum: ['battery', 'delivery', 'price', 'sound', 'design', 'other'] }),
    price_named: { type: ['number', 'null'] },
    currency: { type: ['string', 'null'] },
    would_recommend: { type: 'boolean' },
  });

  test.each([
    [
      'I love this lamp, worth every cent of the $49.99.',
      { sentiment: 'positive', topics: ['price'], price_named: 49.99, currency: 'USD', would_recommend: true },
    ],
    [
      'The battery died after two weeks. Avoid.',
      { sentiment: 'negative', topics: ['battery'], price_named: null, currency: null, would_recommend: false },
    ],
    ['Delivered late, but it looks beautiful.', { sentiment: 'mixed', topics: ['delivery', 'design'], price_named: null }],
    ['It is a box.', { sentiment: 'neutral', topics: ['other'], price_named: null }],
    ['Not good for 1,200 euros.', { sentiment: 'negative', price_named: 1200, currency: 'EUR' }],
    ['Five stars!', { sentiment: 'positive', topics: ['other'] }],
  ])('%s', (text, expected) => {
    expect(ask(schema, [text])).toMatchObject([{ input_id: 'r1', ...expected }]);
  });

  test('aspects carry the mood of what is said about them', () => {
    const aspects = results({
      aspects: list(object({ aspect: { type: 'string' }, sentiment: { type: 'string', enum: ['positive', 'negative', 'neutral'] } })),
    });
    expect(ask(aspects, ['The sound is great but the battery is terrible.'])[0]!['aspects']).toEqual([
      { aspect: 'battery', sentiment: 'negative' },
      { aspect: 'sound', sentiment: 'positive' },
    ]);
  });
});

describe('news', () => {
  const schema = results({
    entities: list(object({ name: { type: 'string' }, type: { type: 'string', enum: ['person', 'organization', 'place', 'other'] } })),
    causes: list(object({ cause: { type: 'string' }, relation: { type: 'string' }, effect: { type: 'string' } })),
  });
  const read = (text: string) => ask(schema, [text])[0]!;

  test.each([
    ['President Tom Alvarez met the prime minister of Norway in Oslo.', ['Tom Alvarez/person', 'Norway/place', 'Oslo/place']],
    ['Shares of Northwind Motors fell 8 percent.', ['Northwind Motors/organization']],
    ['NATO and the European Union agreed on Tuesday.', ['NATO/organization', 'European Union/organization']],
    ['Wheat prices rose again.', []],
  ])('names of: %s', (text, names) => {
    expect((read(text)['entities'] as { name: string; type: string }[]).map(({ name, type }) => `${name}/${type}`)).toEqual(names);
  });

  test.each([
    ['Heavy rain led to floods.', [['Heavy rain', 'led to', 'floods']]],
    ['The plant closed because of a strike.', [['a strike', 'caused', 'The plant closed']]],
    ['Flights were cancelled due to fog.', [['fog', 'caused', 'Flights were cancelled']]],
    ['After the vote, the currency fell.', [['the vote', 'caused', 'the currency fell']]],
    [
      'A drought caused crop failures, which led to higher prices.',
      [
        ['A drought', 'caused', 'crop failures'],
        ['crop failures', 'led to', 'higher prices'],
      ],
    ],
    ['The fire was caused by a faulty heater.', [['a faulty heater', 'caused', 'The fire']]],
    ['The council met on Monday.', []],
  ])('causes in: %s', (text, causes) => {
    const found = read(text)['causes'] as { cause: string; relation: string; effect: string }[];
    expect(found.map(({ cause, relation, effect }) => [cause, relation, effect])).toEqual(causes);
  });
});

describe('values', () => {
  const one = (property: JsonObject, text: string, name = 'value', prompt?: string) =>
    ask(results({ [name]: property }), [text], prompt)[0]![name];

  test('of a list are chosen by what the instructions say of them', () => {
    const kind = { type: 'string', enum: ['people_first', 'risk_first', 'other'] };
    const prompt = 'Answer in JSON.\n- people_first: teamwork, empowerment\n- risk_first: compliance, ethics\n- other: the rest';
    expect(one(kind, 'Compliance spending grew.', 'kind', prompt)).toBe('risk_first');
    expect(one(kind, 'Teamwork is central.', 'kind', prompt)).toBe('people_first');
    expect(one(kind, 'The sky is wide.', 'kind', prompt)).toBe('other');
  });

  test.each([
    ['date', { type: 'string', format: 'date' }, 'Signed on 12 March 2024.', '2024-03-12'],
    ['when', { type: ['string', 'null'] }, 'It happened on Tuesday.', 'Tuesday'],
    ['weeks_used', { type: 'integer' }, 'Used for three weeks.', 3],
    ['rating', { type: 'integer', minimum: 1, maximum: 10 }, 'I give it 4 out of 5.', 8],
    ['growth_percent', { type: 'number' }, 'It grew by 4.5 percent.', 4.5],
    ['mentions_price', { type: 'boolean' }, 'It cost £30.', true],
    ['mentions_price', { type: 'boolean' }, 'It was cheap.', false],
    ['summary', { type: 'string', maxLength: 12 }, 'A long first sentence. And more.', 'A long first'],
    ['code', { type: 'string', pattern: '^[A-Z]{3}$' }, 'Nothing.', expect.stringMatching(/^[A-Z]{3}$/)],
    ['confidence', { type: 'number', minimum: 0, maximum: 1 }, 'Good.', expect.toSatisfy((value: number) => value > 0.5 && value < 1)],
    ['people', { type: 'array', items: { type: 'string' }, maxItems: 1 }, 'Anna Berg met Tom Hill.', ['Anna Berg']],
    ['language', { type: 'string' }, 'Das ist nicht gut und ich bin müde.', 'German'],
  ] as [string, JsonObject, string, unknown][])('%s', (name, node, text, expected) => {
    expect(one(node, text, name)).toEqual(expected);
  });

  test('follow references, also into themselves', () => {
    const tree: JsonObject = object({
      title: { type: 'string' },
      children: list({ $ref: '#/$defs/tree' }),
      next: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/tree' }] },
    });
    const schema = { ...results({ tree: { $ref: '#/$defs/tree' } }), $defs: { tree } };
    expect(ask(schema, ['A title.'])[0]!['tree']).toEqual({ title: 'A title.', children: [], next: null });
  });
});

describe('rows', () => {
  test('with several named texts are read whole, and columns of the same name copied', () => {
    const schema = results({ title: { type: 'string' }, sentiment: { type: 'string', enum: ['positive', 'negative', 'neutral'] } });
    const rows = [
      { input_id: 7, title: 'My lamp', body: 'It is awful.' },
      { input_id: 8, input_text: { title: 'My bed', body: 'Lovely.' } },
    ];
    const given = answer({ prompt: '', message: `Rows:\n${JSON.stringify(rows)}`, format: { kind: 'schema', schema } });
    expect(JSON.parse((given as { text: string }).text)).toEqual({
      all_results: [
        { input_id: '7', title: 'My lamp', sentiment: 'negative' },
        { input_id: '8', title: 'My bed', sentiment: 'positive' },
      ],
    });
  });

  test('may each have a key of their own', () => {
    const mood = object({ sentiment: { type: 'string', enum: ['positive', 'negative'] } });
    const given = answer({
      prompt: '',
      message: message(['Good.', 'Bad.']),
      format: { kind: 'schema', schema: object({ r1: mood, r2: mood }) },
    });
    expect(JSON.parse((given as { text: string }).text)).toEqual({ r1: { sentiment: 'positive' }, r2: { sentiment: 'negative' } });
  });

  test('one to a request may be answered without a list', () => {
    const schema = object({ input_id: { type: 'string' }, sentiment: { type: 'string', enum: ['positive', 'negative'] } });
    const given = answer({ prompt: '', message: message(['Good.']), format: { kind: 'schema', schema } });
    expect(JSON.parse((given as { text: string }).text)).toEqual({ input_id: 'r1', sentiment: 'positive' });
  });
});

describe('without a schema', () => {
  const names = (prompt: string) => Object.keys(ask(null, ['I love it, for $5.'], prompt)[0]!);

  test.each([
    ['Return JSON with fields: input_id, sentiment, price and summary.', ['input_id', 'sentiment', 'price', 'summary']],
    ['JSON please.\n1. tone: One of "warm" or "cold".\n2. topics: a list of topics', ['input_id', 'tone', 'topics']],
    ['JSON like {"all_results": [{"input_id": "1", "brand": "x", "rating": 3}]}', ['input_id', 'brand', 'rating']],
    ['JSON please.', ['input_id', 'summary', 'sentiment', 'topics']],
  ])('%s', (prompt, expected) => {
    expect(names(prompt)).toEqual(expected);
  });

  test('values named in the instructions are kept to', () => {
    const prompt =
      'Return JSON.\n1. category: Exactly one of these:\n   - risk: compliance, ethics\n   - people: teamwork\n2. confidence: a float in [0.0, 1.0]';
    expect(ask(null, ['Compliance matters.'], prompt)).toEqual([{ input_id: 'r1', category: 'risk', confidence: expect.any(Number) }]);
  });

  test('and without rows there is a plain answer', () => {
    expect(answer({ prompt: '', message: 'Hello there.', format: { kind: 'text' } })).toMatchObject({
      kind: 'text',
      text: expect.stringContaining('Hello there.'),
    });
    const given = answer({ prompt: '', message: 'Hello, give me JSON.', format: { kind: 'object' } });
    expect(Object.keys(JSON.parse((given as { text: string }).text) as object)).toEqual(['summary', 'sentiment', 'topics']);
  });
});

describe('control marks', () => {
  const schema = results({ sentiment: { type: 'string', enum: ['positive', 'negative'] }, note: { type: 'string' } });
  const asked = (texts: string[]): Ask => ({ prompt: '', message: message(texts), format: { kind: 'schema', schema } });
  const ids = (texts: string[]) => ask(schema, texts).map((result) => result['input_id']);

  test('leave a row out, answer it twice or add another', () => {
    expect(ids(['Good. [[sandbox:missing]]', 'Bad.'])).toEqual(['r2']);
    expect(ids(['Good.', 'Bad. [[sandbox:invented]]'])).toEqual(['r1', 'r2', 'r2-invented']);
    const [first, second] = ask(schema, ['Good. [[sandbox:duplicate]]']);
    expect(first!['input_id']).toBe(second!['input_id']);
    expect(first).not.toEqual(second);
  });

  test('break the schema, the JSON, or the whole request', () => {
    expect(ask(schema, ['Good. [[sandbox:invalid]]'])[0]!['sentiment']).not.toMatch(/^(?:positive|negative)$/);
    const malformed = answer(asked(['Good. [[sandbox:malformed]]'])) as { text: string; cut: boolean };
    expect(malformed.cut).toBe(false);
    expect(() => JSON.parse(malformed.text) as unknown).toThrow(SyntaxError);
    expect(answer(asked(['Good.', 'Bad. [[sandbox:truncate]]']))).toMatchObject({ kind: 'text', cut: true });
    expect(answer(asked(['Good. [[sandbox:refuse]]']))).toMatchObject({ kind: 'refusal' });
    expect(answer(asked(['Good. [[sandbox:fail]]']))).toEqual({ kind: 'failure' });
    expect(answer(asked(['Good. [[sandbox:expire]]']))).toEqual({ kind: 'never' });
  });

  test('that ask for company hold only where a request carries several rows', () => {
    expect(ids(['Good. [[sandbox:missing:shared]]', 'Bad.'])).toEqual(['r2']);
    expect(ids(['Good. [[sandbox:missing:shared]]'])).toEqual(['r1']);
  });

  test('never show in an answer', () => {
    expect(JSON.stringify(ask(schema, ['Good. [[sandbox:duplicate]]', 'Bad.']))).not.toContain('sandbox');
  });

  test('in the instructions mean nothing', () => {
    expect(answer({ ...asked(['Good.']), prompt: '[[sandbox:refuse]]' }).kind).toBe('text');
  });
});
