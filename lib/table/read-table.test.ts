import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Encoding } from '#lib/core/dataset';
import type { ImportProgress } from '#lib/core/import-outcome';
import { encode, Pages, problem, readRows } from './read-table.fixture.ts';
import { readTable } from './read-table.ts';
import type { PageSink } from './table-page.ts';

const tiny = fc.integer({ min: 1, max: 7 });

describe('format found', () => {
  it.each([
    ['id,text\n1,"a; b; c"\n2,"x | y"\n', ','],
    ['id\ttext\n1\ta, b\n2\tc, d\n', '\t'],
    ['id;amount\n1;3,5\n2;4,75\n', ';'],
    ['id|text\n1|a, b\n2|c; d\n', '|'],
    ['text\nHello there, you\nNice\n', ','],
    ['"id";"text"\n"1";"a ""b"", c"\n', ';'],
  ])('delimiter of %j', async (text, delimiter) => {
    const { table } = await readRows(text);
    expect(table.format.delimiter).toBe(delimiter);
  });

  it('forces a delimiter', async () => {
    const { table, rows } = await readRows('a,b;c\n1,2;3\n', { choice: { delimiter: ';' } });
    expect(table.columns).toEqual(['a,b', 'c']);
    expect(rows).toEqual([['1,2', '3']]);
  });

  it.each<Encoding>(['utf-16le', 'utf-16be'])('finds %s without a mark, in scripts without Latin letters', async (encoding) => {
    const { table, rows } = await readRows(encode('番号,本文\n1,今日は良い天気です\n2,明日は雨でしょう\n', encoding));
    expect(table.format).toMatchObject({ encoding, hasBom: false, delimiter: ',' });
    expect(rows[1]).toEqual(['2', '明日は雨でしょう']);
  });

  it('starts over as Windows-1252 at a bad byte and names its line', async () => {
    const text = `id,text\n${'1,plain\r\n'.repeat(50_000)}2,caf\xe9 \x93quoted\x94\n3,plain\n`;
    const { table, rows, sink } = await readRows(encode(text, 'windows-1252'));
    expect(sink.restarts).toBe(1);
    expect(table.format.encoding).toBe('windows-1252');
    expect(rows[50_000]).toEqual(['2', 'café “quoted”']);
    expect(problem(table, 'not-utf8')).toMatchObject({ line: 50_002, rows: 1, examples: [50_001] });
    expect(rows).toHaveLength(50_002);
  });

  it('names the line of a bad byte whatever the byte chunks', async () => {
    const lines = fc.array(fc.constantFrom('a', 'é', '😀', ''), { minLength: 1, maxLength: 6 });
    const bad = fc.constantFrom([0xe9, 0x20], [0xff], [0xc3, 0x41], [0xf0, 0x9f, 0x98, 0x41], [0x80], [0xed, 0xa0, 0x80]);
    await fc.assert(
      fc.asyncProperty(lines, lines, bad, fc.constantFrom('\n', '\r\n', '\r'), tiny, async (before, after, bytes, newline, step) => {
        const head = new TextEncoder().encode(['h', ...before, 'x'].join(newline));
        const tail = new TextEncoder().encode(['', ...after, 'y'].join(newline));
        const { table } = await readRows(Uint8Array.from([...head, ...bytes, ...tail]), { step });
        expect(problem(table, 'not-utf8')?.line).toBe(before.length + 2);
      }),
    );
  });

  it('takes a character cut off at the end of the file for a bad byte', async () => {
    const { table } = await readRows(Uint8Array.from([...new TextEncoder().encode('h\na\nb'), 0xf0, 0x9f]), { step: 1 });
    expect(problem(table, 'not-utf8')?.line).toBe(3);
  });

  it('keeps to UTF-8 that was chosen or marked, and counts the rows with replaced characters', async () => {
    const bad = encode('h\nok\ncaf\xe9\n', 'windows-1252');
    const chosen = await readRows(bad, { choice: { encoding: 'utf-8' } });
    const marked = await readRows(Uint8Array.from([0xef, 0xbb, 0xbf, ...bad]));
    for (const { table, rows } of [chosen, marked]) {
      expect(rows).toEqual([['ok'], ['caf\uFFFD']]);
      expect(problem(table, 'replaced-characters')).toMatchObject({ rows: 1, examples: [2] });
    }
  });

  it('reads Windows-1252 on choice', async () => {
    const { rows, table } = await readRows(encode('h\n\x80 5\n', 'windows-1252'), { choice: { encoding: 'windows-1252' } });
    expect(rows).toEqual([['€ 5']]);
    expect(table.problems).toEqual([]);
  });
});

describe('streaming', () => {
  it('writes pages in order, within their limits, and waits for the sink', async () => {
    const file = new File([`id,text\n${Array.from({ length: 4_801 }, (_, i) => `${i},t${i}\n`).join('')}`], 'a.csv');
    const seen: [number, number][] = [];
    let writing = 0;
    const sink: PageSink = {
      restart: () => {},
      write: async (page) => {
        expect(++writing).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.push([page.firstRow, page.rowCount]);
        writing--;
      },
    };
    const progress: ImportProgress[] = [];
    const outcome = await readTable(file, {}, sink, (p) => progress.push(p));
    expect(outcome.ok).toBe(true);
    expect(seen).toEqual([
      [0, 2000],
      [2000, 2000],
      [4000, 801],
    ]);
    expect(progress.at(-1)).toEqual({ bytesDone: file.size, bytesTotal: file.size, rows: 4_801 });
  });

  it('ends a page at seven hundred thousand characters', async () => {
    const { sink } = await readRows(`id,text\n${`1,${'x'.repeat(300_000)}\n`.repeat(5)}`);
    expect(sink.pages.map((page) => page.rowCount)).toEqual([2, 2, 1]);
  });

  it('passes on what the sink throws', async () => {
    const file = new File(['a,b\n', '1,2\n'.repeat(200_000)], 'a.csv');
    const full: PageSink = { restart: () => {}, write: () => Promise.reject(new Error('disk full')) };
    await expect(readTable(file, {}, full, () => {})).rejects.toThrow('disk full');
  });

  it('says so when the file goes away while it is read', async () => {
    const file = new File(['a,b\n1,2\n'], 'a.csv');
    file.slice = () => {
      throw new DOMException('gone', 'NotFoundError');
    };
    const outcome = await readTable(file, {}, new Pages(), () => {});
    expect(outcome).toMatchObject({ ok: false, trouble: { what: expect.stringContaining('could not be read') } });
  });
});
