import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, problem, readRows, troubleOf } from './read-table.fixture.ts';

const tiny = fc.integer({ min: 1, max: 7 });

describe('odd files', () => {
  it('fills short rows and joins the extra cells of long ones to the last column', async () => {
    const { table, rows } = await readRows('id,text\n1\n2,well, yes, indeed\n3,fine,,\n4,ok\n');
    expect(rows).toEqual([
      ['1', ''],
      ['2', 'well, yes, indeed'],
      ['3', 'fine'],
      ['4', 'ok'],
    ]);
    expect(problem(table, 'short-rows')).toMatchObject({ rows: 1, examples: [1] });
    expect(problem(table, 'long-rows')).toMatchObject({ rows: 2, examples: [2, 3] });
    expect(problem(table, 'long-rows')?.message).toContain('joined to the last column, “text”');
  });

  it('passes over blank lines and keeps a line that is an empty cell in quotes', async () => {
    const { table, rows } = await readRows('\n\ntext\n"a\n\nb"\n\n""\nc\n\n');
    expect(rows).toEqual([['a\n\nb'], [''], ['c']]);
    expect(problem(table, 'blank-lines')).toMatchObject({ rows: 4, line: 1 });
    const later = await readRows('text\n"a\n\nb"\n\n""\nc');
    expect(problem(later.table, 'blank-lines')).toMatchObject({ rows: 1, line: 5 });
  });

  it('numbers repeated headers and names empty ones', async () => {
    const { table } = await readRows('a, a ,,a 2,a,column 3\n1,2,3,4,5,6\n');
    expect(table.columns).toEqual(['a', 'a 3', 'column 3 2', 'a 2', 'a 4', 'column 3']);
    expect(problem(table, 'duplicate-headers')?.message).toContain('“a 3”, “a 4”');
    expect(problem(table, 'empty-headers')?.message).toContain('“column 3 2”');
  });

  it('takes names of object members as plain column names', async () => {
    const { table, rows } = await readRows('__proto__,constructor,toString,__proto__\n1,2,3,4\n');
    expect(table.columns).toEqual(['__proto__', 'constructor', 'toString', '__proto__ 2']);
    expect(rows).toEqual([['1', '2', '3', '4']]);
    expect(Object.prototype).not.toHaveProperty('1');
  });

  it('reads one column of texts with commas in them whole', async () => {
    const { table, rows } = await readRows('text\nHello, world\n"Good, bye"\n');
    expect(rows).toEqual([['Hello, world'], ['Good, bye']]);
    expect(table.guess).toEqual({ id: null, texts: ['text'] });
  });

  it('tells of a single quote mark inside a quoted cell', async () => {
    const { table, rows } = await readRows('id,text\n1,"a "b" c"\n2,ok\n');
    expect(rows).toEqual([
      ['1', 'a "b" c'],
      ['2', 'ok'],
    ]);
    expect(problem(table, 'unclosed-quote')).toMatchObject({ rows: 1, examples: [1] });
  });

  it('counts the lines that end otherwise than most', async () => {
    const { table, rows } = await readRows('h,i\r\n1,a\r\n2,"x\ny\rz"\n3,b\r4,c\r\n');
    expect(rows.map((row) => row[1])).toEqual(['a', 'x\ny\rz', 'b', 'c']);
    expect(table.format.newline).toBe('mixed');
    expect(problem(table, 'mixed-newlines')).toMatchObject({ rows: 2 });
  });

  it('does not take line breaks in quoted cells for mixed line ends', async () => {
    const { table, rows } = await readRows('h,i\r\n1,"x\ny"\r\n2,b');
    expect(rows[0]).toEqual(['1', 'x\ny']);
    expect(table.format.newline).toBe('\r\n');
    expect(table.problems).toEqual([]);
  });
});

describe('files that are refused', () => {
  it.each<[string, string | number[], string, string]>([
    ['empty', '', 'a.csv', 'The file is empty'],
    ['only blank lines', '\r\n\n', 'a.csv', 'The file is empty'],
    ['only a mark', [0xef, 0xbb, 0xbf], 'a.csv', 'The file is empty'],
    ['header only', 'id,text\n', 'a.csv', 'no rows under it'],
    ['zeros', 'id,te\0xt\n1,2\n', 'a.csv', 'not a text file'],
    ['pdf', '%PDF-1.7\n', 'a.csv', 'a PDF document'],
    ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d], 'a.csv', 'an image'],
    ['jpeg', [0xff, 0xd8, 0xff, 0xe0], 'a.jpg', 'an image'],
    ['gzip', [0x1f, 0x8b, 8, 0], 'a.csv.gz', 'Unpack it'],
    ['old Excel', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'a.xls', 'an older or password-protected Excel workbook'],
    ['xlsx by content', 'PK\x03\x04\0\0[Content_Types].xml\0\0xl/workbook.xml', 'a.csv', 'an Excel workbook'],
    ['docx by content', 'PK\x03\x04\0\0word/document.xml', 'a', 'a Word document'],
    ['zip', 'PK\x03\x04\0\0job/job.json', 'a.zip', 'source'],
    ['jsonl by name', '{"a":1}\n{"a":2}\n', 'a.jsonl', 'a JSON file'],
  ])('%s', async (_, content, name, words) => {
    const bytes = typeof content === 'string' ? encode(content, 'utf-8') : Uint8Array.from(content);
    const said = await troubleOf(bytes, { name });
    expect(said).toContain(words);
    expect(said).toContain('No rows were imported');
  });

  it('reads a text file called .xlsx by its bytes, not its name', async () => {
    const { rows } = await readRows('a,b\n1,2\n', { name: 'really-csv.xlsx' });
    expect(rows).toEqual([['1', '2']]);
  });

  it('names the line an unclosed quote opens on', async () => {
    const text = 'id,text\n1,"two\nlines"\r\n2,b\n3,"never closed\n4,d\n5,e\n';
    expect(await troubleOf(text)).toContain('opens a cell on line 5 ');
    await fc.assert(
      fc.asyncProperty(tiny, tiny, async (step, windowCharacters) => {
        expect(await troubleOf(text, { step, limits: { windowCharacters } })).toContain('opens a cell on line 5 ');
      }),
    );
  });

  it('gives up a row over the limit, quoted or not', async () => {
    const limits = { windowCharacters: 64, rowCharacters: 1024 };
    const fits = await readRows(`h,i\n1,"${'x\n'.repeat(400)}"\n`, { step: 50, limits });
    expect(fits.rows).toHaveLength(1);
    expect(await troubleOf(`h,i\n1,a\n2,"${'x\n'.repeat(2000)}`, { step: 50, limits })).toContain('quoted cell that opens on line 3 ');
    expect(await troubleOf(`h,i\n1,a\n2,${'x'.repeat(4000)}`, { step: 50, limits })).toContain('row that begins on line 3 ');
  });

  it('refuses a header out of all proportion', async () => {
    expect(await troubleOf(`${','.repeat(20_000)}\n1\n`)).toContain('20,001 columns');
  });
});
