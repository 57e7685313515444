import * as fc from 'fast-check';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { isJsonObject } from '#lib/core/json';
import { answerCells, ledgerCsv, pageEncoder, resultsCsv, resultsJsonl } from './export-rows.ts';
import { fieldsOf, type JobRow, type RowSource } from './row-source.ts';

const row: JobRow = {
  row: 0,
  id: 'r,1',
  texts: ['Good "tea"'],
  cells: ['r,1', 'Good "tea"\n😀'],
  state: 'ok',
  reason: null,
  attempt: 2,
  k: 3,
  value: '{"input_id":"r,1","praise":"taste","parts":["leaf","cup"],"sure":null}',
  note: '',
  model: 'm-1',
};
const bare: JobRow = {
  ...row,
  row: 1,
  id: 'b',
  cells: ['b', ''],
  state: 'skipped',
  reason: 'empty-text',
  attempt: 0,
  k: -1,
  value: '',
  model: '',
};
const source = { job: { extracted: ['praise', 'parts', 'sure', 'other'] }, dataset: { columns: ['id', 'text'] } } as RowSource;
const batches = new Map([[3, 'batch_x']]);
const exact = { formulaGuard: false, byteOrderMark: false };
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

it('writes every row with its cells, answer and state', () => {
  const encode = pageEncoder(resultsCsv(source, batches, exact));
  const text = textOf(encode([row])) + textOf(encode([bare]));
  expect(Papa.parse(text, { skipEmptyLines: true }).data).toEqual([
    ['row', 'id', 'id (source)', 'text', 'praise', 'parts', 'sure', 'other', '_state', '_model', '_round', '_batch_id'],
    ['1', 'r,1', 'r,1', 'Good "tea"\n😀', 'taste', '["leaf","cup"]', '', '', 'ok', 'm-1', '2', 'batch_x'],
    ['2', 'b', 'b', '', '', '', '', '', 'skipped', '', '', ''],
  ]);
});

it('has its header without any row, and a byte order mark where spreadsheets read it', () => {
  const text = textOf(pageEncoder(resultsCsv(source, batches, { ...exact, byteOrderMark: true }))([]));
  expect(text).toMatch(/^\uFEFFrow,id,.*\r\n$/);
});

it('writes answers whole, one object a line, without what a row does not have', () => {
  const lines = textOf(pageEncoder(resultsJsonl(source, batches))([row, bare]))
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      row: 1,
      id: 'r,1',
      source: { id: 'r,1', text: 'Good "tea"\n😀' },
      result: JSON.parse(row.value),
      state: 'ok',
      model: 'm-1',
      round: 2,
      batch_id: 'batch_x',
    },
    { row: 2, id: 'b', source: { id: 'b', text: '' }, result: null, state: 'skipped', reason: 'empty-text' },
  ]);
});

it('keeps an answer on its line', () => {
  const lines = textOf(pageEncoder(resultsJsonl(source, batches))([{ ...row, value: '{\n"a":\r1}' }]));
  expect(JSON.parse(lines).result).toEqual({ a: 1 });
  expect(lines.match(/[\r\n]/g)).toEqual(['\n']);
});

it('says of every row what became of it', () => {
  const text = textOf(pageEncoder(ledgerCsv(batches))([{ ...row, note: 'id " 1" taken for "1"' }, bare]));
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
