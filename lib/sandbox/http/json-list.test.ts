import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonListReader } from './json-list.ts';

function readAll(text: string, cuts: number[] = []): { items: string[]; rest: string } {
  const bytes = Buffer.from(text);
  const reader = jsonListReader('requests');
  const items: string[] = [];
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    items.push(...reader.take(bytes.subarray(from, end)).map((item) => item.toString()));
    from = end;
  }
  return { items, rest: reader.rest() };
}

describe('a list inside an object', () => {
  test('comes out item by item, the rest with a 0 for each', () => {
    expect(readAll('{"a":"[1,\\"", "requests" : [ {"x":[1,{"y":"],}\\\\"}]} ,"s,]", 3,[]\n], "b":{"requests":[7]}}')).toEqual({
      items: [' {"x":[1,{"y":"],}\\\\"}]} ', '"s,]"', ' 3', '[]\n'],
      rest: '{"a":"[1,\\"", "requests" : [0,0,0,0], "b":{"requests":[7]}}',
    });
    expect(readAll('{"requests":[ ]}')).toEqual({ items: [], rest: '{"requests":[]}' });
  });

  test('is the same however the text is cut, and is all there is to it', () => {
    const body = fc.record({ before: fc.jsonValue(), requests: fc.array(fc.jsonValue()), after: fc.jsonValue() });
    fc.assert(
      fc.property(body, fc.nat(3), fc.array(fc.nat()), (value, indent, cuts) => {
        const { items, rest } = readAll(JSON.stringify(value, null, indent), cuts);
        expect(items.map((item) => JSON.parse(item))).toEqual(JSON.parse(JSON.stringify(value.requests)));
        expect(JSON.parse(rest)).toEqual(JSON.parse(JSON.stringify({ ...value, requests: value.requests.map(() => 0) })));
      }),
    );
  });

  test('never makes JSON of what is none', () => {
    const good = '{"requests": [{"a": [1, "x]"]}, {"b": 2}], "c": 1}';
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.constantFrom('', ',', ']', '}', '[', '{', '"', ' 5', '\\'),
        fc.array(fc.nat()),
        (at, put, cuts) => {
          const text = good.slice(0, at) + put + good.slice(at + 1);
          const { items, rest } = readAll(text, cuts);
          const isRead = parses(rest) && items.every(parses);
          expect(isRead).toBe(parses(text));
        },
      ),
    );
  });

  test('holds one item at a time', () => {
    const reader = jsonListReader('requests');
    reader.take(Buffer.from('{"requests":['));
    let most = 0;
    for (let i = 0; i < 1_000; i++) {
      expect(reader.take(Buffer.from(`{"a":"${'x'.repeat(1_000)}`))).toHaveLength(0);
      most = Math.max(most, reader.heldBytes());
      expect(reader.take(Buffer.from('"},'))).toHaveLength(1);
    }
    expect(most).toBeLessThan(4_000);
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
