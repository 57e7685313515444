import { ANTHROPIC, downloadCsv, fillNewJob, OPENAI, prepare, submit, tally, waitForState } from './job-steps.ts';
import { expect, test } from './test.ts';

const instructions = 'Say what the text praises.';

const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

for (const place of [OPENAI, ANTHROPIC]) {
  test(`@job ${place.name}: a table with a bad row, a repeated id, an empty text and one too long: all others are done`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const rows = [
      'a,Good kettle',
      'b,',
      'a,The same id again',
      'c,Good lamp',
      `d,${'x'.repeat(10_600_000)}`,
      ',No id at all',
      'e,"Quoted, with ""quotes"" and',
      'a line break"',
      'f',
      'g,Fine,one cell too many',
      'h,[[sandbox:missing]] the model leaves this one out',
    ];
    await fillNewJob(page, {
      place,
      file: { name: 'odd.csv', bytes: Buffer.from(`id,text\n${rows.join('\n')}\n`) },
      idColumn: 'id',
      instructions,
      rowsPerRequest: 3,
    });
    await prepare(page);
    await submit(page);
    await waitForState(page, 'Finished');
    const csv = await downloadCsv(page);
    expect(csv.map((row) => [row.row, row.id, row._state])).toEqual([
      ['1', 'a', 'ok'],
      ['2', 'b', 'skipped'],
      ['3', 'a', 'skipped'],
      ['4', 'c', 'ok'],
      ['5', 'd', 'skipped'],
      ['6', '', 'skipped'],
      ['7', 'e', 'ok'],
      ['8', 'f', 'skipped'],
      ['9', 'g', 'ok'],
      ['10', 'h', 'missing'],
    ]);
    expect(csv[6]!.text).toBe('Quoted, with "quotes" and\na line break');
    expect(csv[8]!.text).toBe('Fine,one cell too many');
  });

  for (const [name, bytes, texts] of [
    [
      'CR LF with a byte order mark',
      Buffer.from('\uFEFFid;text\r\n1;"Grüße; aus\r\nKöln"\r\n2;naïve café\r\n'),
      ['Grüße; aus\r\nKöln', 'naïve café'],
    ],
    ['UTF-16', utf16('id\ttext\r\n1\tGrüße 😀\r\n2\t日本語のレビュー\r\n'), ['Grüße 😀', '日本語のレビュー']],
    ['Windows-1252', Buffer.from('id,text\n1,Gr\xfc\xdfe \x80 5\n2,na\xefve caf\xe9\n', 'latin1'), ['Grüße € 5', 'naïve café']],
    ['CR alone', Buffer.from('id|text\r1|one, with a comma\r2|two\r'), ['one, with a comma', 'two']],
  ] as const) {
    test(`@job ${place.name}: a table in ${name} goes through unharmed`, async ({ page }) => {
      await fillNewJob(page, { place, file: { name: 'table.csv', bytes }, instructions });
      await prepare(page);
      await submit(page);
      await waitForState(page, 'Finished');
      const csv = await downloadCsv(page);
      expect(csv.map((row) => row.text)).toEqual([...texts]);
      expect(tally(csv)).toEqual({ ok: 2 });
    });
  }
}
