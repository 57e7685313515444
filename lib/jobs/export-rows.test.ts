import * as fc from 'fast-check';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { packColumn } from '#lib/core/column';
import type { Dataset } from '#lib/core/dataset';
import type { Job } from '#lib/core/job';
import { isJsonObject } from '#lib/core/json';
import { answerCells, ledgerCsv, pageEncoder, resultsCsv, resultsJsonl } from './export-rows.ts';
import { fieldsOf, type RowFacts } from './row-source.ts';
import type { PageOfRows } from './rows-in-order.ts';
import { RowReader } from './selection.ts';

const fact: RowFacts = {
  row: 0,
  state: 'ok',
  reason: null,
  attempt: 2,
  k: 3,
  value: '{"input_id":"r,1","praise":"taste","parts":["leaf","cup"],"sure":null}',
  note: '',
  model: 'm-1',
};
const bare: RowFacts = { ...fact, row: 1, state: 'skipped', reason: 'empty-text', attempt: 0, k: -1, value: '', model: '' };
const columns = [
  ['r,1', 'b'],
  ['Good "tea"\n😀', ''],
];
const dataset = { columns: ['id', 'text'] } as Dataset;
const source = {
  job: { extracted: ['praise', 'parts', 'sure', 'other'] } as Job,
  dataset,
  reader: new RowReader(dataset, { id: 'id', texts: ['text'] }),
};
/** The table's two rows, whose cells are bytes. */
const both: PageOfRows = {
  page: { datasetId: 'd', firstRow: 0, rowCount: 2, columns: columns.map(packColumn) },
  facts: [fact, bare],
};
const batches = new Map([[3, 'batch_x']]);
const exact = { formulaGuard: false, byteOrderMark: false };
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

it('writes every row with its cells, answer and state', () => {
  const text = textOf(pageEncoder(resultsCsv(source, batches, exact))(both));
  expect(Papa.parse(text, { skipEmptyLines: true }).data).toEqual([
    ['row', 'id', 'id (source)', 'text', 'praise', 'parts', 'sure', 'other', '_state', '_model', '_round', '_batch_id'],
    ['1', 'r,1', 'r,1', 'Good "tea"\n😀', 'taste', '["leaf","cup"]', '', '', 'ok', 'm-1', '2', 'batch_x'],
    ['2', 'b', 'b', '', '', '', '', '', 'skipped', '', '', ''],
  ]);
});

it('numbers the rows of a table without ids', () => {
  const reader = new RowReader(dataset, { id: null, texts: ['text'] });
  const text = textOf(pageEncoder(ledgerCsv({ reader }, batches))(both));
  expect(text.split('\r\n').slice(1)).toEqual(['1,1,ok,,2,batch_x,', '2,2,skipped,empty-text,,,', '']);
});

it('pages follow each other, and the start stands before the first alone', () => {
  const encode = pageEncoder(ledgerCsv(source, batches));
  expect(textOf(encode()) + textOf(encode(both)) + textOf(encode({ ...both, facts: [{ ...bare, row: 2 }] }))).toBe(
    'row,id,state,reason,round,batch_id,note\r\n1,"r,1",ok,,2,batch_x,\r\n2,b,skipped,empty-text,,,\r\n3,"r,1",skipped,empty-text,,,\r\n',
  );
});

it('has its header without any row, and a byte order mark where spreadsheets read it', () => {
  const text = textOf(pageEncoder(resultsCsv(source, batches, { ...exact, byteOrderMark: true }))());
  expect(text).toMatch(/^\uFEFFrow,id,.*\r\n$/);
});

it('writes answers whole, one object a line, without what a row does not have', () => {
  const lines = textOf(pageEncoder(resultsJsonl(source, batches))(both))
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      row: 1,
      id: 'r,1',
      source: { id: 'r,1', text: 'Good "tea"\n😀' },
      result: JSON.parse(fact.value),
      state: 'ok',
      model: 'm-1',
      round: 2,
      batch_id: 'batch_x',
    },
    { row: 2, id: 'b', source: { id: 'b', text: '' }, result: null, state: 'skipped', reason: 'empty-text' },
  ]);
});

it('keeps an answer on its line', () => {
  const lines = textOf(pageEncoder(resultsJsonl(source, batches))({ ...both, facts: [{ ...fact, value: '{\n"a":\r1}' }] }));
  expect(JSON.parse(lines).result).toEqual({ a: 1 });
  expect(lines.match(/[\r\n]/g)).toEqual(['\n']);
});

it('says of every row what became of it', () => {
  const text = textOf(pageEncoder(ledgerCsv(source, batches))({ ...both, facts: [{ ...fact, note: 'id " 1" taken for "1"' }, bare] }));
  expect(Papa.parse(text, { skipEmptyLines: true }).data).toEqual([
    ['row', 'id', 'state', 'reason', 'round', 'batch_id', 'note'],
    ['1', 'r,1', 'ok', '', '2', 'batch_x', 'id " 1" taken for "1"'],
    ['2', 'b', 'skipped', 'empty-text', '', '', ''],
  ]);
});

it('gives the fields of an answer as they are shown elsewhere, whatever the answer is', () => {
  const names = fc.constantFrom('a', 'b', 'input_id', '__proto__', 'constructor', '1');
  const answers = fc.oneof(fc.dictionary(names, fc.jsonValue()), fc.jsonValue());
  fc.assert(
    fc.property(answers, (answer) => {
      const json = JSON.stringify(answer);
      const value: unknown = JSON.parse(json);
      const fields = isJsonObject(value) ? Object.keys(value).filter((name) => name !== 'input_id') : [];
      const told = fieldsOf(json);
      expect(answerCells(json, [...fields, 'absent'])).toEqual([...fields.map((name) => told[name]), '']);
    }),
  );
});
