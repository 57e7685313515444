import { describe, expect, it } from 'vitest';
import { READ_LIMITS, RowReader, type RowBatch } from './row-reader.ts';

const MEGA = 1_048_576;

/** Feeds a text in pieces of 64 Ki characters until it ends or a fault stops it. */
function feed(text: string): { reader: RowReader; rows: number; fault: RowBatch['fault'] } {
  const reader = new RowReader(',');
  let rows = 0;
  for (let at = 0; at < text.length; at += 65_536) {
    const batch = reader.push(text.slice(at, at + 65_536));
    rows += batch?.rows.length ?? 0;
    if (batch?.fault) return { reader, rows, fault: batch.fault };
  }
  const last = reader.end();
  return { reader, rows: rows + last.rows.length, fault: last.fault };
}

describe('work on an unclosed quote', () => {
  const line = 'some words of a text, and more of them until the line ends\n';
  const head = `id,text\n1,fine\n2,"never closed `;

  it('stays a small multiple of a file of 16 million characters', () => {
    const text = head + line.repeat(Math.floor((16 * MEGA - 1000) / line.length));
    const { reader, fault } = feed(text);
    expect(fault).toEqual({ kind: 'unclosed-quote', line: 3, quoted: true });
    expect(reader.parsedCharacters).toBeLessThan(4 * text.length);
  });

  it('ends at the row limit in a longer file', () => {
    const text = head + line.repeat(Math.floor((40 * MEGA) / line.length));
    const { reader, fault } = feed(text);
    expect(fault).toEqual({ kind: 'too-long', line: 3, quoted: true });
    expect(reader.parsedCharacters).toBeLessThan(4 * READ_LIMITS.rowCharacters);
  });

  it('is as small where CR LF and LF are mixed', () => {
    const text = `id,text\r\n1,fine\n2,"never closed ${line.repeat(Math.floor((16 * MEGA - 1000) / line.length))}`;
    const { reader, fault } = feed(text);
    expect(fault).toEqual({ kind: 'unclosed-quote', line: 3, quoted: true });
    expect(reader.parsedCharacters).toBeLessThan(4 * text.length);
  });
});

it('parses each character of ordinary rows about once', () => {
  const text = `id,text\n${'1,"some words, quoted"\r\n2,plain words\n'.repeat(100_000)}`;
  const { reader, rows, fault } = feed(text);
  expect(fault).toBeNull();
  expect(rows).toBe(200_001);
  expect(reader.parsedCharacters).toBeLessThan(1.01 * text.length);
});
