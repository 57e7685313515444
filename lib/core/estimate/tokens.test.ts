import fc from 'fast-check';
import { countTokens as reference } from 'gpt-tokenizer/encoding/o200k_base';
import { beforeAll, describe, expect, it } from 'vitest';
import { isSafeByLength, requestRoom, safeCharacters, utf8Bytes } from './request-room.ts';
import { countTokens, loadTokenCounter, type TokenCounter } from './tokens.ts';

const AS_TEXT = { disallowedSpecial: new Set<string>() };
/** Anything a cell can hold: any script, lone surrogates, runs without a break, JSON's own signs. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }).map((units) => String.fromCharCode(...units)),
  fc.tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), fc.nat(900)).map(([part, n]) => part.repeat(n)),
  fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', ',', '{', '}', '\n', '!', '1', 'é', '漢'), maxLength: 400 }),
);

let count: TokenCounter;
beforeAll(async () => {
  count = await loadTokenCounter();
});

describe('counting', () => {
  it('counts as the encoding does', async () => {
    const texts = ['', 'Hello, world!', 'Größe 12,5 kg', '漢字かな交じり文', '😀👍🏽'];
    expect(await countTokens(texts)).toEqual(texts.map((text) => reference(text)));
  });

  it('takes markers of the encoding for text', () => {
    expect(count('before <|endoftext|> after')).toBeGreaterThan(5);
  });

  it('counts long runs without a break, hardly differing from the whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }), fc.integer({ min: 200, max: 1500 }), (part, n) => {
        const text = part.repeat(n);
        const whole = reference(text, AS_TEXT);
        const cuts = text.length / 200 + 1;
        expect(count(text)).toBeLessThanOrEqual(whole + 3 * cuts);
        expect(count(text)).toBeGreaterThanOrEqual(whole - cuts);
      }),
      { numRuns: 60 },
    );
  });

  it('ends soon for a hundred thousand characters in one run', () => {
    expect(count('漢字'.repeat(50_000))).toBeGreaterThan(50_000);
  });
});

describe('bounds by length', () => {
  it('bytes are as TextEncoder writes them', () => {
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(anyText, (text) => {
        expect(utf8Bytes(text)).toBe(encoder.encode(text).length);
      }),
    );
  });

  it('no text has more tokens than bytes, nor than three a character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(reference(text, AS_TEXT)).toBeLessThanOrEqual(utf8Bytes(text));
        expect(utf8Bytes(text)).toBeLessThanOrEqual(3 * text.length);
      }),
    );
  });

  it('a text of safe length is within its budget', () => {
    fc.assert(
      fc.property(anyText, fc.nat(2000), (text, budget) => {
        expect(reference(text.slice(0, safeCharacters(budget)), AS_TEXT)).toBeLessThanOrEqual(budget);
      }),
    );
  });
});

/** Packs rows as the packer does, by room and number. */
function pack(rows: string[], budget: number, most: number, counter: TokenCounter): string[][] {
  const room = requestRoom(budget, counter);
  const requests: string[][] = [[]];
  for (const row of rows) {
    const full = requests.at(-1)!.length === most;
    if (full || !room.take(row)) {
      requests.push([]);
      room.next();
      room.take(row);
    }
    requests.at(-1)!.push(row);
  }
  return requests;
}

/** What the model reads: rows as JSON, joined. */
const content = (rows: string[]) => `[${rows.join(',')}]`;
const row = anyText.map((text) => JSON.stringify({ input_id: '1', input_text: text }));

describe('room of a request', () => {
  it('no request of several rows is over its budget, and none is left out', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 20, max: 3000 }),
        fc.integer({ min: 1, max: 10 }),
        (rows, budget, most) => {
          const requests = pack(rows, budget, most, count);
          expect(requests.flat()).toEqual(rows);
          const over = requests.filter((request) => request.length > 1 && reference(content(request), AS_TEXT) > budget + 2);
          expect(over).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('fills requests by count where bytes could not prove the room', () => {
    const rows = Array.from({ length: 100 }, () => JSON.stringify({ input_id: '1', input_text: 'the quick brown fox '.repeat(5) }));
    const each = count(rows[0]!);
    const requests = pack(rows, each * 20, 100, count);
    expect(requests.length).toBeLessThanOrEqual(7);
  });

  it('counts nothing where lengths suffice', () => {
    const never: TokenCounter = () => {
      throw new Error('counted');
    };
    const rows = Array.from({ length: 50 }, () => 'x'.repeat(100));
    expect(isSafeByLength(10 * 400, 10, 100)).toBe(true);
    expect(pack(rows, 10 * 400, 10, never)).toHaveLength(5);
  });

  it('knows a row that fits no request', () => {
    const room = requestRoom(100, count);
    expect(room.isTooLong('the quick brown fox '.repeat(10))).toBe(false);
    expect(room.isTooLong('漢字'.repeat(200))).toBe(true);
  });

  it('rows escaped for the file count for no less than what the model reads', () => {
    const escape = (text: string) => JSON.stringify(text).slice(1, -1);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const counted = rows.reduce((sum, one) => sum + count(escape(one)) + 4, 0);
        expect(counted).toBeGreaterThanOrEqual(reference(content(rows), AS_TEXT) - 2);
      }),
    );
  });
});
